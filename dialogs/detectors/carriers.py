"""Tracking numbers that prove themselves: a carrier's prefix and shape, and a check digit where there is one."""

import re
from collections.abc import Collection, Iterator

from dialogs.detectors.span import Span

_SHAPES = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"(?P<ups>1Z ?[0-9A-Z]{3} ?[0-9A-Z]{3} ?[0-9A-Z]{2} ?\d{4} ?\d{3} ?\d)"
    r"|(?P<s10>[A-Z]{2} ?\d{3} ?\d{3} ?\d{3} ?[A-Z]{2}|[A-Z]{2} ?\d{8} ?\d ?[A-Z]{2})"
    r"|(?P<gs1>9[1-5]\d\d(?: ?\d{4}){4} ?\d\d|00340434\d{12})"
    r"|(?P<prefixed>JJD\d{13,18}|JVGL\d{10,16}|TBA\d{12}|SF\d{12,15}|YT\d{13}|ZTO\d{12}|CNUSUP\d{8,}|LP\d{14}|JT\d{13}|H00[0-9A-Z]{13}|H100\d{14,16}|P[KQ](?=[A-Z]*\d)[0-9A-Z]{20,21}|[1-9][A-Z]\d{11}|3S[A-Z]{4}\d{7,9})"
    r")(?![0-9A-Za-z])",
    re.ASCII,
)
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def may_hold_carrier(text: str, digits: int, sizes: Collection[int]) -> bool:
    """A cheap look that most texts do not pass: how many digits they hold, and of what length the runs of digits are."""
    return digits >= 22 or "1Z" in text or 3 in sizes or 6 in sizes or max(sizes) >= 8


def carriers(text: str) -> Iterator[Span]:
    """UPS, the world's posts (UPU S10), USPS and DHL (GS1), and carriers whose prefix is like no other."""
    for match in _SHAPES.finditer(text):
        number = match.group().replace(" ", "")
        if _proven(match.lastgroup, number):
            yield Span(match.start(), match.end(), "TRACKING")


def _proven(shape: str | None, number: str) -> bool:
    match shape:
        case "ups":
            return ups_checks(number)
        case "s10":
            return s10_checks(number)
        case "gs1":
            return gs1_checks(number)
        case _:
            return True


def ups_checks(number: str) -> bool:
    """The last digit of 1Z…: the fifteen characters before it, every second one doubled, letters counted from A = 2 modulo 10."""
    values = [int(character) if character.isdigit() else (ord(character) - ord("A") + 2) % 10 for character in number[2:17]]
    return (-(sum(values[::2]) + 2 * sum(values[1::2]))) % 10 == int(number[17])


def s10_checks(number: str) -> bool:
    """The ninth digit of an item's number (Universal Postal Union, standard S10): weighted sum modulo 11."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(number[2:10], _S10_WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest) == int(number[10])


def gs1_checks(number: str) -> bool:
    """The last digit of a GS1 key (General Specifications, 7.9): weights 3 and 1 from the right."""
    digits = [int(digit) for digit in reversed(number)]
    return (3 * sum(digits[1::2]) + sum(digits[::2])) % 10 == 0
