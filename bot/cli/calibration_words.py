"""What a calibration promises, in a line or two."""

from retrieval.confidence import Calibration


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


def _notes(calibration: Calibration) -> str:
    return "".join(f"\nnote: {note}" for note in calibration.notes)
