"""Several scores of one answer to the one that the hits are ordered by. Pure arithmetic."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts. Weighted scores rather than reciprocal ranks: a rank forgets how far ahead the first is, and both
    the cosine and the scaled BM25 are bounded and comparable within a search.

    Chosen on parts of the training files of Banking77 and CLINC150, with 5 to 80 questions an answer and the frozen base: the best
    answer first in 85.3 % against 82.9 % by cosine alone.
    """

    dense: float = 1.0
    lexical: float = 0.2
    support: float = 0.4
    prior: float = 0.4


WEIGHTS = Weights()

UNKNOWN = 0.3
"""What counts as the prior of an answer without an intent, or with one that the classifier has not learned: neither helped like
the likely intent's answers, nor held back like those of an intent that was considered and dismissed."""


def fuse(dense: float, lexical: float, support: float, prior: float | None, weights: Weights = WEIGHTS) -> float:
    """The weighted mean of a cosine in [-1, 1] and three scores in [0, 1]; higher is better, at most 1. `prior` is None where the
    classifier has no opinion on the answer."""
    likely = UNKNOWN if prior is None else prior
    total = weights.dense + weights.lexical + weights.support + weights.prior
    return (weights.dense * dense + weights.lexical * lexical + weights.support * support + weights.prior * likely) / total
