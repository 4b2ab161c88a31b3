"""Messages of live dialogs, as the record keeps them: redacted text, in order, each once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialogs.database import Database
from dialogs.identity import SEPARATOR, Part, replace_part
from dialogs.record import Role
from dialogs.tables import Message, MessageEdit

EDITED_LATE = 200
"""How many messages back an edited part of a burst is looked for."""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to record. `text` is redacted; `id` is its identity within the dialog."""

    id: str
    role: Role
    text: str
    at: datetime
    attachments: tuple[str, ...] = ()
    reply_to: str | None = None
    parts: tuple[Part, ...] = ()
    """The messages of a burst that were merged into it, in order."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a transcript."""

    role: Role
    text: str
    attachments: tuple[str, ...]


def has_message(database: Database, dialog: int, identity: str) -> bool:
    """Whether it is recorded, by itself or inside a burst."""
    with database.session(read_only=True) as session:
        return (find_message(session, dialog, identity) or burst_with(session, dialog, identity)) is not None


def last_text(database: Database, dialog: int) -> str:
    """What was said last, redacted; empty where nothing was."""
    with database.session(read_only=True) as session:
        query = select(Message.text).where(Message.dialog_id == dialog).order_by(Message.position.desc()).limit(1)
        return session.scalar(query) or ""


def record_message(database: Database, dialog: int, message: NewMessage) -> int:
    """The key of the message's row; one that is there already is left as it is."""
    with database.session() as session:
        found = find_message(session, dialog, message.id)
        return found.id if found is not None else add_message(session, dialog, message).id


def edit_message(database: Database, dialog: int, identity: str, text: str) -> bool:
    """Replace what a message, or its part of a burst, says and keep what it said. False where the record has no such message."""
    with database.session() as session:
        row = find_message(session, dialog, identity) or burst_with(session, dialog, identity)
        if row is None:
            return False
        parts = [Part.parse(part) for part in row.parts]
        index = next((number for number, part in enumerate(parts) if part.key == identity), None)
        changed = text if index is None or len(parts) == 1 else replace_part(row.text, parts, index, text)
        if row.text != changed:
            session.add(MessageEdit(message_id=row.id, text=row.text, replaced_at=datetime.now(UTC)))
            row.text = changed
        if index is not None:
            parts[index] = Part(len(text), "", identity)
            row.parts = [str(part) for part in parts]
        return True


def parts_of(said: Sequence[tuple[str, str]], redacted: str) -> tuple[Part, ...]:
    """Where in a burst's redacted text each of its messages `(id, text)` stands: redacting keeps lines, so lines are counted."""
    lines = redacted.split(SEPARATOR)
    counts = [text.count(SEPARATOR) + 1 for _, text in said]
    if sum(counts) != len(lines):
        return ()
    parts: list[Part] = []
    start = 0
    for (identity, _), count in zip(said, counts, strict=True):
        parts.append(Part(len(SEPARATOR.join(lines[start : start + count])), "", identity))
        start += count
    return tuple(parts)


def transcript(session: Session, dialog: int, last: int = 30) -> tuple[Line, ...]:
    """The dialog's last messages, oldest first."""
    rows = session.scalars(select(Message).where(Message.dialog_id == dialog).order_by(Message.position.desc()).limit(last)).all()
    return tuple(Line(Role(row.role), row.text, tuple(row.attachments)) for row in reversed(rows))


def find_message(session: Session, dialog: int, identity: str) -> Message | None:
    return session.scalar(select(Message).where(Message.dialog_id == dialog, Message.external_id == identity))


def burst_with(session: Session, dialog: int, identity: str) -> Message | None:
    """The recent message that a message of that identity was merged into."""
    recent = session.scalars(
        select(Message).where(Message.dialog_id == dialog).order_by(Message.position.desc()).limit(EDITED_LATE)
    ).all()
    return next((row for row in recent if any(Part.parse(part).key == identity for part in row.parts)), None)


def add_message(session: Session, dialog: int, message: NewMessage) -> Message:
    """A new row at the dialog's end. An identity that is taken gets a suffix: the front-end counted anew."""
    count = session.scalar(select(func.coalesce(func.max(Message.position), -1)).where(Message.dialog_id == dialog))
    position = (count if count is not None else -1) + 1
    taken = find_message(session, dialog, message.id) is not None
    row = Message(
        dialog_id=dialog,
        external_id=f"{message.id}~{position}" if taken else message.id,
        position=position,
        role=message.role.value,
        text=message.text,
        at=message.at,
        reply_to=message.reply_to,
        attachments=list(message.attachments),
        parts=[str(part) for part in message.parts],
    )
    session.add(row)
    session.flush()
    return row
