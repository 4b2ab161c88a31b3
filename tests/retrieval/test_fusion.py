import pytest

from retrieval.fusion import Weights, fuse

EVEN = Weights(dense=2, lexical=1, support=1, prior=4)


def test_the_score_is_the_weighted_mean() -> None:
    assert fuse(1, 1, 1, 1) == pytest.approx(1)
    assert fuse(0.5, 1, 0, 0.25, EVEN) == pytest.approx((2 * 0.5 + 1 + 4 * 0.25) / 8)


def test_an_unknown_prior_is_left_out_instead_of_counted_as_zero() -> None:
    assert fuse(0.5, 1, 0, None, EVEN) == pytest.approx((2 * 0.5 + 1) / 4)
    assert fuse(0.9, 0.9, 0.9, None) > fuse(0.9, 0.9, 0.9, 0)
