import pytest

from training.metrics import (
    Confusion,
    IntentScores,
    accuracy,
    auroc,
    confusions,
    expected_calibration_error,
    macro_f1,
    per_intent,
    reliability,
)

TRUTH = ["a", "a", "a", "b", "b", "c"]
TOLD = ["a", "a", "b", "b", "a", "b"]


def test_accuracy() -> None:
    assert accuracy(TRUTH, TOLD) == 0.5
    assert accuracy([], []) == 0.0


def test_scores_by_intent_and_their_mean() -> None:
    scores = per_intent(TRUTH, TOLD)
    assert scores["a"] == IntentScores(2 / 3, 2 / 3, 2 / 3, 3)
    assert scores["b"] == IntentScores(1 / 3, 1 / 2, 0.4, 2)
    assert scores["c"] == IntentScores(0.0, 0.0, 0.0, 1)
    assert macro_f1(TRUTH, TOLD) == pytest.approx((2 / 3 + 0.4) / 3)


def test_an_intent_that_is_only_told_does_not_dilute_the_mean() -> None:
    assert macro_f1(["a", "b"], ["a", "z"]) == 0.5


def test_confusions_most_frequent_first() -> None:
    truth, told = ["a", "a", "b", "c"], ["b", "b", "a", "c"]
    assert confusions(truth, told) == (Confusion("a", "b", 2), Confusion("b", "a", 1))
    assert confusions(truth, told, most=1) == (Confusion("a", "b", 2),)


def test_calibration_error_by_hand() -> None:
    # two bins: 0.9 sure and half right, 0.5 sure and all right
    assert expected_calibration_error([0.9, 0.9, 0.5, 0.5], [True, False, True, True]) == pytest.approx(0.5 * 0.4 + 0.5 * 0.5)
    assert expected_calibration_error([1.0, 1.0], [True, True]) == 0.0


def test_reliability_has_a_bin_for_each_level_of_confidence() -> None:
    low, high = reliability([0.0625, 0.9375, 1.0], [False, True, False])
    assert list(low) == pytest.approx([0.0625, 0.0, 1 / 3])
    assert list(high) == pytest.approx([0.96875, 0.5, 2 / 3])


@pytest.mark.parametrize(
    ("negative", "positive", "area"),
    [([0.1, 0.2], [0.3, 0.4], 1.0), ([0.3, 0.4], [0.1, 0.2], 0.0), ([0.5], [0.5], 0.5), ([0.1, 0.3], [0.2, 0.4], 0.75)],
)
def test_auroc(negative: list[float], positive: list[float], area: float) -> None:
    assert auroc(negative, positive) == area
