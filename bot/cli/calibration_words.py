"""What a calibration promises, in a line or two."""

from retrieval.confidence import Calibration
from retrieval.passage_confidence import PassageCalibration
from training.suggestions import FEWEST, SuggestionTrial


def calibration_words(calibration: Calibration | None) -> str:
    """Empty where nothing was calibrated; begins with a line break."""
    if calibration is None or calibration.coverage is None or calibration.risk is None:
        notes = calibration.notes if calibration is not None else ()
        return "".join(f"\nnot calibrated: {note}" for note in notes)
    if calibration.thresholds.answer > 1:
        return "\nno answer is sent yet: every question is asked back or handed over" + _notes(calibration)
    proved = f"at most {calibration.risk_upper_bound:.2%}, proved" if calibration.guaranteed else "not proved"
    line = (
        f"\nanswers from {calibration.thresholds.answer:.1%} confidence on: on {calibration.samples} questions of the record that is "
        f"{calibration.coverage:.0%} of them, {calibration.risk:.2%} otherwise than staff did ({proved})"
    )
    return line + _notes(calibration)


def document_words(passages: int, calibration: PassageCalibration | None) -> str:
    """Empty where there are no documents; begins with a line break."""
    if calibration is None:
        return ""
    if not calibration.samples:
        return f"\n{passages} passages of documents; too few to calibrate on, so only what is asked nearly in their words is quoted"
    if calibration.threshold > 1:
        return f"\n{passages} passages of documents; none is quoted yet, for no confidence tells right from wrong ones"
    return (
        f"\n{passages} passages of documents, quoted from {calibration.threshold:.1%} confidence on: that is {calibration.quoted:.0%} of the "
        f"{calibration.samples} questions made of the pages themselves, {calibration.risk:.2%} of them wrong, and {calibration.off_topic:.1%} of "
        "texts about nothing (an estimate, nothing is proved)"
    )


def suggestion_words(trial: SuggestionTrial | None) -> str:
    """Empty where the record holds too few questions that follow others; begins with a line break."""
    if trial is None or trial.steps < FEWEST:
        return ""
    found = f"{trial.hit_rate:.0%} of {trial.steps} next questions were among three suggested ones, {trial.popular_hit_rate:.0%} among the most asked"
    return f"\nsuggestions are {'on' if trial.on else 'off'}: {found}"


def _notes(calibration: Calibration) -> str:
    return "".join(f"\nnote: {note}" for note in calibration.notes)
