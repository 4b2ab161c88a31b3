"""Mined answers in the record: what is there already, and writing what is new. SQL only, no judgement."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from dialogs.tables import Answer, AnswerSource, Example, Intent, Message
from dialogs.text_hash import text_hash
from retrieval.pairs import Pair

T = TypeVar("T")

AT_ONCE = 500
"""Rows or keys of one statement: SQLite takes a limited number of parameters."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer of the record."""

    id: int
    text: str
    status: str
    origin: str
    language: str | None
    has_intent: bool


@dataclass(frozen=True, slots=True)
class Mined:
    """What mining makes of the pairs that say one thing. `id` is None for a new answer; `new` are pairs that are no source of it yet."""

    id: int | None
    text: str
    status: str
    language: str | None
    slots: tuple[str, ...]
    intent: str | None
    new: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows before mining: its answers, and the answer that each agent message (by key) is a source of."""

    answers: Mapping[int, Stored]
    sources: Mapping[int, int]


def read_known(session: Session) -> Known:
    rows = session.execute(
        select(Answer.id, Answer.text, Answer.status, Answer.origin, Answer.language, Answer.intent_id).order_by(Answer.id)
    )
    answers = {row.id: Stored(row.id, row.text, row.status, row.origin, row.language, row.intent_id is not None) for row in rows}
    sources = session.execute(
        select(AnswerSource.message_id, AnswerSource.answer_id)
        .where(AnswerSource.message_id.is_not(None))
        .order_by(AnswerSource.id.desc())
    )
    return Known(answers, {message: answer for message, answer in sources if message is not None})


def message_keys(session: Session, pairs: Sequence[Pair]) -> dict[tuple[int, str], int]:
    """(dialog key, external id) to the primary key of each message that a pair names."""
    wanted = {(pair.dialog, name) for pair in pairs for name in (pair.question_id, pair.answer_id)}
    found: dict[tuple[int, str], int] = {}
    for dialogs in _slices(sorted({pair.dialog for pair in pairs})):
        rows = session.execute(select(Message.dialog_id, Message.external_id, Message.id).where(Message.dialog_id.in_(dialogs)))
        found |= {(dialog, name): key for dialog, name, key in rows if (dialog, name) in wanted}
    return found


def read_labels(session: Session) -> dict[int, str]:
    """Key of a labelled customer message to its intent."""
    rows = session.execute(select(Example.message_id, Intent.name).join(Intent).where(Example.message_id.is_not(None)))
    return {message: name for message, name in rows if message is not None}


def write_mined(session: Session, mined: Sequence[Mined], keys: Mapping[tuple[int, str], int]) -> None:
    """Add new answers and sources. Of an answer that is there only a status, an intent and slots that were empty are filled in."""
    now = datetime.now(UTC)
    intents = _intent_keys(session, {item.intent for item in mined if item.intent is not None}, now)
    known = {item.id: item for item in mined if item.id is not None}
    fresh = [item for item in mined if item.id is None]
    _update(session, known, intents, now)
    added = _add(session, fresh, intents, now)
    for items in _slices([*known.items(), *zip(added, fresh, strict=True)]):
        rows = [
            {
                "answer_id": answer,
                "message_id": keys[pair.dialog, pair.answer_id],
                "question_id": keys[pair.dialog, pair.question_id],
                "question": pair.question,
            }
            for answer, item in items
            for pair in item.new
        ]
        if rows:
            session.execute(insert(AnswerSource), rows)


def _add(session: Session, fresh: Sequence[Mined], intents: Mapping[str, int], now: datetime) -> list[int]:
    """The keys of the new answers, in order."""
    added: list[int] = []
    for items in _slices(fresh):
        rows = [
            {
                "text": item.text,
                "text_hash": text_hash(item.text),
                "status": item.status,
                "origin": "mined",
                "intent_id": intents.get(item.intent or ""),
                "language": item.language,
                "slots": list(item.slots),
                "buttons": [],
                "created_at": now,
                "updated_at": now,
            }
            for item in items
        ]
        added += session.scalars(insert(Answer).returning(Answer.id, sort_by_parameter_order=True), rows)
    return added


def _update(session: Session, known: Mapping[int, Mined], intents: Mapping[str, int], now: datetime) -> None:
    for chosen in _slices(list(known)):
        for answer in session.scalars(select(Answer).where(Answer.id.in_(chosen))):
            item = known[answer.id]
            intent = intents.get(item.intent or "")
            changed = answer.intent_id is None and intent is not None
            if changed:
                answer.intent_id = intent
            if answer.origin == "mined" and answer.status == "draft":
                changed = changed or answer.status != item.status or answer.slots != list(item.slots)
                answer.status, answer.slots = item.status, list(item.slots)
            if changed:
                answer.updated_at = now


def _intent_keys(session: Session, names: set[str], now: datetime) -> dict[str, int]:
    for name in sorted(names - set(session.scalars(select(Intent.name)))):
        session.add(Intent(name=name, created_at=now))
    session.flush()
    return {name: key for name, key in session.execute(select(Intent.name, Intent.id)) if name in names}


def _slices(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def most_common(values: Iterable[str | None]) -> str | None:
    """The most frequent value that is not None, the first of equals; None where there is none."""
    counts = Counter(value for value in values if value is not None)
    return counts.most_common(1)[0][0] if counts else None
