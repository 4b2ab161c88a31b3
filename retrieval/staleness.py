"""Answers that may have gone stale: recent replies of staff say otherwise. Flagged with both texts, and held back until staff decide."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialogs.database import Database
from dialogs.record import DialogRecord
from dialogs.store import dialogs_by_key
from dialogs.tables import Alert, Answer, AnswerSource, Dialog, Message
from nlu.encoder import Encoder
from retrieval.contradiction import Contradiction, Reply, Stated, contradictions
from retrieval.pairs import Pair, pairs_of

KIND = "contradiction"
"""Of the alerts."""
MOST_REPLIES = 2_000
"""The newest replies that are looked at: comparing a text costs a pass of the encoder."""
QUESTIONS = 5
"""Of an answer, compared with what was asked lately."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Flag:
    """A contradiction as staff see it: the answer that would be sent, what an agent said lately, and in what they differ."""

    answer_id: int
    answer: str
    reply: str
    dialog: str
    at: datetime | None
    differs: tuple[str, ...]


def hold_back_contradicted(database: Database, encoder: Encoder, days: int) -> list[Flag]:
    """Compare approved answers with what staff replied in the record's last `days` (0: don't), suspend those contradicted, and flag them.

    A contradiction that was flagged before is not flagged again: once staff approve the answer, it is sent in spite of it.
    """
    if days <= 0:
        return []
    with database.session(read_only=True) as session:
        replies = _recent_replies(session, days)
        answers = _approved(session) if replies else []
        flagged = _flagged(session)
    found = contradictions(answers, replies, encoder.encode)
    new = [item for item in found if (item.answer.id, item.reply.message) not in flagged]
    with database.session() as session:
        return [_hold_back(session, item) for item in new]


def open_flags(database: Database) -> Iterator[Flag]:
    """Contradictions that nobody has decided on, oldest first."""
    with database.session(read_only=True) as session:
        rows = session.execute(
            select(Alert.details, Answer.id, Answer.text, Message.text, Dialog.external_id, Message.at)
            .join(Answer, Answer.id == Alert.answer_id)
            .join(Message, Message.id == Alert.message_id)
            .join(Dialog, Dialog.id == Message.dialog_id)
            .where(Alert.kind == KIND, Alert.seen_at.is_(None))
            .order_by(Alert.id)
        ).all()
    for details, key, answer, reply, dialog, at in rows:
        yield Flag(key, answer, reply, dialog, at, tuple(details["differs"]))


def decided(session: Session, answers: Sequence[int]) -> None:
    """Staff looked at these answers: their flags are done."""
    now = datetime.now(UTC)
    for alert in session.scalars(select(Alert).where(Alert.answer_id.in_(answers), Alert.kind == KIND, Alert.seen_at.is_(None))):
        alert.seen_at = now


def _recent_replies(session: Session, days: int) -> list[Reply]:
    """Replies of the last days before the record's newest message: a record that was imported late has its own last days."""
    newest: datetime | None = session.scalar(select(func.max(Message.at)).join(Dialog).where(Dialog.kind == "dialog"))
    if newest is None:
        return []
    since = newest - timedelta(days=days)
    recent = select(Message.dialog_id).join(Dialog).where(Dialog.kind == "dialog", Message.at >= since, Message.role == "agent")
    keys = session.scalars(recent.distinct()).all()
    replies = [
        reply
        for start in range(0, len(keys), AT_ONCE)
        for dialog in dialogs_by_key(session, keys[start : start + AT_ONCE])
        for reply in _replies(session, dialog, since)
    ]
    return sorted(replies, key=lambda reply: reply.at)[-MOST_REPLIES:]


def _replies(session: Session, dialog: DialogRecord, since: datetime) -> Iterator[Reply]:
    """What tells of one customer's case contradicts no answer to all."""
    times = {message.id: message.at for message in dialog.messages}
    pairs = [pair for pair in pairs_of(dialog).found if not pair.case and (times[pair.answer_id] or since) >= since]
    filed = _filed(session, dialog, pairs)
    for pair in pairs:
        at = times[pair.answer_id]
        if at is not None and pair.answer_id in filed:
            key, answer = filed[pair.answer_id]
            yield Reply(key, pair.customer, at, pair.question, pair.text, pair.language, answer)


def _filed(session: Session, dialog: DialogRecord, pairs: Sequence[Pair]) -> Mapping[str, tuple[int, int | None]]:
    """For each answering message its key, and the answer that it is a source of."""
    rows = session.execute(
        select(Message.external_id, Message.id, AnswerSource.answer_id)
        .outerjoin(AnswerSource, AnswerSource.message_id == Message.id)
        .where(Message.dialog_id == dialog.key, Message.external_id.in_([pair.answer_id for pair in pairs]))
    )
    return {name: (key, answer) for name, key, answer in rows}


def _approved(session: Session) -> list[Stated]:
    given_at = (
        select(AnswerSource.answer_id, func.max(Message.at).label("at"), func.min(Message.at).label("first"))
        .join(Message, Message.id == AnswerSource.message_id)
        .group_by(AnswerSource.answer_id)
        .subquery()
    )
    rows = session.execute(
        select(Answer, given_at.c.at, given_at.c.first)
        .outerjoin(given_at, given_at.c.answer_id == Answer.id)
        .where(Answer.status == "approved")
        .order_by(Answer.id)
    ).all()
    questions: dict[int, list[str]] = {}
    asked = session.execute(
        select(AnswerSource.answer_id, AnswerSource.question)
        .join(Answer)
        .where(Answer.status == "approved")
        .order_by(AnswerSource.id.desc())
    )
    for answer, question in asked:
        questions.setdefault(answer, []).append(question)
    return [
        Stated(
            answer.id,
            answer.text,
            answer.language,
            tuple(dict.fromkeys(questions.get(answer.id, ())))[:QUESTIONS],
            _known(answer, given),
            first,
        )
        for answer, given, first in rows
    ]


def _known(answer: Answer, given: datetime | None) -> datetime | None:
    """When it was last known to hold: with its newest source, or when staff last changed it."""
    changed = answer.updated_at if answer.origin != "mined" and answer.updated_at > answer.created_at else None
    return max((time for time in (given, changed) if time is not None), default=None)


def _flagged(session: Session) -> set[tuple[int | None, int | None]]:
    return {
        (answer, message)
        for answer, message in session.execute(select(Alert.answer_id, Alert.message_id).where(Alert.kind == KIND))
    }


def _hold_back(session: Session, item: Contradiction) -> Flag:
    now = datetime.now(UTC)
    answer = session.get_one(Answer, item.answer.id)
    answer.status, answer.updated_at = "suspended", now
    details = {"differs": list(item.differs)}
    session.add(Alert(kind=KIND, answer_id=answer.id, message_id=item.reply.message, details=details, at=now))
    message = session.get_one(Message, item.reply.message)
    dialog = session.get_one(Dialog, message.dialog_id)
    return Flag(answer.id, answer.text, message.text, dialog.external_id, message.at, item.differs)
