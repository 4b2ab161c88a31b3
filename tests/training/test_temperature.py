import numpy as np
import pytest

from nlu.scores import softmax
from training.temperature import fit_temperature


def sampled(
    temperature: float, count: int = 20_000
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float32]], np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """Logits whose honest probabilities are softmax(logits / temperature), and targets drawn from those."""
    random = np.random.default_rng(0)
    logits = random.normal(0, 3, (count, 5)).astype(np.float32)
    chances = softmax(logits / np.float32(temperature)).cumsum(axis=1)
    targets = (random.random((count, 1)) > chances).sum(axis=1).clip(0, 4)
    return logits, targets.astype(np.int64)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_finds_the_temperature_that_the_data_has(temperature: float) -> None:
    assert fit_temperature(*sampled(temperature)) == pytest.approx(temperature, rel=0.03)


def test_stays_at_the_prior_without_data() -> None:
    nothing = np.zeros((0, 5), np.float32), np.zeros(0, np.int64)
    assert fit_temperature(*nothing, prior=0.65) == pytest.approx(0.65, rel=1e-3)


def test_a_handful_of_sure_hits_does_not_make_it_absolutely_sure() -> None:
    logits = np.array([[5.0, 0.0]] * 4, np.float32)
    assert fit_temperature(logits, np.zeros(4, np.int64)) > 0.5
