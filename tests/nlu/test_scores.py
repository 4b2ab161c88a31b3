import numpy as np
import pytest

from nlu.scores import normalised_entropy, softmax


def test_softmax_is_known_and_does_not_overflow() -> None:
    rows = softmax(np.array([[0.0, np.log(3.0)], [1000.0, 0.0]], np.float32))
    assert rows.tolist() == [pytest.approx([0.25, 0.75]), pytest.approx([1.0, 0.0])]


def test_entropy_runs_from_certain_to_undecided() -> None:
    logits = np.array([[50.0, 0, 0, 0], [1.0, 1, 1, 1], [20.0, 20, 0, 0]], np.float32)
    assert normalised_entropy(logits).tolist() == pytest.approx([0.0, 1.0, 0.5], abs=1e-6)


def test_one_intent_leaves_no_doubt_to_measure() -> None:
    assert normalised_entropy(np.array([[3.0]], np.float32)).tolist() == [0.0]
