"""Questions whose right answer is known, with the hits that a search gave them: what confidences of answers and of passages are fitted on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from nlu.result import Matrix
from training.bounds import Flags, Numbers

OFF_TOPIC_ANSWERED = 0.02
"""Share of the off-topic texts that may be answered at most."""


class Judged(Protocol):
    """A question. `rows`: features of its hits, shape (hits, features); `right`: shape (hits,), whether the hit is right."""

    @property
    def rows(self) -> Matrix: ...

    @property
    def right(self) -> Flags: ...


class Confident(Protocol):
    def confidences(self, rows: Matrix) -> Matrix:
        """Probabilities, shape (rows,), of rows of features."""


@dataclass(frozen=True, slots=True, eq=False)
class WeighedHits:
    """Every hit of many questions, one a row."""

    rows: Matrix
    right: Flags
    weights: Numbers


def weighed_hits(kinds: Sequence[tuple[Sequence[Judged], float]]) -> WeighedHits | None:
    """Of several kinds of question, each with what all its questions weigh together; None where all hits are right, or none is."""
    weighed = [(point, total / max(len(points), 1)) for points, total in kinds for point in points if len(point.rows)]
    if not weighed:
        return None
    right = np.concatenate([point.right for point, _ in weighed])
    if right.all() or not right.any():
        return None
    weights = np.concatenate([np.full(len(point.rows), weight) for point, weight in weighed])
    return WeighedHits(np.concatenate([point.rows for point, _ in weighed]), right, weights)


def top(points: Sequence[Judged], calibration: Confident) -> tuple[Numbers, Flags]:
    """Confidence of each point's best candidate (0 where nothing was found), and whether that candidate is right."""
    confidences = np.zeros(len(points))
    right = np.zeros(len(points), bool)
    asked = [place for place, point in enumerate(points) if len(point.rows)]
    if not asked:
        return confidences, right
    every = calibration.confidences(np.concatenate([points[place].rows for place in asked]))
    start = 0
    for place in asked:
        found = every[start : (start := start + len(points[place].rows))]
        best = int(np.argmax(found))
        confidences[place], right[place] = found[best], points[place].right[best]
    return confidences, right


def off_topic_floor(confidences: Numbers) -> float:
    """The least threshold that lets no more than OFF_TOPIC_ANSWERED of these off-topic texts through."""
    return float(np.nextafter(np.quantile(confidences, 1 - OFF_TOPIC_ANSWERED), 2)) if len(confidences) else 0.0
