"""Reads the record back as `DialogRecord`s, streamed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from dialogs.record import DialogRecord, MessageRecord, Role
from dialogs.tables import Customer, Dialog, Message

DIALOGS_AT_ONCE = 500
TRIAL = "trial"
"""The kind of dialogs that somebody of the team had with the bot to try it out."""


def read_dialogs(session: Session, *, kind: str | None = "dialog") -> Iterator[DialogRecord]:
    """Every dialog of a kind (None: all kinds but trials), oldest first; those without a time come first, in the order they were imported.

    Holds DIALOGS_AT_ONCE dialogs in memory, and the keys of all. Open the session with `read_only` where nothing is written.
    """
    keys = select(Dialog.id).order_by(Dialog.started_at.is_not(None), Dialog.started_at, Dialog.id)
    keys = keys.where(Dialog.kind != TRIAL if kind is None else Dialog.kind == kind)
    wanted = session.scalars(keys).all()
    for start in range(0, len(wanted), DIALOGS_AT_ONCE):
        yield from dialogs_by_key(session, wanted[start : start + DIALOGS_AT_ONCE])


def dialogs_by_key(session: Session, keys: Sequence[int]) -> Iterator[DialogRecord]:
    """The dialogs with these primary keys, in the order given."""
    rows = session.execute(
        select(
            Dialog.id,
            Dialog.external_id,
            Dialog.source,
            Customer.external_id.label("customer"),
            Dialog.started_at,
            Dialog.language,
            Dialog.tags,
            Dialog.rating,
            Dialog.kind,
        )
        .join(Customer)
        .where(Dialog.id.in_(keys))
    )
    dialogs = {row.id: row for row in rows}
    messages = _messages(session, keys)
    for key in keys:
        if (row := dialogs.get(key)) is not None:
            yield DialogRecord(
                id=row.external_id,
                source=row.source,
                customer=row.customer,
                messages=tuple(messages[key]),
                started_at=row.started_at,
                language=row.language,
                tags=tuple(row.tags),
                rating=row.rating,
                key=key,
                kind=row.kind,
            )


def _messages(session: Session, keys: Sequence[int]) -> dict[int, list[MessageRecord]]:
    rows = session.execute(
        select(
            Message.dialog_id, Message.external_id, Message.role, Message.text, Message.at, Message.reply_to, Message.attachments
        )
        .where(Message.dialog_id.in_(keys))
        .order_by(Message.dialog_id, Message.position)
    )
    found: dict[int, list[MessageRecord]] = defaultdict(list)
    for row in rows:
        found[row.dialog_id].append(_message(row))
    return found


def _message(row: "Row[*tuple[int, str, str, str, object, str | None, list[str]]]") -> MessageRecord:
    return MessageRecord(row.external_id, Role(row.role), row.text, row.at, row.reply_to, tuple(row.attachments))
