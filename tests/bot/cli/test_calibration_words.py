from dataclasses import replace

from bot.cli.calibration_words import calibration_words
from retrieval.confidence import DEFAULT, Thresholds

PROVED = replace(DEFAULT, coverage=0.495, risk=0.0049, risk_upper_bound=0.0181, samples=2016, guaranteed=True, model="m1")


def test_a_proved_threshold_is_told_with_its_bound() -> None:
    assert calibration_words(PROVED) == (
        "\nanswers from 90.0% confidence on: on 2016 questions of the record that is 50% of them, 0.49% otherwise than staff did "
        "(at most 1.81%, proved)"
    )


def test_what_is_not_proved_says_why() -> None:
    words = calibration_words(replace(PROVED, guaranteed=False, notes=("too few questions",)))
    assert words.endswith("0.49% otherwise than staff did (not proved)\nnote: too few questions")


def test_a_threshold_that_nothing_reaches_is_told_as_such() -> None:
    never = replace(PROVED, thresholds=Thresholds(1.01, 0.1, 0.5), guaranteed=False, notes=("no confidence keeps the risk",))
    assert calibration_words(never) == (
        "\nno answer is sent yet: every question is asked back or handed over\nnote: no confidence keeps the risk"
    )


def test_without_a_calibration_only_the_reason_is_told() -> None:
    assert calibration_words(None) == ""
    assert calibration_words(replace(DEFAULT, notes=("there are 3 questions",))) == "\nnot calibrated: there are 3 questions"
