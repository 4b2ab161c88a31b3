"""Numbers that nothing names, in the form of somebody's number: what else would 88214097 or CAS-118820-Q4 be in a talk with support?"""

import re
from collections.abc import Iterator

from dialogs.detectors.named_numbers import LOCATOR, has_unit, is_range, may_fit
from dialogs.detectors.naming import is_abbreviation, speaks_of_number
from dialogs.detectors.number_context import is_asked_after, is_named_otherwise, kind_around
from dialogs.detectors.questions import is_whole_answer
from dialogs.detectors.span import Span

_EASTERN = "\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af"
"""Stand next to a number without a space."""
_TOKEN = re.compile(
    r"(?<![\w@.,$€£¥₹₽~-])(?:\d{4}\.\d{4}|[0-9A-Za-zА-ЯЁ]+(?:[-_/][0-9A-Za-zА-ЯЁ]+)*)"
    rf"(?![^\W{_EASTERN}]|@|[.,]\d)"
)
_BESIDE_EASTERN = re.compile(rf"(?<=[{_EASTERN}])[0-9A-Z]+(?:[-_/][0-9A-Z]+)*(?![0-9A-Za-z]|@|[.,]\d)")
_GROUPED = re.compile(r"(?<![\w.,$€£¥₹₽-])(?<!\d )\d{1,5}(?: \d{2,5}){2,6}(?: \d)?(?!\w|[.,]\d| [\d$€£¥₹₽%])", re.ASCII)
_AMONG = re.compile(r"\d[A-ZА-Я](?<=[A-Z]\d.)|\d\d[A-ZА-Я]|-\d{3}-[A-Z]|[A-Z]-?\d{4}-")
_RUNS = re.compile(r"\d+")
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_DAYS = re.compile(r"\d{1,2} \d{1,2} (?:19|20)\d\d|(?:19|20)\d\d \d\d \d\d")
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3}){2}")
_COUNTED = re.compile(r"12345678|(\d)\1{6}")
"""Made up, as on a display or in an example."""
_ROUND = re.compile(r"\d{1,6}000")
_SIZES = re.compile(r"\d+(?:[x×*]\d+)+|0x[0-9A-Fa-f]+", re.IGNORECASE)
"""1920x1080, and numbers of machines."""
_MACHINE_MADE = re.compile(r"[a-z]{2,6}_(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[0-9A-Za-z]{8,}")
"""pi_3Nf82kLq09, as programs name a payment."""
_WORD = re.compile(r"(?:^|[-_/])[A-ZА-ЯЁ]?[a-zа-яё]{2,}(?:[-_/]|$)")
"""Delhi-110052 is a town with its postal code."""
_OFFICE = re.compile(
    r"[A-ZА-ЯЁ]{1,5}[-/_](?:\d{5,}|\d{3,}[-/_]\d{3,})(?:[-/_][0-9A-ZА-ЯЁ]{1,4})?|(?=(?:\D*\d){7})\d{3,}[-/][A-ZА-ЯЁ]{1,3}[-/]\d{3,}"
)
"""Capital letters, a dash and five digits; or capital letters between digits, seven or more."""
_ARTICLE_LIKE = re.compile(r"[A-Z]{1,3}-?\d{4}-[0-9A-Z]{2,3}")
"""An article's number, unless somebody asks how far it is."""
_YEARS = re.compile(r"(?:19|20)\d\d[-/](?:(?:19|20)\d\d|\d\d)")
_HASHES = frozenset("#№")
_SERIES = re.compile(r"(?<![^\W_])([A-ZА-ЯЁ]{2,5}) $")
FEWEST = 7
"""Digits of a number that is nothing but digits. Fewer may be a quantity, a year or a postal code."""


def may_hold_unnamed(text: str) -> bool:
    """A cheap look that most texts do not pass: five digits, or a digit among letters."""
    runs = _RUNS.findall(text)
    return sum(map(len, runs)) >= 5 or "_" in text or (bool(runs) and _AMONG.search(text) is not None)


def unnamed_numbers(text: str, previous: str = "") -> Iterator[Span]:
    """Seven digits or more, or letters and digits as nobody but an office joins them, unless a word beside them says that they are
    goods' (a model, an article, a version). The words around tell the kind, else it is an ID. `previous`: the message before.
    """
    for pattern in (_GROUPED, _TOKEN) if text.isascii() else (_GROUPED, _TOKEN, _BESIDE_EASTERN):
        for match in pattern.finditer(text):
            start, stop = match.span()
            number = match.group()
            if LOCATOR.fullmatch(number):
                yield Span(start, stop, "ORDER")
                continue
            if _MACHINE_MADE.fullmatch(number):
                yield Span(start, stop, "ID")
                continue
            sign = text[start - 1 : start]
            hashed = (sign if sign != " " else text[start - 2 : start - 1]) in _HASHES and sum(map(str.isdigit, number)) >= 5
            known = (
                hashed
                or _looks_personal(number)
                or (len(number) == 6 and _is_answer(text, start, stop, previous))
                or (_ARTICLE_LIKE.fullmatch(number) and is_asked_after(text, start, stop))
            )
            if not known or not may_fit(text, start, stop) or has_unit(text, stop):
                continue
            if is_named_otherwise(text, start, stop):
                continue
            start = _with_series(text, start)
            kind = kind_around(text, start, stop, previous)
            yield Span(start, stop, "ORDER" if sign == "#" and kind == "ID" else kind)


def _is_answer(text: str, start: int, stop: int, previous: str) -> bool:
    if not text[start:stop].isdigit() or text[stop - 2 : stop] == "00":
        return False
    return is_asked_after(text, start, stop) or is_whole_answer(text, start, stop, previous)


def _looks_personal(number: str) -> bool:
    runs = _RUNS.findall(number)
    digits, longest = sum(map(len, runs)), max(map(len, runs), default=0)
    if " " in number:
        amount = _THOUSANDS.fullmatch(number) or _DAYS.match(number)
        return digits >= 9 and longest >= 3 and not amount
    if number.isdigit():
        return digits >= FEWEST and not (_DAY.fullmatch(number) or _ROUND.fullmatch(number) or _COUNTED.search(number))
    if digits < 6:
        return _OFFICE.fullmatch(number) is not None
    if _WORD.search(number) or _SIZES.fullmatch(number) or _YEARS.fullmatch(number) or (is_range(number) and digits < 9):
        return False
    return longest >= 6 or (longest >= 3 and digits >= 8) or (longest >= 5 and digits >= 7) or _OFFICE.fullmatch(number) is not None


def _with_series(text: str, start: int) -> int:
    """Capital letters before a number belong to it, TXN 5582019934, unless they are a word that names it."""
    letters = _SERIES.search(text, max(0, start - 7), start)
    if letters is None:
        return start
    if speaks_of_number(letters[1]) or is_abbreviation(letters[1].casefold()):
        return start
    return letters.start()
