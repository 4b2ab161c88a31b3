"""Where what staff say now differs from an answer that the bot would send. Pure: texts and vectors in, contradictions out."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from nlu.result import Matrix
from retrieval.facts import Facts, facts_of
from retrieval.lexical import LexicalIndex

SAME_SUBJECT = 0.85
"""Cosine of two answers from which they speak of the same, whatever was asked."""
LIKE_SUBJECT = 0.65
"""The same where both answer the same question."""
SAME_QUESTION = 0.8
"""Cosine of two questions from which they ask for the same. With these the replies of the example shop, whose staff never contradict
themselves, raise no flag over all its months."""
OTHER_MEANING = 0.4
"""Cosine of two answers to the same question below which they say different things."""
NEEDED_FOR_MEANING = 2
"""Customers who must have been told something else: what differs in meaning alone may be one customer's case."""
SIDE_BY_SIDE = timedelta(days=30)
"""Two answers that staff gave over so long a time, now the one and now the other, are about two things."""
SHORTLIST = 5
"""Answers that a reply is compared with, those that share the rarest words with it."""

Encode = Callable[[Sequence[str]], Matrix]


@dataclass(frozen=True, slots=True)
class Stated:
    """An answer that may be sent. `since` is when staff first gave it, `known` when it was last known to hold: given by staff in these
    words, or changed by them."""

    id: int
    text: str
    language: str | None
    questions: tuple[str, ...] = ()
    known: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What an agent answered lately; `message` is its key. `source_of` is the answer that mining filed it under."""

    message: int
    customer: str
    at: datetime
    question: str
    text: str
    language: str | None
    source_of: int | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`reply` says otherwise than `answer` in what `differs` names: number, link, denial or meaning."""

    answer: Stated
    reply: Reply
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """Facts and vectors by text, the same for equal texts."""

    facts: dict[str, Facts]
    vectors: dict[str, Matrix]

    def cosine(self, first: str, second: str) -> float:
        return float(np.dot(self.vectors[first], self.vectors[second]))


def contradictions(answers: Sequence[Stated], replies: Sequence[Reply], encode: Encode) -> list[Contradiction]:
    """The newest contradiction of each answer that has one, unless staff gave the answer itself after it."""
    near = _shortlist(answers, replies)
    compared = _compared([answers[number] for number in sorted({one for found in near for one in found})], replies, encode)
    by_id = {answer.id: answer for answer in answers}
    against: defaultdict[int, list[Contradiction]] = defaultdict(list)
    held: dict[int, datetime] = {answer.id: answer.known for answer in answers if answer.known is not None}
    for reply, found in zip(replies, near, strict=True):
        own = by_id.get(reply.source_of) if reply.source_of is not None else None
        for answer in (answers[number] for number in found):
            if own is not None and _side_by_side(own, answer):
                continue
            differs = _differs(answer, reply, compared)
            if differs:
                against[answer.id].append(Contradiction(answer, reply, differs))
            elif differs is not None:
                held[answer.id] = max(reply.at, held.get(answer.id, reply.at))
    return list(_standing(against, held))


def differences(stated: Facts, said: Facts) -> tuple[str, ...]:
    """What two texts on the same subject state differently. One that merely says more than the other contradicts nothing."""
    found = []
    if stated.numbers - said.numbers and said.numbers - stated.numbers:
        found.append("number")
    if stated.links - said.links and said.links - stated.links:
        found.append("link")
    if stated.negated != said.negated and stated.numbers == said.numbers:
        found.append("denial")
    return tuple(found)


def _shortlist(answers: Sequence[Stated], replies: Sequence[Reply]) -> list[list[int]]:
    """For each reply the places of the answers that it may be about: by its words, by its question's, and the one it is a source of."""
    by_text = LexicalIndex.build([answer.text for answer in answers])
    by_question = LexicalIndex.build([" ".join(answer.questions) for answer in answers])
    place = {answer.id: number for number, answer in enumerate(answers)}
    found = []
    for reply in replies:
        near = {*by_text.best(by_text.scores(reply.text), SHORTLIST).tolist()}
        near |= {*by_question.best(by_question.scores(reply.question), SHORTLIST).tolist()}
        own = place.get(reply.source_of) if reply.source_of is not None else None
        found.append(sorted(near | ({own} if own is not None else set())))
    return found


def _compared(answers: Sequence[Stated], replies: Sequence[Reply], encode: Encode) -> _Compared:
    said = {answer.text: answer.language for answer in answers} | {reply.text: reply.language for reply in replies}
    texts = list(
        dict.fromkeys((*said, *(text for answer in answers for text in answer.questions), *(reply.question for reply in replies)))
    )
    facts = dict(zip(said, facts_of(list(said), list(said.values())), strict=True))
    return _Compared(facts, dict(zip(texts, encode(texts), strict=True)) if texts else {})


def _differs(answer: Stated, reply: Reply, compared: _Compared) -> tuple[str, ...] | None:
    """What the two state differently; empty where the reply says the same, None where it is about something else."""
    if reply.source_of == answer.id or reply.text == answer.text:
        return ()
    asked = max((compared.cosine(reply.question, question) for question in answer.questions), default=0.0)
    alike = compared.cosine(answer.text, reply.text)
    if alike >= SAME_SUBJECT or (alike >= LIKE_SUBJECT and asked >= SAME_QUESTION):
        return differences(compared.facts[answer.text], compared.facts[reply.text])
    return ("meaning",) if asked >= SAME_QUESTION and alike < OTHER_MEANING else None


def _side_by_side(own: Stated, answer: Stated) -> bool:
    """Whether the reply's own answer and another one have both been given for long: delivery in Europe, and outside of it."""
    if own.id == answer.id or own.since is None or answer.known is None:
        return False
    return answer.known - own.since >= SIDE_BY_SIDE


def _standing(against: dict[int, list[Contradiction]], held: dict[int, datetime]) -> Iterator[Contradiction]:
    for answer, found in against.items():
        newer = [item for item in found if answer not in held or item.reply.at > held[answer]]
        facts = [item for item in newer if item.differs != ("meaning",)]
        told = {item.reply.customer for item in newer}
        if facts or len(told) >= NEEDED_FOR_MEANING:
            yield max(facts or newer, key=lambda item: item.reply.at)
