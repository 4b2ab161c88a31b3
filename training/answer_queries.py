"""Questions of the record whose right answer is known, because staff gave it: what confidences are calibrated and replayed on."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from dialogs.tables import Answer, AnswerSource, Dialog, Example, Intent, Message
from dialogs.text_hash import text_hash
from nlu.encoder import Encoder
from retrieval.answer_index import AnswerIndex
from retrieval.facts import facts_of
from training.customer_questions import core_of

EQUAL = 0.8
"""Cosine from which two answers of one intent count as one answer, if one of them gives no number or link but those of the other:
staff word it anew each time, leave a detail out, and mining does not merge all wordings."""

AT_ONCE = 1_000
"""Answers of the record that are compared with all those of the index at a time."""


@dataclass(frozen=True, slots=True)
class Query:
    """The question that a dialog began with, and that staff replied to. `message` and `dialog` are keys; `given` are the answers, of
    any status, that staff gave to it, none where they replied otherwise; `intent` is its label; `pair` says that it is an imported
    question–answer pair rather than a dialog."""

    text: str
    hash: str
    core_hash: str
    message: int
    dialog: int
    given: frozenset[int]
    intent: str | None
    pair: bool


def read_queries(session: Session) -> tuple[Query, ...]:
    """One a dialog or pair, oldest first; those without a time first, in the order they were imported.

    A question that nobody replied to is left out: what would have been right is not known.
    """
    given, labels = _given(session), _labels(session)
    return tuple(
        Query(
            text,
            hashed,
            text_hash(core_of(text)),
            key,
            dialog,
            frozenset(given[key]),
            labels.get(key) or labels.get(hashed),
            kind == "pair",
        )
        for dialog, kind, key, text in _first_questions(session)
        for hashed in [text_hash(text)]
    )


def right_answers(session: Session, queries: Sequence[Query], index: AnswerIndex, encoder: Encoder) -> tuple[frozenset[int], ...]:
    """For each query the answers of the index that are right: the one staff gave, and any that says the same.

    That is an answer of the same intent that is worded much alike and contradicts no number or link: "our shop is open from 9" and
    "we open at 9", but not "from 10".
    """
    wanted = sorted({answer for query in queries for answer in query.given})
    texts = _texts(session, wanted)
    same = _same(texts, index, encoder)
    return tuple(frozenset().union(*(same.get(answer, frozenset()) for answer in query.given)) for query in queries)


def _same(texts: Mapping[int, tuple[str, str | None]], index: AnswerIndex, encoder: Encoder) -> dict[int, frozenset[int]]:
    """Per answer of the record, the answers of the index that are or equal it."""
    same = {answer: frozenset({answer}) & index.answers.keys() for answer in texts}
    if not texts or not index.answers:
        return same
    ours, served = [text for text, _ in texts.values()], list(index.answers.values())
    facts = facts_of([*ours, *(answer.text for answer in served)], [None] * (len(ours) + len(served)))
    stated = [fact.numbers | fact.links for fact in facts]
    vectors = encoder.encode([answer.text for answer in served])
    rows = list(enumerate(texts.items()))
    for start in range(0, len(rows), AT_ONCE):
        chunk = rows[start : start + AT_ONCE]
        near = encoder.encode([text for _, (_, (text, _)) in chunk]) @ vectors.T >= EQUAL
        for (row, (answer, (_, intent))), alike in zip(chunk, near, strict=True):
            same[answer] |= {
                served[place].id
                for place in np.flatnonzero(alike).tolist()
                if served[place].intent == intent and _agree(stated[row], stated[len(ours) + place])
            }
    return same


def _agree(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return ours <= theirs or theirs <= ours


def _texts(session: Session, answers: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    """Text and intent of each answer."""
    found: dict[int, tuple[str, str | None]] = {}
    for start in range(0, len(answers), 500):
        chosen = Answer.id.in_(answers[start : start + 500])
        for answer, text, intent in session.execute(select(Answer.id, Answer.text, Intent.name).outerjoin(Intent).where(chosen)):
            found[answer] = (text, intent)
    return found


def _first_questions(session: Session) -> Iterator[tuple[int, str, int, str]]:
    """Dialog, its kind, key and text of its first customer message that is more than small talk, if an agent wrote after it."""
    query = (
        select(Message.dialog_id, Dialog.kind, Message.id, Message.role, Message.text)
        .join(Dialog, Message.dialog_id == Dialog.id)
        .where(Dialog.kind.in_(("dialog", "pair")), Message.role.in_(("customer", "agent")))
        .order_by(Dialog.started_at.is_not(None), Dialog.started_at, Dialog.id, Message.position)
    )
    for _, dialog in groupby(session.execute(query.execution_options(yield_per=2_000)), key=attrgetter("dialog_id")):
        asked = None
        for row in dialog:
            if row.role == "agent" and asked is not None:
                yield asked.dialog_id, asked.kind, asked.id, asked.text
                break
            if row.role == "customer" and asked is None and core_of(row.text):
                asked = row


def _given(session: Session) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    query = select(AnswerSource.question_id, AnswerSource.answer_id).where(AnswerSource.question_id.is_not(None))
    for message, answer in session.execute(query):
        if message is not None:
            found[message].add(answer)
    return found


def _labels(session: Session) -> dict[int | str, str]:
    """Intent by the key of the labelled message, and by the hash of the labelled text."""
    labels: dict[int | str, str] = {}
    for message, hashed, intent in session.execute(
        select(Example.message_id, Example.text_hash, Intent.name).join(Intent).order_by(Example.id)
    ):
        labels.setdefault(hashed, intent)
        if message is not None:
            labels[message] = intent
    return labels
