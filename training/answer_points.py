"""What the bot would have seen of a question, had the question not been in the record: the material of calibration and replay."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from nlu.result import IntentScore, Matrix, NluResult, Vector
from nlu.scores import Doubt, softmax
from retrieval.answer_index import AnswerIndex
from retrieval.confidence import features
from retrieval.search import Retriever
from training.bounds import Flags

DEPTH = 10
"""Hits looked at for a question."""


class Head(Protocol):
    """The part of a classifier that turns texts and their vectors into unscaled scores."""

    def logits(self, vectors: Matrix, texts: Sequence[str]) -> Matrix: ...


@dataclass(frozen=True, slots=True)
class Classifier:
    """A head and what its columns mean. Where there are no intents at all, nothing is known of any question."""

    head: Head
    labels: tuple[str, ...]
    temperature: float
    version: str
    doubt: Doubt = field(default_factory=Doubt)
    lexical_share: float = 0.0
    """The lexical head's in the scores of `head`."""

    def understand(self, text: str, vector: Vector, without: Collection[str] = (), logits: Vector | None = None) -> NluResult:
        """As `IntentModel.parse` would, from a vector that is known; as if the intents `without` had never been learned.

        `logits`, shape (labels,), take the place of the head's where a head that has not seen the text knows better.
        """
        kept = [row for row, label in enumerate(self.labels) if label not in without]
        if not kept:
            return NluResult(text, (), 1.0, vector, self.version)
        whole = self.head.logits(vector[None], [text]) if logits is None else logits[None]
        scores = whole[:, kept]
        confidences = softmax(np.asarray(scores / self.temperature, np.float32))[0]
        order = np.argsort(-confidences, kind="stable")
        intents = tuple(IntentScore(self.labels[kept[row]], float(confidences[row])) for row in order)
        return NluResult(text, intents, float(self.doubt.of(scores)[0]), vector, self.version)


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """A question as it is decided on. `rows`: shape (hits, features); `right`: shape (hits,), whether the hit's answer is right;
    `answerable`: whether the index held a right answer at all."""

    rows: Matrix
    right: Flags
    answers: tuple[int, ...]
    out_of_scope: float
    answerable: bool


class Examination:
    """Asks the index questions that it holds itself, leaving out what a new question would not find."""

    def __init__(self, index: AnswerIndex, classifier: Classifier) -> None:
        self._index = index
        self._classifier = classifier
        self._retriever = Retriever(index)
        self._by_hash = _places(index.columns.hashes)
        self._by_dialog = _places(index.columns.dialogs)
        self._by_answer = _places(index.columns.answers)
        self._by_intent = _places([index.answers[answer].intent for answer in index.columns.answers])

    def entries_of(self, *, dialog: int = 0, hashes: Collection[str] = ()) -> set[int]:
        """Rows of the index that come from this dialog (0: none), or whose question has one of these hashes."""
        own = self._by_dialog.get(dialog, []) if dialog else []
        return set(own).union(*(self._by_hash.get(item, []) for item in hashes))

    def entries_about(self, answers: Collection[int]) -> set[int]:
        """Rows of these answers and of every answer that shares an intent with one of them."""
        intents = {self._index.answers[answer].intent for answer in answers} - {None}
        rows = [self._by_answer.get(answer, []) for answer in answers] + [self._by_intent.get(intent, []) for intent in intents]
        return set().union(*rows)

    def intents_of(self, answers: Collection[int]) -> set[str]:
        return {intent for answer in answers if (intent := self._index.answers[answer].intent) is not None}

    def remaining(self, answers: Collection[int], exclude: Collection[int]) -> bool:
        """Whether any of these answers can still be found."""
        return any(row not in exclude for answer in answers for row in self._by_answer.get(answer, []))

    def ask(
        self,
        text: str,
        vector: Vector,
        right: Collection[int],
        *,
        exclude: Collection[int] = (),
        without: Collection[str] = (),
        logits: Vector | None = None,
    ) -> Point:
        """`right` answers may be found or not; entries `exclude` and intents `without` are taken for unknown."""
        nlu = self._classifier.understand(text, vector, without, logits)
        prior = {intent.name: intent.confidence for intent in nlu.intents}
        hits = self._retriever.search(text, vector, prior, k=DEPTH, exclude=exclude)
        answers = tuple(hit.answer.id for hit in hits)
        flags = np.array([answer in right for answer in answers], bool)
        return Point(features(nlu, hits), flags, answers, nlu.out_of_scope, self.remaining(right, exclude))


def _places(column: Sequence[object]) -> dict[object, list[int]]:
    places: defaultdict[object, list[int]] = defaultdict(list)
    for row, value in enumerate(column):
        places[value].append(row)
    return dict(places)
