"""How good a classifier is, as numbers. Pure: predictions in, figures out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

BINS = 15


@dataclass(frozen=True, slots=True)
class Confusion:
    """`count` texts of `intent` were taken for `predicted`."""

    intent: str
    predicted: str
    count: int


@dataclass(frozen=True, slots=True)
class IntentScores:
    """Precision, recall and F1 of an intent in [0, 1]; `support` is how many texts have it."""

    precision: float
    recall: float
    f1: float
    support: int


def accuracy(truth: Sequence[str], predicted: Sequence[str]) -> float:
    """Share of texts whose intent was told; 0 where there are none."""
    return sum(a == b for a, b in zip(truth, predicted, strict=True)) / len(truth) if truth else 0.0


def per_intent(truth: Sequence[str], predicted: Sequence[str]) -> dict[str, IntentScores]:
    """Scores of every intent that occurs in `truth`, by name."""
    hits = Counter(a for a, b in zip(truth, predicted, strict=True) if a == b)
    support, told = Counter(truth), Counter(predicted)
    scores = {}
    for name in sorted(support):
        precision = hits[name] / told[name] if told[name] else 0.0
        recall = hits[name] / support[name]
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        scores[name] = IntentScores(precision, recall, f1, support[name])
    return scores


def macro_f1(truth: Sequence[str], predicted: Sequence[str]) -> float:
    """Mean F1 over the intents that occur in `truth`."""
    scores = per_intent(truth, predicted)
    return sum(score.f1 for score in scores.values()) / len(scores) if scores else 0.0


def confusions(truth: Sequence[str], predicted: Sequence[str], most: int = 20) -> tuple[Confusion, ...]:
    """The pairs that are mixed up most, most frequent first."""
    pairs = Counter((a, b) for a, b in zip(truth, predicted, strict=True) if a != b)
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Confusion(a, b, count) for (a, b), count in ordered[:most])


def expected_calibration_error(confidence: Sequence[float], correct: Sequence[bool]) -> float:
    """Mean distance between confidence and accuracy over 15 bins of equal width, weighted by their texts (Naeini et al. 2015)."""
    return float(sum(weight * abs(sure - right) for sure, right, weight in reliability(confidence, correct)))


def reliability(confidence: Sequence[float], correct: Sequence[bool]) -> tuple[tuple[float, float, float], ...]:
    """(mean confidence, accuracy, share of texts) of each bin that holds any."""
    sure, right = np.asarray(confidence, dtype=np.float64), np.asarray(correct, dtype=np.float64)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    return tuple(
        (float(sure[bins == number].mean()), float(right[bins == number].mean()), float((bins == number).mean()))
        for number in np.unique(bins)
    )


def auroc(negative: Sequence[float], positive: Sequence[float]) -> float:
    """The chance that a positive scores higher than a negative, ties counting half. Both must hold something."""
    low, high = np.sort(np.asarray(negative, dtype=np.float64)), np.asarray(positive, dtype=np.float64)
    below = np.searchsorted(low, high, side="left")
    ties = np.searchsorted(low, high, side="right") - below
    return float((below + 0.5 * ties).mean() / len(low))
