"""How sure one may be that a passage answers a query: a logistic model over the scores of the hit, beside that of the answers.

Pure numpy. `training.passage_calibration` fits it on the pages themselves; without a fit `DEFAULT` is used, which quotes hardly anything.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from nlu.result import Matrix
from retrieval.confidence import sigmoid
from retrieval.errors import CalibrationError
from retrieval.passage import PassageHit

FEATURES = ("nearest", "headed", "stated", "matched", "score", "margin")
"""The columns of `features`, as documented at `PassageHit`."""


@dataclass(frozen=True, slots=True)
class PassageCalibration:
    """confidence = sigmoid(bias + weights . features). `threshold` is the least confidence of a passage that is quoted.

    `quoted` and `risk` are what the pages' own questions showed at it: the share that was answered, and the share of those that was
    wrong. `off_topic` is the share of texts that no support team is asked which would have been answered. `samples` counts the questions
    (0: not calibrated); `encoder` names what it was fitted with, `chosen_risk` and `chosen_confidence` are what was asked for.
    """

    weights: tuple[float, ...]
    bias: float
    threshold: float
    quoted: float = 0.0
    risk: float = 0.0
    off_topic: float = 0.0
    samples: int = 0
    encoder: str = ""
    chosen_risk: float = 0.0
    chosen_confidence: float = 0.0
    features: tuple[str, ...] = FEATURES

    def confidences(self, rows: Matrix) -> Matrix:
        """Probabilities, shape (rows,), of rows of `features`."""
        return sigmoid(np.asarray(rows @ np.asarray(self.weights, np.float32) + np.float32(self.bias), np.float32))

    def still_fits(self, encoder: str, risk: float, confidence: float) -> bool:
        """Whether it may stay with the passages that it was fitted on."""
        return (self.encoder, self.chosen_risk, self.chosen_confidence) == (encoder, risk, confidence)

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> "PassageCalibration":
        """Raises CalibrationError where the text is none, or is one for other features than this version computes."""
        try:
            data = json.loads(text)
            found = cls(**{item.name: _tuple(data[item.name]) for item in fields(cls)})
            if not all(map(math.isfinite, (*found.weights, found.bias, found.threshold))):
                raise ValueError("a weight is not a finite number")
        except (ValueError, TypeError, KeyError) as error:
            raise CalibrationError(f"this is not a calibration of documents ({error}); run: firstline index --rebuild") from error
        if found.features != FEATURES or len(found.weights) != len(FEATURES):
            raise CalibrationError("the documents were calibrated by another version; run: firstline index --rebuild")
        return found


def features(hits: Sequence[PassageHit]) -> Matrix:
    """Shape (hits, len(FEATURES)), float32."""
    return np.array([[getattr(hit, name) for name in FEATURES] for hit in hits], np.float32).reshape(len(hits), len(FEATURES))


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


DEFAULT = PassageCalibration(weights=(8.0, 3.0, 3.0, 2.0, 0.0, 6.0), bias=-12.0, threshold=0.95)
"""Set by hand for pages too few to calibrate on: a question in nearly the page's own words passes, one that is merely similar does not."""
