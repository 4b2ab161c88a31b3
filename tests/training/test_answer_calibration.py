import numpy as np
import pytest

from nlu.result import Matrix
from retrieval.confidence import DEFAULT, FEATURES
from training.answer_calibration import FLOOR, Material, fit_calibration, fit_weights
from training.answer_points import Point
from training.bounds import NEVER
from training.judged_hits import top

DENSE, LENGTH = FEATURES.index("dense"), FEATURES.index("length")


def row(dense: float, noise: float = 0.0) -> list[float]:
    values = [0.0] * len(FEATURES)
    values[DENSE], values[LENGTH] = dense, noise
    return values


def point(hits: list[tuple[float, bool]], *, out_of_scope: float = 0.2) -> Point:
    """Hits as (cosine, whether right), best first."""
    rows: Matrix = np.array([row(dense) for dense, _ in hits], np.float32).reshape(len(hits), len(FEATURES))
    right = np.array([flag for _, flag in hits], bool)
    return Point(rows, right, tuple(range(len(hits))), out_of_scope, bool(right.any()))


def points(count: int, seed: int = 0, *, easy: float = 0.75) -> tuple[Point, ...]:
    """Most questions have a near and right answer and a far one; of the others the near one is right half of the time."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        near = float(random.normal(0.85, 0.03)) if random.random() < easy else float(random.normal(0.55, 0.05))
        right = near > 0.75 or random.random() < 0.5
        far = float(random.normal(0.3, 0.05))
        found.append(point([(near, right), (far, not right)], out_of_scope=float(random.random()) * 0.4))
    return tuple(found)


def test_with_enough_questions_the_risk_is_proved_and_holds_on_new_ones() -> None:
    calibration = fit_calibration(Material(points(1500)), model="m1", risk=0.02, confidence=0.95)
    assert calibration.guaranteed
    assert calibration.notes == ()
    assert (calibration.model, calibration.samples) == ("m1", 1500)
    assert calibration.risk_upper_bound is not None
    assert calibration.risk_upper_bound <= 0.02
    confidences, right = top(points(8_000, seed=9), calibration)
    answered = confidences >= calibration.thresholds.answer
    assert (~right[answered]).mean() <= 0.02
    assert 0.65 < answered.mean() < 0.8, "three in four are easy"
    assert calibration.coverage == pytest.approx(answered.mean(), abs=0.05)


def test_confidences_are_probabilities() -> None:
    calibration = fit_calibration(Material(points(1500)), model="m1", risk=0.02, confidence=0.95)
    confidences, right = top(points(8_000, seed=5), calibration)
    for low, high in ((0.2, 0.6), (0.6, 1.0)):
        among = (confidences >= low) & (confidences < high)
        assert among.sum() > 400
        assert confidences[among].mean() == pytest.approx(right[among].mean(), abs=0.05)


def test_too_few_to_prove_anything_still_answer_the_sure_ones_and_say_so() -> None:
    calibration = fit_calibration(Material(points(80)), model="m1", risk=0.02, confidence=0.95)
    assert not calibration.guaranteed
    assert "80 questions do not prove a risk of at most 0.02 at confidence 0.95: that takes 149" in calibration.notes[0]
    assert calibration.coverage is not None
    assert 0.5 < calibration.coverage < 0.8
    assert calibration.risk == 0
    assert calibration.risk_upper_bound is not None
    assert calibration.risk_upper_bound > 0.02


def test_questions_that_the_classifier_learned_from_prove_nothing() -> None:
    calibration = fit_calibration(Material(points(1500), trained=True), model="m1", risk=0.02, confidence=0.95)
    assert not calibration.guaranteed
    assert "has learned from these questions" in calibration.notes[1]


def test_where_no_confidence_keeps_the_risk_nothing_is_answered() -> None:
    random = np.random.default_rng(0)
    guesses = tuple(point([(0.8, bool(random.random() < 0.6)), (0.3, False)]) for _ in range(300))
    calibration = fit_calibration(Material(guesses), model="m1", risk=0.02, confidence=0.95)
    assert (calibration.thresholds.answer, calibration.coverage, calibration.guaranteed) == (NEVER, 0.0, False)
    assert "nothing is answered" in calibration.notes[-1]


@pytest.mark.parametrize("few", [(), points(10), (point([(0.9, True)]),) * 50, (point([]),) * 50])
def test_almost_no_questions_or_all_alike_leave_the_cautious_default(few: tuple[Point, ...]) -> None:
    calibration = fit_calibration(Material(few), model="m1", risk=0.02, confidence=0.95)
    assert (calibration.weights, calibration.thresholds) == (DEFAULT.weights, DEFAULT.thresholds)
    assert (calibration.coverage, calibration.guaranteed, calibration.model) == (None, False, "m1")
    assert "takes 30 questions" in calibration.notes[0]


def test_off_topic_texts_that_look_like_questions_raise_the_threshold() -> None:
    questions = points(1500)
    off_topic = tuple(point([(0.85, False), (0.3, False)]) for _ in range(100))
    plain = fit_calibration(Material(questions), model="m1", risk=0.02, confidence=0.95)
    wary = fit_calibration(Material(questions, off_topic=off_topic), model="m1", risk=0.02, confidence=0.95)
    assert (top(off_topic, plain)[0] >= plain.thresholds.answer).all()
    assert (top(off_topic, wary)[0] >= wary.thresholds.answer).mean() <= 0.02


def test_made_up_negatives_teach_but_do_not_count_as_questions() -> None:
    """A feature that only negatives show lowers the confidence of what shows it."""
    odd = np.array([row(0.85, noise=5.0)], np.float32)
    hidden = tuple(Point(odd, np.array([False]), (0,), 0.9, False) for _ in range(200))
    with_them, without = fit_weights(points(300), hidden, "m1"), fit_weights(points(300), (), "m1")
    assert with_them is not None
    assert without is not None
    assert with_them.confidences(odd)[0] < 0.3 < without.confidences(odd)[0]
    assert fit_calibration(Material(points(300), hidden=hidden), model="m1", risk=0.02, confidence=0.95).samples == 300


def test_the_right_answer_is_among_the_options_nine_times_in_ten() -> None:
    calibration = fit_calibration(Material(points(1500, easy=0.4)), model="m1", risk=0.02, confidence=0.95)
    new = [item for item in points(5_000, seed=3, easy=0.4) if item.right.any()]
    held = [calibration.confidences(item.rows)[item.right].max() >= calibration.thresholds.clarify for item in new]
    assert 0.87 <= np.mean(held) <= 0.93
    assert calibration.thresholds.clarify <= calibration.thresholds.answer


def test_one_answerable_question_in_twenty_counts_as_out_of_scope() -> None:
    calibration = fit_calibration(Material(points(1500)), model="m1", risk=0.02, confidence=0.95)
    assert calibration.thresholds.out_of_scope == pytest.approx(0.38, abs=0.005)  # the scores are even between 0 and 0.4


def test_nothing_as_likely_wrong_as_right_is_answered_however_lax_the_risk() -> None:
    calibration = fit_calibration(Material(points(1500)), model="m1", risk=0.4, confidence=0.95)
    assert calibration.thresholds.answer >= FLOOR


def test_the_same_material_gives_the_same_calibration() -> None:
    first, second = (fit_calibration(Material(points(400)), model="m1", risk=0.05, confidence=0.9) for _ in range(2))
    assert first == second
