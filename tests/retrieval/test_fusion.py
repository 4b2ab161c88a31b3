import numpy as np
import pytest

from retrieval.fusion import UNKNOWN, WEIGHTS, Weights, fuse

EVEN = Weights(dense=2, stated=1, lexical=1, support=1, prior=4)


def fused(dense: float, stated: float, lexical: float, support: float, prior: float, weights: Weights = WEIGHTS) -> float:
    parts = [np.array([part]) for part in (dense, stated, lexical, support, prior)]
    return float(fuse(parts[0], parts[1], parts[2], parts[3], parts[4], weights)[0])


def test_the_score_is_the_weighted_mean() -> None:
    assert fused(1, 1, 1, 1, 1) == pytest.approx(1)
    assert fused(0.5, 0.8, 1, 0, 0.25, EVEN) == pytest.approx((2 * 0.5 + 0.8 + 1 + 4 * 0.25) / 9)


def test_an_unknown_prior_lies_between_a_dismissed_and_a_likely_one() -> None:
    dismissed, unknown, likely = (fused(0.5, 0.5, 1, 0, prior) for prior in (0.05, UNKNOWN, 0.9))
    assert dismissed < unknown < likely
