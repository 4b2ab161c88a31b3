"""What an import teaches besides dialogs: labelled examples, and approved answers from question–answer pairs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from dialogs.bulk import insert_rows
from dialogs.one_of import one_of
from dialogs.tables import Answer, AnswerSource, Example, Intent
from dialogs.text_hash import text_hash

EXAMPLES = cast(Table, Example.__table__)
EXAMPLE_COLUMNS = ("intent_id", "text", "text_hash", "origin", "message_id", "created_at")
PLACEHOLDER = re.compile(r"<[A-Z]+_\d+>")


@dataclass(frozen=True, slots=True)
class Label:
    """An utterance of an intent. `message` is the row it was said in, if it was said in a dialog."""

    text: str
    intent: str
    origin: str
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Taught:
    """Examples that were added: of messages, and of utterances without a dialog."""

    labelled: int
    alone: int


@dataclass(frozen=True, slots=True)
class Pair:
    """An imported question and its answer, with their message rows."""

    question: str
    question_id: int
    answer: str
    answer_id: int
    intent: str | None = None
    language: str | None = None


def intent_ids(session: Session, names: Iterable[str], now: datetime) -> dict[str, int]:
    """The intents' keys; those that are new are made."""
    wanted = list(dict.fromkeys(names))
    known = _intents(session, wanted)
    if missing := [name for name in wanted if name not in known]:
        session.execute(insert(Intent), [{"name": name, "created_at": now} for name in missing])
        known |= _intents(session, missing)
    return known


def new_labels(session: Session, labels: Sequence[Label]) -> dict[tuple[str, str], Label]:
    """Those that the record does not have yet, each once, by intent and text hash."""
    names = [(label.intent, text_hash(label.text)) for label in labels]
    intents = _intents(session, [label.intent for label in labels])
    stored = _stored_examples(session, {(intents[intent], hashed) for intent, hashed in names if intent in intents})
    fresh: dict[tuple[str, str], Label] = {}
    for name, label in zip(names, labels, strict=True):
        if (intents.get(label.intent), name[1]) not in stored:
            fresh.setdefault(name, label)
    return fresh


def add_labels(session: Session, labels: Sequence[Label], now: datetime) -> int:
    """Store what is new; how many that were."""
    if not labels:
        return 0
    fresh = new_labels(session, labels)
    intents = intent_ids(session, (intent for intent, _ in fresh), now)
    rows = [(intents[intent], label.text, hashed, label.origin, label.message, now) for (intent, hashed), label in fresh.items()]
    insert_rows(session.connection(), EXAMPLES, EXAMPLE_COLUMNS, rows)
    return len(rows)


def add_pairs(session: Session, pairs: Sequence[Pair], now: datetime) -> None:
    """Approved answers, merged by text and intent, each pair a source of its answer."""
    if not pairs:
        return
    intents = intent_ids(session, (pair.intent for pair in pairs if pair.intent), now)
    names = [(text_hash(pair.answer), intents.get(pair.intent) if pair.intent else None) for pair in pairs]
    answers = _stored_answers(session, {hashed for hashed, _ in names})
    missing = {name: pair for name, pair in zip(names, pairs, strict=True) if name not in answers}
    if missing:
        session.execute(insert(Answer), [_answer(*name, pair, now) for name, pair in missing.items()])
        answers = _stored_answers(session, {hashed for hashed, _ in names})
    drafts = [answers[name] for name in dict.fromkeys(names)]
    session.execute(update(Answer).where(Answer.id.in_(drafts), Answer.status == "draft").values(status="approved", updated_at=now))
    session.execute(
        insert(AnswerSource),
        [
            {
                "answer_id": answers[name],
                "message_id": pair.answer_id,
                "question_id": pair.question_id,
                "question": pair.question,
            }
            for name, pair in zip(names, pairs, strict=True)
        ],
    )


def withdraw_pairs(session: Session, message_ids: Sequence[int]) -> None:
    """Before pairs whose text was edited are added again: their sources, examples, and answers that nothing else supports."""
    supported = session.scalars(select(AnswerSource.answer_id).where(AnswerSource.message_id.in_(message_ids))).all()
    session.execute(delete(AnswerSource).where(AnswerSource.message_id.in_(message_ids)))
    session.execute(delete(Example).where(Example.message_id.in_(message_ids)))
    remaining = select(AnswerSource.answer_id).where(AnswerSource.answer_id.in_(supported))
    session.execute(delete(Answer).where(Answer.id.in_(supported), Answer.id.not_in(remaining)))


def _intents(session: Session, names: Sequence[str]) -> dict[str, int]:
    if not names:
        return {}
    return dict(session.connection().execute(select(Intent.name, Intent.id).where(one_of(session, Intent.name, set(names)))).all())


def _stored_examples(session: Session, keys: set[tuple[int, str]]) -> set[tuple[int | None, str]]:
    if not keys:
        return set()
    columns = (Example.intent_id, Example.text_hash)
    return {(row[0], row[1]) for row in session.connection().execute(select(*columns).where(tuple_(*columns).in_(keys)))}


def _stored_answers(session: Session, hashes: set[str]) -> dict[tuple[str, int | None], int]:
    """Newest last, so that the first one made keeps its place."""
    rows = session.execute(
        select(Answer.text_hash, Answer.intent_id, Answer.id).where(Answer.text_hash.in_(hashes)).order_by(Answer.id.desc())
    )
    return {(hashed, intent): key for hashed, intent, key in rows}


def _answer(hashed: str, intent: int | None, pair: Pair, now: datetime) -> dict[str, object]:
    return {
        "text": pair.answer,
        "text_hash": hashed,
        "status": "approved",
        "origin": "imported",
        "intent_id": intent,
        "language": pair.language,
        "slots": list(dict.fromkeys(PLACEHOLDER.findall(pair.answer))),
        "created_at": now,
        "updated_at": now,
    }
