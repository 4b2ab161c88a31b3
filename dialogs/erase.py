"""Removes a customer from the record, and with them everything that rests on what they wrote."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, delete, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from dialogs.customers import hash_customer
from dialogs.database import Database
from dialogs.errors import UnknownCustomer
from dialogs.tables import (
    Answer,
    AnswerSource,
    Customer,
    Dialog,
    Example,
    Feedback,
    Handoff,
    ImportBatch,
    Message,
    MessageEdit,
    StaffLink,
    Turn,
)
from dialogs.trained_on import mark_versions

AT_ONCE = 1_000
EVER = datetime.min.replace(tzinfo=UTC)
"""When what has no time came: before everything else."""


@dataclass(frozen=True, slots=True)
class Removed:
    """How many rows of each kind went. `answers`: those that nothing else supports; `answer_ids` are theirs, for the search index."""

    customers: int = 0
    dialogs: int = 0
    messages: int = 0
    edits: int = 0
    examples: int = 0
    answers: int = 0
    sources: int = 0
    turns: int = 0
    feedback: int = 0
    handoffs: int = 0
    staff_links: int = 0
    marked_models: int = 0
    """Versions that are marked now as trained on what went; `firstline train` makes one that is not."""
    answer_ids: tuple[int, ...] = field(default=())


def erase_customer(database: Database, customer: str, key: bytes) -> Removed:
    """Erase the person with this id: the source's own, or the hash that exports show. All of it in one transaction.

    Raises UnknownCustomer. Vectors are the index's business: update it where `answer_ids` or `sources` say that it changed.
    """
    with database.session() as session:
        customers = _customers(session, customer, key)
        if not customers:
            raise UnknownCustomer(
                f"nobody in the record has the id {customer!r}; give the id that the source uses, or the hash under "
                '"customer" in an export'
            )
        dialogs = session.scalars(select(Dialog.id).where(Dialog.customer_id.in_(customers))).all()
        removed = remove_dialogs(session, dialogs, customers)
    database.forget()
    return removed


def remove_dialogs(session: Session, dialogs: Sequence[int], customers: Sequence[int] = ()) -> Removed:
    """Remove dialogs with all that hangs on them, answers that only they support, and these customers. Counts before it removes."""
    counts: dict[str, int] = {}
    answers: set[int] = set()
    taught: list[datetime] = []
    read: Counter[datetime] = Counter()
    for start in range(0, len(dialogs), AT_ONCE):
        some = dialogs[start : start + AT_ONCE]
        for kind, count in _counts(session, some).items():
            counts[kind] = counts.get(kind, 0) + count
        answers.update(session.scalars(_supported(some)))
        taught += session.scalars(select(Example.created_at).join(Message).where(Message.dialog_id.in_(some)))
        read.update(_came(session, some))
        session.execute(delete(Dialog).where(Dialog.id.in_(some)))
    gone = _without_sources(session, answers)
    for start in range(0, len(gone), AT_ONCE):
        session.execute(delete(Answer).where(Answer.id.in_(gone[start : start + AT_ONCE])))
    for start in range(0, len(customers), AT_ONCE):
        session.execute(delete(Customer).where(Customer.id.in_(customers[start : start + AT_ONCE])))
    return Removed(
        customers=len(customers),
        dialogs=len(dialogs),
        answers=len(gone),
        answer_ids=tuple(gone),
        marked_models=mark_versions(session, taught, read),
        **counts,
    )


def _came(session: Session, dialogs: Sequence[int]) -> dict[datetime, int]:
    """How many messages came when: with their import, or, live, with their dialog."""
    rows = session.execute(
        select(ImportBatch.started_at, Dialog.started_at, func.count())
        .select_from(Message)
        .join(Dialog)
        .outerjoin(ImportBatch, ImportBatch.id == Dialog.batch_id)
        .where(Dialog.id.in_(dialogs))
        .group_by(ImportBatch.started_at, Dialog.started_at)
    )
    came: Counter[datetime] = Counter()
    for imported, started, count in rows:
        came[imported or started or EVER] += count
    return dict(came)


def _customers(session: Session, customer: str, key: bytes) -> list[int]:
    """By hash as it stands, else hashed for each source that the record has."""
    sources = session.scalars(select(Dialog.source).distinct()).all()
    hashes = [customer, *(hash_customer(key, source, customer) for source in sources)]
    return list(session.scalars(select(Customer.id).where(Customer.external_id.in_(hashes))))


def _counts(session: Session, dialogs: Sequence[int]) -> dict[str, int]:
    messages = select(Message.id).where(Message.dialog_id.in_(dialogs))
    turns = select(Turn.id).where(Turn.dialog_id.in_(dialogs))
    handoffs = select(Handoff.id).where(Handoff.dialog_id.in_(dialogs))
    return {
        "messages": _count(session, messages),
        "edits": _count(session, _of(MessageEdit.id, MessageEdit.message_id, messages)),
        "examples": _count(session, _of(Example.id, Example.message_id, messages)),
        "sources": _count(session, select(AnswerSource.id).where(_rests_on(messages))),
        "turns": _count(session, turns),
        "feedback": _count(session, _of(Feedback.id, Feedback.turn_id, turns)),
        "handoffs": _count(session, handoffs),
        "staff_links": _count(session, _of(StaffLink.id, StaffLink.handoff_id, handoffs)),
    }


def _of(
    key: InstrumentedAttribute[int], column: "InstrumentedAttribute[int] | InstrumentedAttribute[int | None]", keys: Select[int]
) -> Select[int]:
    return select(key).where(column.in_(keys))


def _rests_on(messages: Select[int]) -> ColumnElement[bool]:
    return AnswerSource.message_id.in_(messages) | AnswerSource.question_id.in_(messages)


def _count(session: Session, rows: Select[int]) -> int:
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def _supported(dialogs: Sequence[int]) -> Select[int]:
    """Answers that messages of these dialogs are sources of."""
    return select(AnswerSource.answer_id).where(_rests_on(select(Message.id).where(Message.dialog_id.in_(dialogs)))).distinct()


def _without_sources(session: Session, answers: set[int]) -> list[int]:
    kept: set[int] = set()
    listed = sorted(answers)
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        kept.update(session.scalars(select(AnswerSource.answer_id).where(AnswerSource.answer_id.in_(some))))
    return [answer for answer in listed if answer not in kept]
