"""Hand-written fakes of the seams, for tests of what lies between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from nlu.result import IntentScore, NluResult, Vector
from retrieval.confidence import FEATURES, Calibration, Thresholds
from retrieval.hit import AnswerTemplate, Hit

THRESHOLDS = Thresholds(answer=0.9, clarify=0.2, out_of_scope=0.5)


def calibration_by_dense() -> Calibration:
    """A calibration whose confidence is a function of the cosine alone: 0.95 at cosine 0.9, 0.5 at 0.6, 0.05 at 0.3."""
    weights = tuple(9.815 if name == "dense" else 0.0 for name in FEATURES)
    count = len(FEATURES)
    return Calibration(weights, -0.6 * 9.815, (0.0,) * count, (1.0,) * count, THRESHOLDS)


def nlu_result(text: str = "?", *intents: tuple[str, float], out_of_scope: float = 0.1) -> NluResult:
    scores = tuple(IntentScore(name, confidence) for name, confidence in intents)
    return NluResult(text, scores, out_of_scope, np.array([1.0, 0.0], np.float32), "intent-1")


def hit(answer: AnswerTemplate, dense: float, question: str = "") -> Hit:
    return Hit(answer, question or answer.title, score=dense, dense=dense, lexical=0.0, prior=0.0)


@dataclass
class FakeModel:
    """Says what it was told to say, and remembers what it was asked."""

    result: NluResult = field(default_factory=nlu_result)
    version: str = "intent-1"
    asked: list[str] = field(default_factory=list)

    def parse(self, text: str) -> NluResult:
        self.asked.append(text)
        return self.result


@dataclass
class FakeSearch:
    """Returns its hits for every query."""

    hits: tuple[Hit, ...] = ()
    version: str = "index-1"
    more: tuple[AnswerTemplate, ...] = ()

    @property
    def answers(self) -> Mapping[int, AnswerTemplate]:
        return {answer.id: answer for answer in (*(item.answer for item in self.hits), *self.more)}

    def search(self, query: str, vector: Vector, prior: Mapping[str, float]) -> tuple[Hit, ...]:
        return self.hits
