import numpy as np
import pytest

from nlu.scores import Doubt, normalised_entropy, softmax


def test_softmax_is_known_and_does_not_overflow() -> None:
    rows = softmax(np.array([[0.0, np.log(3.0)], [1000.0, 0.0]], np.float32))
    assert rows.tolist() == [pytest.approx([0.25, 0.75]), pytest.approx([1.0, 0.0])]


def test_entropy_runs_from_certain_to_undecided() -> None:
    logits = np.array([[50.0, 0, 0, 0], [1.0, 1, 1, 1], [20.0, 20, 0, 0]], np.float32)
    assert normalised_entropy(logits).tolist() == pytest.approx([0.0, 1.0, 0.5], abs=1e-6)


def test_one_intent_leaves_no_doubt_to_measure() -> None:
    assert normalised_entropy(np.array([[3.0]], np.float32)).tolist() == [0.0]


def test_doubt_is_the_entropy_of_flatter_scores_to_a_power() -> None:
    logits = np.array([[np.log(9.0), 0.0], [0.0, 0.0]], np.float32)
    plain = -(0.75 * np.log(0.75) + 0.25 * np.log(0.25)) / np.log(2)  # at temperature 2 the odds of nine are odds of three
    assert Doubt(2.0).of(logits).tolist() == pytest.approx([plain, 1.0])
    assert Doubt(2.0, 3.0).of(logits).tolist() == pytest.approx([plain**3, 1.0])


def test_a_flat_doubt_sees_how_high_the_scores_are() -> None:
    """As far apart, but nothing is known well: the plain entropy can hardly tell."""
    known, unknown = np.zeros((1, 50), np.float32), np.zeros((1, 50), np.float32)
    known[0, 0], unknown[0, 0] = 12.0, 6.0
    assert Doubt(2.5).of(unknown)[0] - Doubt(2.5).of(known)[0] > normalised_entropy(unknown)[0] - normalised_entropy(known)[0]
