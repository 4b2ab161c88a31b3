"""Dates in a text: where one stands is told by shape and by the words of six languages, which day it is by the library dateparser.

The library's own search takes "may" and "now" for dates and costs milliseconds a message; here it only reads what has a date's shape,
and is loaded when the first date comes along (half a second, 20 MB).
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache

from nlu.result import Entity

LANGUAGES = ("en", "de", "es", "fr", "ru", "zh")

_MONTHS = """
    january february march april may june july august september october november december jan feb mar apr jun jul aug sept? oct nov dec
    januar jänner februar märz mai juni juli oktober dezember
    enero febrero marzo abril mayo junio julio agosto sep?tiembre octubre noviembre diciembre
    janvier février mars avril juin juillet août septembre octobre novembre décembre
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
"""
_MONTH = "|".join(sorted(set(_MONTHS.split()), key=lambda name: (-len(name), name)))
_DAY, _YEAR = r"(?:3[01]|[12]\d|0?[1-9])", r"(?:19|20)\d\d"
_WEEKDAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|ein(?:em|er)|zwei|drei|vier|fünf|una?|dos|tres|cuatro|une|deux|trois|quatre)"
_UNIT = "days?|weeks?|months?|tage?n?|wochen?|monate?n?|días?|semanas?|mes(?:es)?|jours?|semaines?|mois"

_NUMBERED = (
    rf"{_YEAR}-(?:1[0-2]|0?[1-9])-{_DAY}",
    rf"{_DAY}(?P<sign>[./-])(?:1[0-2]|0?[1-9])(?P=sign)(?:{_YEAR}|\d\d)|(?:1[0-2]|0?[1-9])/{_DAY}/(?:{_YEAR}|\d\d)",
    rf"{_DAY}(?:st|nd|rd|th|er|\.)?\s(?:of\s|de\s)?(?:{_MONTH})\.?(?:,?\s(?:de\s)?{_YEAR})?",
    rf"(?:{_MONTH})\.?\s{_DAY}(?:st|nd|rd|th)?(?:,?\s{_YEAR})?",
)
_WORDED = (
    rf"{_COUNT}\s(?:{_UNIT})\sago|(?:vor|hace|il\sy\sa)\s{_COUNT}\s(?:{_UNIT})|(?:\d{{1,3}}\s)?(?:дн\w+|недел\w+|месяц\w*)\sназад",
    rf"(?:last|next|this)\s(?:{_WEEKDAY})|(?<=on\s)(?:{_WEEKDAY})",
    r"(?:the\s)?day\sbefore\syesterday|yesterday|today|tomorrow|vorgestern|gestern|heute|übermorgen|ayer|anteayer|aujourd'hui|avant-hier|hier",
    r"позавчера|вчера|сегодня|завтра",
)
_BEFORE, _AFTER = r"(?<![\w.,/-])", r"(?![\w/]|[.,-]\d)"
_WITH_DIGITS = re.compile(rf"{_BEFORE}(?:{'|'.join(_NUMBERED)}){_AFTER}", re.IGNORECASE)
_IN_WORDS = re.compile(rf"{_BEFORE}(?:{'|'.join(_WORDED)}){_AFTER}", re.IGNORECASE)
_NUMERIC = re.compile(r"\d+[./-]\d+[./-]\d+")
_UNSPACED = re.compile(rf"(?:{_YEAR}年)?(?:1[0-2]|0?[1-9])月{_DAY}[日号]|前天|昨天|今天|明天|后天|\d{{1,3}}天前")


def dates(text: str, language: str | None, today: date) -> Iterator[Entity]:
    """Dates that exist; `normal` is the day as 2026-03-05. A day without its year is the latest one that is past.

    `language` tells 5/3 from 3/5: English means the month first. `today` is what "yesterday" counts from.
    """
    for pattern in _patterns(text):
        for match in pattern.finditer(text):
            day = _day(match.group(), language, today)
            if day is not None:
                yield Entity("date", match.group(), day.isoformat(), match.start(), match.end())


def _patterns(text: str) -> Iterator[re.Pattern[str]]:
    """Those that could match: most messages have no digit and are in one script."""
    yield _IN_WORDS
    if any(character.isdigit() for character in text):
        yield _WITH_DIGITS
    if not text.isascii():
        yield _UNSPACED


@lru_cache(maxsize=512)
def _day(written: str, language: str | None, today: date) -> date | None:
    import dateparser

    whole = f"{today.year}年{written}" if "月" in written and "年" not in written else written
    settings = {
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "PREFER_DATES_FROM": "current_period" if _NUMERIC.match(written) else "past",
        "DATE_ORDER": _order(written, language),
    }
    found = dateparser.parse(whole, languages=[language] if language in LANGUAGES else list(LANGUAGES), settings=settings)
    return None if found is None else found.date()


def _order(written: str, language: str | None) -> str:
    """Year first where it has four digits; the month first in English with slashes; else the day first, as most of the world writes."""
    if re.match(_YEAR, written):
        return "YMD"
    return "MDY" if "/" in written and language in ("en", None) else "DMY"
