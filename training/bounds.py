"""How wrong may the bot be, and how sure is that: bounds on a share of errors, and thresholds that keep it below a limit.

Pure: confidences and right-or-wrong in, numbers out. Fixed-sequence testing is Angelopoulos, Bates, Candès, Jordan and Lei 2021,
"Learn then Test: Calibrating Predictive Algorithms to Achieve Risk Control" (arXiv 2110.01052), section 3; a selective predictor
with a Clopper–Pearson bound is Geifman and El-Yaniv 2017, "Selective Classification for Deep Neural Networks" (arXiv 1705.08500).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from training.errors import TrainingError

Numbers: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]

NEVER = 1.01
"""A threshold above every probability: nothing is answered."""


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """What answering everything of confidence >= `threshold` shows on a set of messages.

    `coverage` is the share answered, `risk` the share of those that are wrong (0 where nothing is answered), `upper_bound` the
    one-sided Clopper–Pearson bound on the true risk at this threshold alone.
    """

    threshold: float
    coverage: float
    risk: float
    upper_bound: float
    answered: int
    errors: int


def clopper_pearson_upper(errors: int, n: int, delta: float) -> float:
    """The smallest p such that a true error rate above it would show so few errors with probability at most `delta`.

    1 - `delta` quantile of Beta(errors + 1, n - errors); 1 where nothing was seen. (Clopper and Pearson 1934.)
    """
    if not (0 <= errors <= n and 0 < delta < 1):
        raise TrainingError(f"{errors} errors in {n} at delta {delta}: give 0 <= errors <= n and 0 < delta < 1")
    if errors == n:
        return 1.0
    from scipy.special import betaincinv

    return float(betaincinv(errors + 1, n - errors, 1 - delta))


def fewest_for_a_bound(risk: float, confidence: float) -> int:
    """How many answers without a single error prove that the risk is at most `risk`: 149 for 0.02 at 0.95."""
    return int(np.ceil(np.log(1 - confidence) / np.log(1 - risk)))


def operating_point(confidences: Numbers, right: Flags, threshold: float, *, confidence: float) -> OperatingPoint:
    """The point of one threshold. `confidences` and `right` have one entry a message, shape (messages,)."""
    answered = confidences >= threshold
    n, errors = int(answered.sum()), int((answered & ~right).sum())
    upper = clopper_pearson_upper(errors, n, 1 - confidence)
    return OperatingPoint(threshold, n / max(len(right), 1), errors / max(n, 1), upper, n, errors)


def fixed_sequence_threshold(
    confidences: Numbers, right: Flags, thresholds: Sequence[float], *, risk: float, confidence: float
) -> OperatingPoint | None:
    """The last threshold of the sequence whose bound, like that of all before it, is at most `risk`; None where the first fails.

    Each threshold is the hypothesis "its true risk exceeds `risk`", tested at level 1 - `confidence`; because testing stops at the
    first that can't be rejected, no correction for the number of thresholds is due, and P(true risk > `risk`) <= 1 - `confidence`.
    That holds if `thresholds` were chosen without looking at these messages: see `planned_sequence`.
    """
    passed = None
    for threshold in thresholds:
        point = operating_point(confidences, right, threshold, confidence=confidence)
        if point.upper_bound > risk:
            return passed
        passed = point
    return passed


def planned_sequence(
    confidences: Numbers, right: Flags, messages: int, *, confidence: float, floor: float = 0.0
) -> tuple[float, ...]:
    """A descending sequence of thresholds for `fixed_sequence_threshold` on `messages` other messages, planned on these.

    It starts where these messages, scaled to that number, promise the clearest pass (a start at the very top would fail for want of
    data), and ends at `floor`. "Split fixed-sequence testing" in the paper: the order is learned on data that is not tested on.
    """
    grid = threshold_grid(confidences, floor)
    if not grid:
        return ()
    scale = messages / max(len(right), 1)
    promise = [
        _promised_bound(operating_point(confidences, right, value, confidence=confidence), scale, confidence) for value in grid
    ]
    return grid[int(np.argmin(promise)) :]


def empirical_threshold(
    confidences: Numbers, right: Flags, thresholds: Iterable[float], *, risk: float, confidence: float
) -> OperatingPoint | None:
    """The point of largest coverage whose observed risk, one half error added, is at most `risk`: no guarantee, only a good guess.

    For too little data to prove anything. The half error (Krichevsky–Trofimov) asks for at least 1 / (2 `risk`) answers; with
    fewer than that in all, an errorless set is taken as it is.
    """
    points = [operating_point(confidences, right, threshold, confidence=confidence) for threshold in thresholds]
    smooth = [point for point in points if point.answered and (point.errors + 0.5) / (point.answered + 1) <= risk]
    clean = [point for point in points if point.answered and point.errors == 0]
    return max(smooth or clean, key=lambda point: point.coverage, default=None)


def threshold_grid(confidences: Numbers, floor: float = 0.0, steps: int = 200) -> tuple[float, ...]:
    """Descending thresholds, each answering about 1 / `steps` more of these messages than the one before; none below `floor`."""
    if not len(confidences):
        return ()
    levels = np.quantile(confidences, 1 - np.arange(1, steps + 1) / steps)
    kept = np.unique(np.maximum(levels, floor))[::-1]
    return tuple(float(value) for value in kept)


def coverage_curve(confidences: Numbers, right: Flags, *, confidence: float, steps: int = 20) -> tuple[OperatingPoint, ...]:
    """Coverage against risk, from the surest message to all of them, in about equal steps of coverage."""
    return tuple(
        operating_point(confidences, right, value, confidence=confidence) for value in threshold_grid(confidences, steps=steps)
    )


def _promised_bound(point: OperatingPoint, scale: float, confidence: float) -> float:
    """The bound to expect on `scale` times as many messages, half an error added for the luck that planning data had."""
    n = round(point.answered * scale)
    errors = min(round((point.errors + 0.5) * scale), n)
    return clopper_pearson_upper(errors, n, 1 - confidence)
