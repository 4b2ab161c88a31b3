import pytest

from retrieval.fusion import Weights, fuse

EVEN = Weights(dense=2, lexical=1, support=1, prior=4)


def test_the_score_is_the_weighted_mean() -> None:
    assert fuse(1, 1, 1, 1) == pytest.approx(1)
    assert fuse(0.5, 1, 0, 0.25, EVEN) == pytest.approx((2 * 0.5 + 1 + 4 * 0.25) / 8)


def test_an_unknown_prior_lies_between_a_dismissed_and_a_likely_one() -> None:
    assert fuse(0.5, 1, 0, None, EVEN) == pytest.approx((2 * 0.5 + 1 + 4 * 0.3) / 8)
    assert fuse(0.5, 1, 0, 0.05) < fuse(0.5, 1, 0, None) < fuse(0.5, 1, 0, 0.9)
