from functools import cache

import numpy as np
import pytest
from scipy.stats import beta

from training.bounds import (
    Flags,
    Numbers,
    clopper_pearson_upper,
    empirical_threshold,
    fewest_for_a_bound,
    fixed_sequence_threshold,
    operating_point,
    planned_sequence,
    threshold_grid,
)
from training.errors import TrainingError

RISK, CONFIDENCE = 0.05, 0.9


@pytest.mark.parametrize(
    ("errors", "n", "delta", "upper"),
    [
        (0, 10, 0.05, 0.258866),  # 1 - 0.05 ** (1 / 10)
        (1, 10, 0.05, 0.394163),  # published tables of one-sided 95 % limits
        (5, 50, 0.025, 0.218135),
        (0, 149, 0.05, 0.019905),
        (3, 3, 0.05, 1.0),
        (0, 0, 0.05, 1.0),
    ],
)
def test_clopper_pearson_agrees_with_the_tables(errors: int, n: int, delta: float, upper: float) -> None:
    assert clopper_pearson_upper(errors, n, delta) == pytest.approx(upper, abs=2e-6)


@pytest.mark.parametrize(("errors", "n", "delta"), [(3, 2, 0.05), (-1, 2, 0.05), (0, 5, 0.0), (0, 5, 1.0)])
def test_impossible_counts_are_refused(errors: int, n: int, delta: float) -> None:
    with pytest.raises(TrainingError, match="give 0 <= errors <= n"):
        clopper_pearson_upper(errors, n, delta)


def test_149_errorless_answers_prove_two_in_a_hundred_and_148_do_not() -> None:
    assert fewest_for_a_bound(0.02, 0.95) == 149
    assert clopper_pearson_upper(0, 149, 0.05) <= 0.02 < clopper_pearson_upper(0, 148, 0.05)


def test_an_operating_point_counts_what_is_at_or_above_its_threshold() -> None:
    point = operating_point(np.array([0.9, 0.8, 0.8, 0.1]), np.array([True, False, True, False]), 0.8, confidence=0.95)
    assert (point.answered, point.errors, point.coverage) == (3, 1, 0.75)
    assert point.risk == pytest.approx(1 / 3)
    assert point.upper_bound == pytest.approx(0.864650, abs=1e-6)


def test_testing_stops_at_the_first_threshold_that_can_not_be_proved_even_if_a_later_one_could() -> None:
    confidences = np.concatenate([np.full(200, 0.9), np.full(20, 0.8), np.full(400, 0.7)])
    right = np.concatenate([np.full(200, True), np.full(20, False), np.full(400, True)])
    found = fixed_sequence_threshold(confidences, right, [0.9, 0.8, 0.7], risk=RISK, confidence=CONFIDENCE)
    assert found is not None
    assert (found.threshold, found.answered, found.errors) == (0.9, 200, 0)
    assert operating_point(confidences, right, 0.7, confidence=CONFIDENCE).upper_bound <= RISK  # what a search would have taken


def test_nothing_passes_without_data() -> None:
    assert fixed_sequence_threshold(np.full(20, 0.99), np.full(20, True), [0.5], risk=0.02, confidence=0.95) is None
    assert fixed_sequence_threshold(np.array([]), np.array([], bool), [0.5], risk=0.02, confidence=0.95) is None
    assert planned_sequence(np.array([]), np.array([], bool), 10, confidence=0.95) == ()
    assert empirical_threshold(np.array([]), np.array([], bool), [], risk=0.02, confidence=0.95) is None


def test_the_grid_descends_and_ends_at_the_floor() -> None:
    assert threshold_grid(np.linspace(0, 1, 101), 0.75, steps=10) == pytest.approx((0.9, 0.8, 0.75))


def test_too_little_data_to_prove_anything_takes_the_widest_good_guess() -> None:
    confidences = np.arange(100, 0, -1) / 100
    right = np.full(100, True)
    right[[60, 61, 62, *range(70, 100)]] = False
    found = empirical_threshold(confidences, right, threshold_grid(confidences), risk=0.05, confidence=0.95)
    assert found is not None
    assert (found.answered, found.errors) == (70, 3)  # 3.5 / 71 is below the limit, 4.5 / 72 above
    few = empirical_threshold(confidences[:5], right[:5], threshold_grid(confidences[:5]), risk=0.02, confidence=0.95)
    assert few is not None
    assert few.answered == 5


def population(random: np.random.Generator, messages: int) -> tuple[Numbers, Flags]:
    """Messages whose top answer is right with probability equal to a confidence that is often, not always, high."""
    confidences = random.beta(4, 0.6, messages)
    return confidences, random.random(messages) < confidences


GRID = (np.arange(100_000) + 0.5) / 100_000


@cache
def tails() -> tuple[Numbers, Numbers]:
    """How much of the population, and how much that is wrong, lies at or above each point of GRID."""
    density = beta.pdf(GRID, 4, 0.6)
    return density[::-1].cumsum()[::-1], (density * (1 - GRID))[::-1].cumsum()[::-1]


def true_risk(threshold: float) -> float:
    answered, wrong = tails()
    at = np.searchsorted(GRID, threshold)
    return float(wrong[at] / answered[at])


def test_the_guarantee_holds_over_500_resampled_calibrations_and_a_plain_search_breaks_it() -> None:
    random = np.random.default_rng(7)
    broken = plain = answered = 0
    for _ in range(500):
        plan, planned_right = population(random, 400)
        confidences, right = population(random, 600)
        sequence = planned_sequence(plan, planned_right, 600, confidence=CONFIDENCE)
        found = fixed_sequence_threshold(confidences, right, sequence, risk=RISK, confidence=CONFIDENCE)
        if found is not None:
            answered += 1
            broken += true_risk(found.threshold) > RISK
        observed = [operating_point(confidences, right, value, confidence=CONFIDENCE) for value in sequence[::5]]
        widest = [point.threshold for point in observed if point.answered and point.risk <= RISK]
        plain += bool(widest) and true_risk(min(widest)) > RISK
    assert broken <= 500 * (1 - CONFIDENCE) + 3 * np.sqrt(500 * 0.1 * 0.9)
    assert plain > 200
    assert answered > 450


def test_the_planned_sequence_answers_most_of_what_an_oracle_would() -> None:
    random = np.random.default_rng(3)
    plan, planned_right = population(random, 2000)
    confidences, right = population(random, 4000)
    sequence = planned_sequence(plan, planned_right, 4000, confidence=CONFIDENCE)
    found = fixed_sequence_threshold(confidences, right, sequence, risk=RISK, confidence=CONFIDENCE)
    oracle = next(value for value in threshold_grid(confidences)[::-1] if true_risk(value) <= RISK)
    assert found is not None
    assert found.coverage > 0.85 * (confidences >= oracle).mean()
