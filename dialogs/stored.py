"""What the record has of a dialog, as an import compares it with an export, and how it is fetched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from dialogs.drafts import DialogDraft
from dialogs.identity import Part
from dialogs.one_of import one_of
from dialogs.tables import Customer, Dialog, Message


@dataclass(slots=True)
class StoredMessage:
    id: int
    external_id: str
    position: int
    role: str
    text: str
    at: datetime | None
    reply_to: str | None
    attachments: list[str]
    parts: list[Part]


@dataclass(slots=True)
class StoredDialog:
    """`messages` are in order."""

    id: int
    external_id: str
    customer: str
    started_at: datetime | None
    language: str | None
    tags: list[str]
    rating: float | None
    batch: int | None
    """The import batch that brought it."""
    messages: list[StoredMessage] = field(default_factory=list)


def named(session: Session, drafts: Sequence[DialogDraft]) -> dict[tuple[str, str], StoredDialog]:
    """The dialogs of the record that have the drafts' names, by (source, external id), with their messages."""
    found: dict[tuple[str, str], StoredDialog] = {}
    by_source = sorted((draft.source, draft.external_id) for draft in drafts)
    for source, names in groupby(by_source, key=lambda name: name[0]):
        same_name = one_of(session, Dialog.external_id, [name for _, name in names])
        for dialog in _dialogs(session, Dialog.source == source, same_name):
            found[source, dialog.external_id] = dialog
    _fill(session, found.values())
    return found


def keys_of_customers(session: Session, hashes: Sequence[str]) -> dict[str, int]:
    """The keys of the customers that the record has, by hash."""
    known = select(Customer.external_id, Customer.id).where(one_of(session, Customer.external_id, hashes))
    return dict(session.connection().execute(known).all())


def around(session: Session, draft: DialogDraft, gap: timedelta) -> list[StoredDialog]:
    """The stretches of the draft's endless chat that may share messages with it, or that it continues, oldest first."""
    times = [message.at for message in draft.messages if message.at]
    stretches = _dialogs(session, Dialog.source == draft.source, Dialog.chat == draft.chat)
    if times:
        first, last = min(times) - gap, max(times) + gap
        followers = [*(stretch.started_at for stretch in stretches[1:]), None][: len(stretches)]
        stretches = [
            stretch
            for stretch, following in zip(stretches, followers, strict=True)
            if (stretch.started_at is None or stretch.started_at <= last) and (following is None or following >= first)
        ]
    _fill(session, stretches)
    return stretches


def _dialogs(session: Session, *conditions: ColumnElement[bool]) -> list[StoredDialog]:
    rows = session.connection().execute(
        select(
            Dialog.id,
            Dialog.external_id,
            Customer.external_id,
            Dialog.started_at,
            Dialog.language,
            Dialog.tags,
            Dialog.rating,
            Dialog.batch_id,
        )
        .join(Customer)
        .where(*conditions)
        .order_by(Dialog.started_at, Dialog.id)
    )
    return [StoredDialog(*row) for row in rows]


def _fill(session: Session, dialogs: Iterable[StoredDialog]) -> None:
    by_key = {dialog.id: dialog for dialog in dialogs}
    if not by_key:
        return
    rows = session.connection().execute(
        select(
            Message.dialog_id,
            Message.id,
            Message.external_id,
            Message.position,
            Message.role,
            Message.text,
            Message.at,
            Message.reply_to,
            Message.attachments,
            Message.parts,
        )
        .where(one_of(session, Message.dialog_id, by_key))
        .order_by(Message.dialog_id, Message.position)
    )
    for row in rows:
        by_key[row.dialog_id].messages.append(
            StoredMessage(
                row.id,
                row.external_id,
                row.position,
                row.role,
                row.text,
                row.at,
                row.reply_to,
                row.attachments,
                [Part.parse(part) for part in row.parts],
            )
        )
