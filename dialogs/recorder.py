"""Writes a plan into the record, in bulk, inside one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, repeat
from typing import cast

from sqlalchemy import Table, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from dialogs.bulk import Columns, Row, insert_columns, insert_rows, new_keys
from dialogs.drafts import DialogDraft, MessageDraft
from dialogs.knowledge import Label, Pair, Taught, add_labels, add_pairs, withdraw_pairs
from dialogs.one_of import one_of
from dialogs.planning import Plan, Revision, inserted, labels_of, may_teach
from dialogs.record import Role
from dialogs.stored import keys_of_customers
from dialogs.tables import Customer, Dialog, Message, MessageEdit

CUSTOMERS = cast(Table, Customer.__table__)
DIALOGS = cast(Table, Dialog.__table__)
DIALOG_COLUMNS = (
    "id",
    "source",
    "external_id",
    "kind",
    "chat",
    "customer_id",
    "batch_id",
    "started_at",
    "language",
    "tags",
    "rating",
)
MESSAGES = cast(Table, Message.__table__)
IMPORT_LOCK = 0x66_69_72_73_75
"""PostgreSQL advisory lock that makes imports take turns; SQLite's single writer needs none."""


def take_turn(session: Session) -> None:
    """Wait until no other import is between reading the record and writing to it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})


@dataclass(slots=True)
class Recorder:
    """Writes for one import batch."""

    session: Session
    batch: int
    now: datetime

    def write(self, plan: Plan) -> Taught:
        customers = self._customers(plan)
        labelled = self._new_dialogs(plan.new, customers)
        for revision in plan.revisions:
            labelled += self._revise(revision, customers)
        alone = [Label(example.text, example.intent, "file") for example in plan.examples]
        return Taught(self._teach(labelled), add_labels(self.session, alone, self.now))

    def _customers(self, plan: Plan) -> dict[str, int]:
        """The keys of all customers of the plan; those that are new are made."""
        return plan.known | self._new_customers(plan.customers) if plan.customers else plan.known

    def _new_customers(self, names: Sequence[str]) -> dict[str, int]:
        connection = self.session.connection()
        if connection.dialect.name == "sqlite":
            keys = new_keys(connection, CUSTOMERS, len(names))
            insert_columns(
                connection,
                CUSTOMERS,
                {"id": keys, "external_id": names, "blocked": [False] * len(names), "created_at": [self.now] * len(names)},
            )
            return dict(zip(names, keys, strict=True))
        rows = [{"external_id": name, "blocked": False, "created_at": self.now} for name in names]
        connection.execute(postgresql.insert(CUSTOMERS).on_conflict_do_nothing(), rows)  # which the bot may have just made
        return keys_of_customers(self.session, names)

    def _new_dialogs(self, drafts: Sequence[DialogDraft], customers: dict[str, int]) -> list["_Labelled"]:
        if not drafts:
            return []
        connection = self.session.connection()
        keys = new_keys(connection, DIALOGS, len(drafts))
        rows = [self._dialog(key, draft, customers) for key, draft in zip(keys, drafts, strict=True)]
        insert_rows(connection, DIALOGS, DIALOG_COLUMNS, rows)
        insert_columns(
            connection,
            MESSAGES,
            _columns(
                chain.from_iterable(repeat(key, len(draft.messages)) for key, draft in zip(keys, drafts, strict=True)),
                chain.from_iterable(range(len(draft.messages)) for draft in drafts),
                [message for draft in drafts for message in draft.messages],
            ),
        )
        taught = (pair for pair in zip(keys, drafts, strict=True) if may_teach(pair[1]))
        return [_Labelled(key, draft, draft.messages) for key, draft in taught]

    def _dialog(self, key: int, draft: DialogDraft, customers: dict[str, int]) -> Row:
        """In the order of DIALOG_COLUMNS."""
        return (
            key,
            draft.source,
            draft.external_id,
            draft.kind,
            draft.chat,
            customers[draft.customer],
            self.batch,
            draft.started_at,
            draft.language,
            list(draft.tags),
            draft.rating,
        )

    def _revise(self, revision: Revision, customers: dict[str, int]) -> list["_Labelled"]:
        change, key = revision.change, revision.stored.id
        if change.deleted:
            self.session.execute(delete(Message).where(Message.id.in_(change.deleted)))
        if change.updated:
            self._update(revision)
        if change.inserted:
            positions, messages = zip(*change.inserted, strict=True)
            insert_columns(self.session.connection(), MESSAGES, _columns(repeat(key, len(messages)), positions, messages))
        if change.facts:
            self._facts(revision, customers)
        if revision.draft.kind == "pair" and (change.updated or change.inserted):
            withdraw_pairs(self.session, [message.id for message in revision.stored.messages])
            return [_Labelled(key, revision.draft, revision.draft.messages)]
        newly_tagged = "tags" in change.facts
        return [_Labelled(key, revision.draft, inserted(change))] if change.inserted or newly_tagged else []

    def _update(self, revision: Revision) -> None:
        edits = [
            {"message_id": item.id, "text": item.before, "replaced_at": self.now} for item in revision.change.updated if item.edited
        ]
        if edits:
            self.session.execute(insert(MessageEdit), edits)
        rows = [
            {"row": item.id, **{f"new_{name}": value for name, value in item.values.items()}} for item in revision.change.updated
        ]
        table = Message.__table__
        values = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in revision.change.updated[0].values}
        self.session.connection().execute(update(Message).where(Message.id == bindparam("row")).values(values), rows)

    def _facts(self, revision: Revision, customers: dict[str, int]) -> None:
        facts = dict(revision.change.facts)
        if "customer" in facts:
            facts["customer_id"] = customers[facts.pop("customer")]
        self.session.execute(update(Dialog).where(Dialog.id == revision.stored.id).values(facts))
        if "customer_id" in facts:
            self._forget_customer(revision.stored.customer)

    def _forget_customer(self, name: str) -> None:
        """Whoever was taken for the customer before, if no dialog and no live chat is theirs."""
        busy = select(Dialog.id).where(Dialog.customer_id == Customer.id).exists()
        self.session.execute(delete(Customer).where(Customer.external_id == name, Customer.chat_id.is_(None), ~busy))

    def _teach(self, labelled: Sequence["_Labelled"]) -> int:
        """Examples and answers of what was written, with the keys of their messages."""
        told = [(item, those) for item in labelled if (those := labels_of(item.draft, item.messages)) or item.draft.kind == "pair"]
        if not told:
            return 0
        keys = self._message_keys([item.dialog for item, _ in told])
        labels: list[Label] = []
        for item, those in told:
            for external, label in those:
                if key := keys.get((item.dialog, external)):
                    labels.append(Label(label.text, label.intent, label.origin, key))
        added = add_labels(self.session, labels, self.now)
        pairs = [pair for item, _ in told if item.draft.kind == "pair" if (pair := _pair(item, keys))]
        add_pairs(self.session, pairs, self.now)
        return added

    def _message_keys(self, dialogs: Sequence[int]) -> dict[tuple[int, str], int]:
        rows = self.session.connection().execute(
            select(Message.dialog_id, Message.external_id, Message.id).where(one_of(self.session, Message.dialog_id, dialogs))
        )
        return {(dialog, external): key for dialog, external, key in rows}


@dataclass(slots=True)
class _Labelled:
    """A dialog row and the messages of it that were just written."""

    dialog: int
    draft: DialogDraft
    messages: list[MessageDraft]


def _columns(dialogs: Iterable[int], positions: Iterable[int], messages: Sequence[MessageDraft]) -> Columns:
    """Of the table of messages, given the dialog and the position of each. Nearly all are one row, whose facts need no putting together."""
    firsts = [message.rows[0] for message in messages]
    texts = [row.text for row in firsts]
    attachments = [list(row.attachments) for row in firsts]
    parts = [[f"{len(row.text)}:{row.content}:{row.key}"] for row in firsts]
    for place, message in enumerate(messages):
        if len(message.rows) > 1:
            texts[place], attachments[place], parts[place] = message.text, message.attachments, message.parts
    return {
        "dialog_id": dialogs,
        "external_id": [row.key for row in firsts],
        "position": positions,
        "role": [row.role._value_ for row in firsts],
        "text": texts,
        "at": [row.at for row in firsts],
        "reply_to": [row.reply_to for row in firsts],
        "attachments": attachments,
        "parts": parts,
    }


def _pair(item: _Labelled, keys: dict[tuple[int, str], int]) -> Pair | None:
    question = next((message for message in item.draft.messages if message.role is Role.CUSTOMER), None)
    answer = next((message for message in item.draft.messages if message.role is Role.AGENT), None)
    if question is None or answer is None:
        return None
    return Pair(
        question.text,
        keys[item.dialog, question.external_id],
        answer.text,
        keys[item.dialog, answer.external_id],
        item.draft.tags[0][:255] if item.draft.tags else None,
        item.draft.language,
    )
