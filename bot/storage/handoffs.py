"""Hand-offs: opened with the turn that hands over, linked to their messages in the staff group, closed by staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Row, Select, func, select

from bot.storage.messages import Line, transcript
from dialogs.database import Database
from dialogs.tables import Answer, Customer, Dialog, Handoff, StaffLink, Turn


@dataclass(frozen=True, slots=True)
class HandoffRecord:
    """A hand-off and whom it is about. `chat_id` is the customer's chat; `topic` its topic in a forum group."""

    id: int
    dialog: int
    dialog_id: str
    chat_id: int
    reason: str
    language: str | None
    topic: int | None
    closed: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The answer that the bot was not sure enough of, with its calibrated confidence in [0, 1]."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Brief:
    """What staff need to take over: redacted, as it is in the record."""

    handoff: HandoffRecord
    lines: tuple[Line, ...]
    suggestion: Suggestion | None


def get_handoff(database: Database, handoff: int) -> HandoffRecord:
    """Raises NoResultFound where there is none."""
    with database.session(read_only=True) as session:
        return _record(session.execute(_handoffs().where(Handoff.id == handoff)).one())


def handoff_of_staff_message(database: Database, chat_id: int, message_id: int) -> HandoffRecord | None:
    """The hand-off that a message in the staff group belongs to."""
    query = _handoffs().join(StaffLink, StaffLink.handoff_id == Handoff.id)
    with database.session(read_only=True) as session:
        row = session.execute(query.where(StaffLink.chat_id == chat_id, StaffLink.message_id == message_id)).one_or_none()
        return None if row is None else _record(row)


def handoff_of_topic(database: Database, topic: int) -> HandoffRecord | None:
    """The latest hand-off of the customer whose topic it is."""
    query = _handoffs().where(Handoff.topic_id == topic).order_by(Handoff.id.desc()).limit(1)
    with database.session(read_only=True) as session:
        row = session.execute(query).one_or_none()
        return None if row is None else _record(row)


def brief_of(database: Database, handoff: int) -> Brief:
    with database.session(read_only=True) as session:
        found = _record(session.execute(_handoffs().where(Handoff.id == handoff)).one())
        details = session.scalar(select(Turn.details).where(Turn.dialog_id == found.dialog).order_by(Turn.id.desc()).limit(1))
        best = ((details or {}).get("candidates") or [None])[0]
        answer = session.get(Answer, best["answer_id"]) if best else None
        suggestion = None if best is None or answer is None else Suggestion(answer.text, best["confidence"])
        return Brief(found, transcript(session, found.dialog), suggestion)


def customers_topic(database: Database, handoff: int) -> int | None:
    """The topic of this customer's latest hand-off that had one: a customer keeps one topic."""
    with database.session(read_only=True) as session:
        owner = (
            select(Dialog.customer_id).join(Handoff, Handoff.dialog_id == Dialog.id).where(Handoff.id == handoff).scalar_subquery()
        )
        return session.scalar(
            select(Handoff.topic_id)
            .join(Dialog, Dialog.id == Handoff.dialog_id)
            .where(Dialog.customer_id == owner, Handoff.topic_id.is_not(None))
            .order_by(Handoff.id.desc())
            .limit(1)
        )


def set_topic(database: Database, handoff: int, topic: int) -> None:
    with database.session() as session:
        row = session.get_one(Handoff, handoff)
        row.topic_id = topic


def link_messages(database: Database, handoff: int, chat_id: int, message_ids: Iterable[int]) -> None:
    """These messages in the staff group belong to the hand-off: a reply to one of them reaches the customer.

    A message id that is linked already moves here: the group was replaced by another that counts anew.
    """
    with database.session() as session:
        for message_id in message_ids:
            link = session.scalar(select(StaffLink).where(StaffLink.chat_id == chat_id, StaffLink.message_id == message_id))
            if link is None:
                session.add(StaffLink(handoff_id=handoff, chat_id=chat_id, message_id=message_id))
            else:
                link.handoff_id = handoff


def first_link(database: Database, handoff: int, chat_id: int) -> int | None:
    """The message that announced the hand-off in the staff group; None if it was not announced there yet."""
    query = select(func.min(StaffLink.message_id)).where(StaffLink.handoff_id == handoff, StaffLink.chat_id == chat_id)
    with database.session(read_only=True) as session:
        return session.scalar(query)


def close_handoff(database: Database, handoff: int) -> bool:
    """End it: the bot answers again. False if it was closed before."""
    with database.session() as session:
        row = session.get_one(Handoff, handoff)
        if row.closed_at is not None:
            return False
        row.closed_at = datetime.now(UTC)
        return True


def _handoffs() -> Select[Handoff, str, str | None, int | None]:
    return (
        select(Handoff, Dialog.external_id, Dialog.language, Customer.chat_id)
        .join(Dialog, Dialog.id == Handoff.dialog_id)
        .join(Customer, Customer.id == Dialog.customer_id)
    )


def _record(row: Row[Handoff, str, str | None, int | None]) -> HandoffRecord:
    handoff, dialog_id, language, chat_id = row
    return HandoffRecord(
        id=handoff.id,
        dialog=handoff.dialog_id,
        dialog_id=dialog_id,
        chat_id=chat_id or 0,
        reason=handoff.reason,
        language=language,
        topic=handoff.topic_id,
        closed=handoff.closed_at is not None,
    )
