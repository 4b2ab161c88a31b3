"""Durations as people write them: 12h, 90d, 30m, 2w."""

import re
from datetime import timedelta

from dialogs.errors import OptionError

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([smhdw])\w*\s*", re.IGNORECASE)


def duration_of(text: str) -> timedelta:
    """Raises OptionError for anything but a positive number and a unit."""
    match = _DURATION.fullmatch(text)
    try:
        duration = timedelta(**{UNITS[match[2].lower()]: float(match[1])}) if match else timedelta()
    except OverflowError:
        duration = timedelta()
    if duration <= timedelta():
        raise OptionError(f"{text!r} is no duration; write a number and a unit (s, m, h, d, w), such as 12h or 90d")
    return duration
