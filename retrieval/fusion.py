"""Several scores of one answer to the one that the hits are ordered by. Pure arithmetic."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Scores: TypeAlias = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts. Weighted scores rather than reciprocal ranks: a rank forgets how far ahead the first is, and both
    the cosine and the scaled BM25 are bounded and comparable within a search.

    Chosen on parts of the training files of Banking77 and CLINC150 with the frozen base and 2 to 36 questions an answer, the same number
    each or very different ones (`benchmarks/questions_per_answer.py`). `dense` is the cosine of an answer's nearest questions together.
    `stated` is that with the answer's own text: it tells most where an answer has few questions.
    """

    dense: float = 1.0
    stated: float = 0.4
    lexical: float = 0.2
    support: float = 0.1
    prior: float = 0.4


WEIGHTS = Weights()

UNKNOWN = 0.3
"""What counts as the prior of an answer without an intent, or with one that the classifier has not learned: neither helped like
the likely intent's answers, nor held back like those of an intent that was considered and dismissed."""


def fuse(dense: Scores, stated: Scores, lexical: Scores, support: Scores, prior: Scores, weights: Weights = WEIGHTS) -> Scores:
    """The weighted mean of two cosines in [-1, 1] and three scores in [0, 1]; higher is better, at most 1. All have the shape
    (hits,); a prior of UNKNOWN says that the classifier has no opinion on the answer."""
    total = weights.dense + weights.stated + weights.lexical + weights.support + weights.prior
    weighted: Scores = (
        weights.dense * dense
        + weights.stated * stated
        + weights.lexical * lexical
        + weights.support * support
        + weights.prior * prior
    )
    return np.asarray(weighted / total)
