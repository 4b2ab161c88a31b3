"""Several scores of one answer to the one that the hits are ordered by. Pure arithmetic."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts. Weighted scores rather than reciprocal ranks: a rank forgets how far ahead the first is, and both
    the cosine and the scaled BM25 are bounded and comparable within a search."""

    dense: float = 1.0
    lexical: float = 0.15
    support: float = 0.2
    prior: float = 0.15


WEIGHTS = Weights()


def fuse(dense: float, lexical: float, support: float, prior: float | None, weights: Weights = WEIGHTS) -> float:
    """The weighted mean of a cosine in [-1, 1] and three scores in [0, 1]; higher is better, at most 1.

    A `prior` of None (an answer without an intent, or with one that the classifier has not learned) is left out of the mean, so
    that a new answer is neither helped nor held back by it.
    """
    parts = [(weights.dense, dense), (weights.lexical, lexical), (weights.support, support)]
    if prior is not None:
        parts.append((weights.prior, prior))
    return sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
