"""How sure one may be of a hit: classifier, dense and lexical search weighed together by one small logistic model.

Pure numpy. `training` fits the weights on the record (`Calibration`); without a fit, `DEFAULT` is used: weights set by hand, and
thresholds high enough that a bot which was never calibrated hands over rather than guesses.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from nlu.result import Matrix, NluResult
from retrieval.errors import CalibrationError
from retrieval.hit import Candidate, Hit

FEATURES = (
    "dense",
    "dense_margin",
    "stated",
    "lexical",
    "matched",
    "support",
    "score_margin",
    "prior",
    "top_intent",
    "no_intent",
    "agreement",
    "intent_confidence",
    "intent_margin",
    "out_of_scope",
    "length",
)
"""The columns of `features`, in order. Each is documented there."""

FEW_CHANGES = 0.02
"""Share of an index's questions that may be new or gone before confidences are calibrated again."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where deciding changes its mind.

    `answer`: least confidence of an automatic answer. `clarify`: least confidence of an option that is offered when asking back.
    `out_of_scope`: largest out-of-scope score (`NluResult.out_of_scope`) of a message that is answered by its intent. `quote`: least
    confidence of a passage that is quoted; above 1, none is (it comes with the documents, not with the calibration of the answers).
    """

    answer: float
    clarify: float
    out_of_scope: float
    quote: float = 2.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model over FEATURES and the thresholds chosen with it.

    confidence = sigmoid(bias + weights . (features - mean) / std). `model` names the intent model it was fitted with ("" for the
    default); `coverage` and `risk` are what the calibration split showed at `thresholds.answer`, `risk_upper_bound` the bound on
    the risk that holds with the chosen confidence; `samples` is how many questions were looked at (0: not calibrated).
    """

    weights: tuple[float, ...]
    bias: float
    mean: tuple[float, ...]
    std: tuple[float, ...]
    thresholds: Thresholds
    model: str = ""
    coverage: float | None = None
    risk: float | None = None
    risk_upper_bound: float | None = None
    samples: int = 0
    guaranteed: bool = False
    """Whether P(true risk > chosen risk) <= 1 - chosen confidence was proved; `notes` say why not, and what else to know."""
    notes: tuple[str, ...] = ()
    features: tuple[str, ...] = FEATURES
    chosen_risk: float = 0.0
    chosen_confidence: float = 0.0
    """What was asked for when it was fitted; 0 for the default."""
    entries: int = 0
    changed: int = 0
    """How many questions the index held then, and how many were added or removed since."""

    def confidences(self, rows: Matrix) -> Matrix:
        """Probabilities, shape (rows,), of rows of `features`."""
        scaled = (rows - np.asarray(self.mean, np.float32)) / np.asarray(self.std, np.float32)
        return sigmoid(np.asarray(scaled @ np.asarray(self.weights, np.float32) + self.bias, np.float32))

    def still_fits(self, model: str, risk: float, confidence: float) -> bool:
        """Whether it may stay with an index whose questions have changed since by a few."""
        asked = (self.model, self.chosen_risk, self.chosen_confidence) == (model, risk, confidence)
        return asked and self.samples > 0 and self.changed <= FEW_CHANGES * self.entries

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Calibration":
        """Raises CalibrationError where the text is not a calibration, or is one for other features than this version computes."""
        try:
            calibration = _read(cls, json.loads(text))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise CalibrationError(f"this is not a calibration ({error}); run: firstline index") from error
        if calibration.features != FEATURES:
            raise CalibrationError(
                f"the calibration was fitted on {', '.join(calibration.features)}, this version computes {', '.join(FEATURES)}; run: firstline index"
            )
        return calibration


def features(nlu: NluResult, hits: Sequence[Hit]) -> Matrix:
    """What is known about each hit, shape (hits, len(FEATURES)), float32, one row per hit in the order given.

    dense, stated, lexical, matched, support, prior: as in `Hit`. dense_margin, score_margin: how far this hit's cosine and fused score lie
    above the best other hit's (negative where below; the whole cosine or score where there is no other). top_intent: 1 where
    the hit's answer has the most likely intent. no_intent: 1 where the answer has no intent, or one that the classifier does not
    know yet: the prior then says nothing. agreement: share of all hits whose answer has this hit's intent. intent_confidence,
    intent_margin, out_of_scope: of the message. length: log(1 + characters) of the message.
    """
    if not hits:
        return np.zeros((0, len(FEATURES)), np.float32)
    dense = np.array([hit.dense for hit in hits], np.float32)
    score = np.array([hit.score for hit in hits], np.float32)
    known = {intent.name for intent in nlu.intents}
    names = [hit.answer.intent if hit.answer.intent in known else None for hit in hits]
    message = (nlu.confidence, _intent_margin(nlu), nlu.out_of_scope, math.log1p(len(nlu.text)))
    rows = [
        (
            hit.dense,
            dense_margin,
            hit.stated,
            hit.lexical,
            hit.matched,
            hit.support,
            score_margin,
            hit.prior,
            float(name is not None and name == nlu.intent),
            float(name is None),
            names.count(name) / len(hits) if name is not None else 0.0,
            *message,
        )
        for hit, name, dense_margin, score_margin in zip(hits, names, _margins(dense), _margins(score), strict=True)
    ]
    return np.array(rows, np.float32)


def candidates(nlu: NluResult, hits: Sequence[Hit], calibration: Calibration) -> tuple[Candidate, ...]:
    """The hits with their confidences, the most likely first; equal ones keep the order of the search."""
    confidences = calibration.confidences(features(nlu, hits))
    order = np.argsort(-confidences, kind="stable")
    return tuple(Candidate(hits[row], float(confidences[row])) for row in order)


def _margins(values: Matrix) -> list[float]:
    """Each value minus the best of the others (minus 0 where it is alone)."""
    if len(values) == 1:
        return [float(values[0])]
    best, second = np.sort(values)[::-1][:2]
    first = int(np.argmax(values))
    return [float(value - (second if row == first else best)) for row, value in enumerate(values)]


def _intent_margin(nlu: NluResult) -> float:
    second = nlu.intents[1].confidence if len(nlu.intents) > 1 else 0.0
    return nlu.confidence - second


def sigmoid(score: Matrix) -> Matrix:
    """Of scores that may be far out: no overflow."""
    return (1 / (1 + np.exp(-np.clip(score, -60, 60)))).astype(np.float32)


def _read(cls: type[Calibration], data: dict[str, Any]) -> Calibration:
    calibration = cls(
        **{item.name: _tuple(data[item.name]) for item in fields(cls) if item.name not in ("thresholds",)},
        thresholds=Thresholds(**data["thresholds"]),
    )
    numbers = [
        *calibration.weights,
        calibration.bias,
        *calibration.mean,
        *calibration.std,
        *asdict(calibration.thresholds).values(),
    ]
    if not all(math.isfinite(number) for number in numbers) or not all(number > 0 for number in calibration.std):
        raise ValueError("a weight is not a finite number, or a standard deviation is not above 0")
    if not len(calibration.weights) == len(calibration.mean) == len(calibration.std) == len(calibration.features):
        raise ValueError("weights, mean, std and features differ in length")
    return calibration


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_DEFAULT_WEIGHTS = {
    "dense": 9.0,
    "dense_margin": 5.0,
    "matched": 0.8,
    "support": 1.5,
    "prior": 1.0,
    "top_intent": 0.7,
    "no_intent": 0.5,
    "out_of_scope": -1.0,
}

DEFAULT = Calibration(
    weights=tuple(_DEFAULT_WEIGHTS.get(name, 0.0) for name in FEATURES),
    bias=-8.0,
    mean=(0.0,) * len(FEATURES),
    std=(1.0,) * len(FEATURES),
    thresholds=Thresholds(answer=0.9, clarify=0.3, out_of_scope=0.7),
)
"""Set by hand: a question almost word for word as in the record, far from any other, passes; a merely similar one does not."""
