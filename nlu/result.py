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
    """A value found in the text. `kind` is lower case: order, email, phone, tracking, date, amount, ..."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True, eq=False)
class NluResult:
    """Everything one encoder pass tells about a text.

    `intents` holds every intent, best first, their confidences summing to 1. `out_of_scope` is a score in [0, 1] that grows with
    doubt (entropy of the unscaled intent scores over its maximum); it is not a probability. `vector` is the query vector.
    """

    text: str
    intents: tuple[IntentScore, ...]
    out_of_scope: float
    vector: Vector
    model: str
    """The model version that said so."""

    @property
    def intent(self) -> str | None:
        return self.intents[0].name if self.intents else None

    @property
    def confidence(self) -> float:
        return self.intents[0].confidence if self.intents else 0.0
