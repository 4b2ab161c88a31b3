"""Writes a plan into the record, in bulk, inside one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dialogs.bulk import Row, insert_rows, new_keys
from dialogs.drafts import DialogDraft, MessageDraft
from dialogs.knowledge import Label, Pair, Taught, add_labels, add_pairs, withdraw_pairs
from dialogs.planning import Plan, Revision, inserted, labels_of
from dialogs.record import Role
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
MESSAGE_COLUMNS = ("dialog_id", "external_id", "position", "role", "text", "at", "reply_to", "attachments", "parts")
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
        if plan.customers:
            rows = [{"external_id": name, "blocked": False, "created_at": self.now} for name in plan.customers]
            maker = postgresql.insert if self.session.get_bind().dialect.name == "postgresql" else sqlite.insert
            self.session.connection().execute(maker(CUSTOMERS).on_conflict_do_nothing(), rows)
        wanted = {draft.customer for draft in plan.new} | {*plan.customers}
        wanted |= {revision.change.facts["customer"] for revision in plan.revisions if "customer" in revision.change.facts}
        rows_found = self.session.execute(select(Customer.external_id, Customer.id).where(Customer.external_id.in_(wanted)))
        return dict(rows_found.all())

    def _new_dialogs(self, drafts: Sequence[DialogDraft], customers: dict[str, int]) -> list["_Labelled"]:
        if not drafts:
            return []
        connection = self.session.connection()
        keys = new_keys(connection, DIALOGS, len(drafts))
        rows = [self._dialog(key, draft, customers) for key, draft in zip(keys, drafts, strict=True)]
        insert_rows(connection, DIALOGS, DIALOG_COLUMNS, rows)
        messages = [
            _message(key, position, message)
            for key, draft in zip(keys, drafts, strict=True)
            for position, message in enumerate(draft.messages)
        ]
        insert_rows(connection, MESSAGES, MESSAGE_COLUMNS, messages)
        return [_Labelled(key, draft, draft.messages) for key, draft in zip(keys, drafts, strict=True)]

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
            rows = [_message(key, *item) for item in change.inserted]
            insert_rows(self.session.connection(), MESSAGES, MESSAGE_COLUMNS, rows)
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
        taught = [item for item in labelled if item.draft.kind == "pair" or labels_of(item.draft, item.messages)]
        if not taught:
            return 0
        keys = self._message_keys([item.dialog for item in taught])
        labels: list[Label] = []
        for item in taught:
            for external, label in labels_of(item.draft, item.messages):
                if key := keys.get((item.dialog, external)):
                    labels.append(Label(label.text, label.intent, label.origin, key))
        added = add_labels(self.session, labels, self.now)
        pairs = [pair for item in taught if item.draft.kind == "pair" if (pair := _pair(item, keys))]
        add_pairs(self.session, pairs, self.now)
        return added

    def _message_keys(self, dialogs: Sequence[int]) -> dict[tuple[int, str], int]:
        rows = self.session.execute(
            select(Message.dialog_id, Message.external_id, Message.id).where(Message.dialog_id.in_(dialogs))
        )
        return {(dialog, external): key for dialog, external, key in rows}


@dataclass(slots=True)
class _Labelled:
    """A dialog row and the messages of it that were just written."""

    dialog: int
    draft: DialogDraft
    messages: list[MessageDraft]


def _message(dialog: int, position: int, message: MessageDraft) -> Row:
    """In the order of MESSAGE_COLUMNS."""
    first = message.rows[0]
    if len(message.rows) == 1:
        text, attachments, parts = first.text, list(first.attachments), [f"{len(first.text)}:{first.content}:{first.key}"]
    else:
        text, attachments, parts = message.text, message.attachments, message.parts
    return dialog, first.key, position, first.role._value_, text, first.at, first.reply_to, attachments, parts


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
