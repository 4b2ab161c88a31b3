"""Times as exports write them. Times without a zone stay naive: the record applies `--tz`."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_NUMBER = re.compile(r"\d{9,19}(\.\d+)?")
_DATE = re.compile(
    r"(?P<a>\d{1,4})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{1,4}),?"
    r"(?:\s+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?\s*(?P<half>[ap])?\.?\s?(?:m\.?)?)?",
    re.IGNORECASE,
)
_TWITTER = re.compile(r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{2}) (\d{2}:\d{2}:\d{2} [+-]\d{4}) (\d{4})")


def time_of(value: object, *, day_first: bool | None = None) -> datetime | None:
    """A time from ISO 8601, Unix seconds (or milli-, microseconds), RFC 2822 or a numeric date; None where there is nothing.

    `day_first` settles 05/03/2025; None reads a date with points day first and one with slashes month first,
    unless its numbers say otherwise. Raises ValueError for anything else.
    """
    if type(value) is not str:
        if value is None or isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            return _unix(float(value))
    text = str(value).strip()
    if not text:
        return None
    if len(text) == 10 and text.isdecimal():
        return _unix(float(text))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _other(text, day_first)


def is_day_first(text: str) -> bool | None:
    """The order in the dates of a text, if any of them shows it: 25/03/2025 or 03/25/2025; None where none does."""
    for match in _DATE.finditer(text):
        if (
            len(match["a"]) < 4
            and int(match["a"]) <= 31
            and int(match["b"]) <= 31
            and (int(match["a"]) > 12) != (int(match["b"]) > 12)
        ):
            return int(match["a"]) > 12
    return None


def _other(text: str, day_first: bool | None) -> datetime:
    if _NUMBER.fullmatch(text):
        return _unix(float(text))
    if match := _DATE.fullmatch(text):
        return _numeric(match, day_first)
    for zone in (" UTC", " GMT", "Z"):
        if text.endswith(zone):
            return _other(text.removesuffix(zone).strip(), day_first).replace(tzinfo=UTC)
    try:
        return datetime.fromisoformat(text.replace(" +", "+"))
    except ValueError:
        pass
    if match := _TWITTER.fullmatch(text):
        return parsedate_to_datetime(match.expand(r"\2 \1 \4 \3"))
    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError) as error:
        raise ValueError(f"{text[:40]!r} is not a time; write it as 2025-01-31T09:30:00Z") from error


def _unix(number: float) -> datetime:
    """Seconds, or the thousands and millions of them that a present-day number of this size must mean."""
    while abs(number) >= 1e11:
        number /= 1000
    try:
        return datetime.fromtimestamp(number, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ValueError(f"{number!r} is not a time; expected Unix seconds") from error


def _numeric(match: re.Match[str], day_first: bool | None) -> datetime:
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    if len(match["a"]) == 4:
        year, month, day = a, b, c
    else:
        year = c if c > 99 else 2000 + c
        day, month = (a, b) if _is_day_first(a, b, match["mark"], day_first) else (b, a)
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return datetime(year, month, day, hour, int(match["minute"] or 0), int(match["second"] or 0))  # noqa: DTZ001 - the export has no zone


def _is_day_first(a: int, b: int, mark: str, day_first: bool | None) -> bool:
    if a > 12 or b > 12:
        return a > 12
    return mark != "/" if day_first is None else day_first
