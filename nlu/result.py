"""What an utterance means: the one value that understanding hands on."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Vector: TypeAlias = npt.NDArray[np.float32]
"""One embedding: shape (dimension,), float32, L2-normalised."""

Matrix: TypeAlias = npt.NDArray[np.float32]
"""Embeddings: shape (texts, dimension), float32, rows L2-normalised."""


@dataclass(frozen=True, slots=True)
class IntentScore:
    """An intent and its calibrated probability in [0, 1]."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A value found in the text, at characters `start` to `end`. `kind` is lower case: order, email, phone, tracking, date, amount, ...

    `value` is as it is written: of a personal value, the placeholder that redaction left (`<ORDER_1>`). `normal` is the same however
    it is written: 2026-03-05 of a date, 1234.50 EUR of an amount; of any other kind it is the value.
    """

    kind: str
    value: str
    normal: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentiment:
    """How the customer feels: `score` in [-1, 1], `mood` is negative, neutral or positive."""

    score: float
    mood: str


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence or clause of a message that asks for something else than its other parts, understood by itself."""

    text: str
    intent: IntentScore


@dataclass(frozen=True, slots=True, eq=False)
class NluResult:
    """Everything that is understood of a text.

    `intents` holds every intent, best first, their confidences summing to 1. `out_of_scope` is a score in [0, 1] that grows with
    doubt (`nlu.scores.Doubt`); it is not a probability. `vector` is the query vector.
    """

    text: str
    intents: tuple[IntentScore, ...]
    out_of_scope: float
    vector: Vector
    model: str
    """The model version that said so."""
    entities: tuple[Entity, ...] = ()
    """In the order of the text."""
    language: str | None = None
    """ISO 639-1; None where the text says too little."""
    sentiment: Sentiment | None = None
    """None where nothing can be told: another language than English, and no head was trained."""
    parts: tuple[Part, ...] = ()
    """Two or more where the message asks for different things; empty where it asks for one."""
    judges: "NluResult | None" = None
    """Another reading of the same text, by which answers are judged (`nlu.untuned`); None where it is this one."""

    @property
    def judging(self) -> "NluResult":
        """The reading that confidences and thresholds of answers are calibrated for."""
        return self.judges or self

    @property
    def intent(self) -> str | None:
        return self.intents[0].name if self.intents else None

    @property
    def confidence(self) -> float:
        return self.intents[0].confidence if self.intents else 0.0
