"""The dates of a WhatsApp export: its locale decides the order of day and month, and the file shows which it was."""

import re
from dataclasses import dataclass
from datetime import datetime

_PARTS = re.compile(r"(\d{1,4})[./-]\s?(\d{1,2})[./-]\s?(\d{1,4})")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?")
_HALF = re.compile(r"(?P<pm>下午|午後|오후|p\.?\s?m\b)|(?P<am>上午|午前|오전|a\.?\s?m\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A header's date and time as written: three numbers in an unknown order, and a time of day."""

    numbers: tuple[int, int, int]
    time: tuple[int, int, int]
    pointed: bool
    """Whether the date is written with points, as in 6.8.2016."""
    halves: bool
    """Whether the clock has twelve hours."""

    @classmethod
    def read(cls, text: str) -> "Stamp":
        date = _PARTS.search(text)
        time = _TIME.search(text, date.end() if date else 0)
        assert date is not None
        assert time is not None
        half = _HALF.search(text, date.end())
        hour = int(time[1])
        if half:
            hour = hour % 12 + (12 if half["pm"] else 0)
        return cls(
            (int(date[1]), int(date[2]), int(date[3])), (hour, int(time[2]), int(time[3] or 0)), "." in date[0], half is not None
        )

    def date(self, order: str) -> tuple[int, int, int]:
        """Year, month, day. `order` is "dmy", "mdy" or "ymd"."""
        found = dict(zip(order, self.numbers, strict=True))
        year = found["y"] if found["y"] > 99 else 2000 + found["y"]
        return year, found["m"], found["d"]

    def at(self, order: str) -> datetime:
        """Local time. Raises ValueError for a date that does not exist."""
        return datetime(*self.date(order), *self.time)  # noqa: DTZ001 - the export has no zone


@dataclass(slots=True)
class DateOrder:
    """What the dates seen so far speak for."""

    year_first: int = 0
    day_first: int = 0
    month_first: int = 0
    backwards_by_day: int = 0
    """How often time would run backwards if the day came first."""
    backwards_by_month: int = 0
    pointed: bool = False
    halves: bool = False
    last: Stamp | None = None

    def see(self, stamp: Stamp) -> None:
        first, second, _ = stamp.numbers
        self.year_first += first > 31
        self.day_first += 12 < first <= 31
        self.month_first += second > 12 and first <= 12
        self.pointed |= stamp.pointed
        self.halves |= stamp.halves
        if self.last is not None:
            self.backwards_by_day += stamp.date("dmy") < self.last.date("dmy")
            self.backwards_by_month += stamp.date("mdy") < self.last.date("mdy")
        self.last = stamp


def order_of(seen: DateOrder) -> str:
    """The order that fits: a number that can be no month, else the one in which time runs forward, else the custom."""
    if seen.year_first:
        return "ymd"
    if seen.day_first != seen.month_first:
        return "dmy" if seen.day_first > seen.month_first else "mdy"
    if seen.backwards_by_day != seen.backwards_by_month:
        return "dmy" if seen.backwards_by_day < seen.backwards_by_month else "mdy"
    return "mdy" if seen.halves and not seen.pointed else "dmy"
