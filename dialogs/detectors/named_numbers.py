"""Order, tracking and id numbers: their shape, and a word beside them that names them."""

import re
from collections.abc import Iterator

from dialogs.detectors.naming import marks_number, speaks_of_number
from dialogs.detectors.number_context import (
    name_anywhere,
    name_near,
    name_of_hash,
    name_of_prefix,
    name_of_return,
    speaks_of_phoning,
)
from dialogs.detectors.number_names import OTHER, Named, name_after, name_before
from dialogs.detectors.questions import name_in_question
from dialogs.detectors.span import Span

_DIGITS = re.compile(r"\d(?:[0-9A-Za-z]|[-_/](?=[0-9A-Za-z])|\.(?=\d))*", re.ASCII)
_LEFT = re.compile(r"[0-9A-Za-zА-ЯЁа-яё]+(?:[-_/][0-9A-Za-zА-ЯЁа-яё]*)*$")
_LETTERS = re.compile(r"[^\W\d_]+")
_GROUPS = re.compile(
    r"(?:(?: [B-HJ-Z])? (?=[0-9A-Z]{2,7}(?![0-9A-Za-z]))[0-9A-Z]*\d[0-9A-Z]*){1,7}(?: (?:[A-Z]{2}|[B-HJ-Z])(?![A-Za-z0-9]))?",
    re.ASCII,
)
_LAST_DIGIT = re.compile(r" \d(?![\w/:]|[.,-]\d| \d)")
"""A group of its own at the end of others: account 8834 2019 5."""
_SNILS = re.compile(r"\d{3}-\d{3}-\d{3} \d{2}(?!\d)|\d\d-\d\d-\d\d \d{8}(?!\d)", re.ASCII)
"""Pension numbers of Russia; sort code and account of Britain."""
_TAIL = re.compile(r"[-/]?[А-ЯЁ]{1,3}(?![^\W_])")
_CODED = re.compile(r"(?=(?:\D*\d){3})(?=[^A-Z]*[A-Z])[0-9A-Z]{8,}", re.ASCII)
_PREFIXED = re.compile(r"[A-Z]{1,5}[-/]?\d{4,}(?:[-/]\d+)*", re.ASCII)
_BOOKING = re.compile(r"(?=[^A-Z]*[A-Z][^A-Z]*[A-Z])(?=\D*\d)[0-9A-Z]{6}", re.ASCII)
"""A record locator, as airlines and hotels give one."""
_CONFIRMED = re.compile(
    r"(?:confirm|bestätigung|conferma|potwierdz|bevestig|подтвержд)\w*(?: is| ist| est| es|:)? $", re.IGNORECASE
)
LOCATOR = re.compile(r"(?=\w?[A-Z])(?=\w*[A-Z]\d+[A-Z])(?=(?:\d*[A-Z]){3})[0-9A-Z]{6}", re.ASCII)
"""KR4T9W, as airlines and hotels name a booking; a model has its digits at the end."""
_LAST_WORDS = re.compile(r"([^\W\d_]+)(?: is| ist| lautet| est| es)?:? $")
_POINTED = re.compile(r"(?<![A-Za-z0-9.])([A-Z]{1,3})\.$", re.ASCII)
_LETTERS_BEFORE = re.compile(r"(?<![A-Za-z0-9])[A-Z0-9]{1,4} $", re.ASCII)
_STRONG = re.compile(
    r"(?!\d{3}-\d{3}-\d{4}(?!\d))\d{3,}(?:-\d{3,}){2,3}|\d{3,}-\d{6,}|(?=(?:\D*\d){6})(?:[A-Z]{1,6}[0-9A-Z]{8,}|\d{1,6}[A-Z][0-9A-Z]{8,})|\d{12,}",
    re.ASCII,
)
"""Long enough, and in a form, that it can't be a price, a date or a quantity."""

_LONG = re.compile(r"[1-9]\d{6,7}|[A-Z]{1,5}-\d{6,}|(?!\d{1,3}(?:\.\d{3})+$)(?=(?:\D*\d){8})\d{2,}(?:[./-]\d+){2,}", re.ASCII)
"""Too long for most amounts and quantities, too short for most phone numbers."""

_SERIES = re.compile(r"(?<![^\W_])[A-ZА-ЯЁ]{1,4} $")
"""Letters that stand before a number as a part of it: полис ХХХ 0048291773."""

_DASHED = re.compile(r"(?=(?:\D*\d){8})[1-9]\d{2,}-\d{4,}", re.ASCII)
"""May be a phone number, where one is spoken of."""

_ACRONYM = re.compile("[A-Z]{2,5}[-/]?")
_DATE = re.compile(
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:(?:1[349]|2[05])\d\d|\d{2})|(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?(?:T.*)?|\d{1,2}(?:st|nd|rd|th)|(?:19|20)\d\d)$",
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]\d")
_YEARS = re.compile(r"(?:19|20)\d\d[-/](?:(?:19|20)\d\d|\d\d)$")
_RANGE = re.compile(r"(\d{1,4})[-/](\d{1,4})$")
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₹₽]|\b(?:rs|inr|usd|eur|gbp|chf|cny|rmb|rub|руб)\.?)\s*$", re.IGNORECASE)
_MINIMUM_BEFORE = re.compile(r"(?:minim|mínim|минимальн|mindest)[\w.]*(?: \w+){0,2}:? $", re.IGNORECASE)
"""What an order must come to."""
_UNIT_AFTER = re.compile(
    r"[.,]\d|\s?[%$€£¥₹₽]|\s?(?:rs|inr|usd|eur|euros?|gbp|chf|dollars?|rupees|pesos|руб\w*|р|units?|pcs|pieces?|pairs?|items?|boxes|stück|stk|pièces?|unités?|unidades|piezas"
    r"|articles?|artículos|шт\w*|штук\w*|kg|g|gr|ml|l|mah|gb|tb|mb|w|watt|cm|mm|m|days?|hours?|hrs?|minutes?|weeks?|tage?n?|stunden|jours?|heures?|días|horas|дн\w+|час\w*"
    r"|points?|punkte|puntos|баллов|customers|people|kunden)(?![^\W\d_])"
    r"|\s?(?:元|块|个|件|天|小时|折|克|张)",
    re.IGNORECASE,
)
_CENTS = re.compile(r"\d{1,5}\.\d\d")
_MEASURE = re.compile(
    r"\d{1,6}(?:[.,-]\d+)*(?:mah|ah|[kmgt]b|gbps|mbps|kg|mg|ml|[ckm]m|in|inch|ft|lbs?|oz|kwh?|wh|kv|[kmg]?hz|mp|px|rpm|btu|pcs)|\d{1,5}[glmwvkx]|\d{1,4}(?:x\d{1,4})+",
    re.IGNORECASE,
)
"""A number with its unit joined to it, or the sides of something: 60x40x40."""
_LISTED = frozenset((",", "and", "&", "und", "et", "y", "и", "или", "或", "和", "、", "or", ", and", "/", "+"))


def named_numbers(text: str, previous: str = "", until: int | None = None) -> Iterator[Span]:
    """Numbers with a name beside them. `previous`: the message before; what it asks for names a number that nothing else names.
    `until`: where the last number ends that is still to be found.
    """
    listed: Named | None = None
    end = 0
    for match in _DIGITS.finditer(text):
        if until is not None and match.start() >= until:
            return
        if (
            match.start() < end
            or text[match.start() - 1 : match.start()] == "+"
            or (match.end() - match.start() < 3 and not _GROUPS.match(text, match.end()))
        ):
            continue
        start = _with_letters_before_point(text, _start(text, match.start()), match.end())
        alone = _is_alone(text, start, match.end()) and not _BOOKING.fullmatch(text, start, match.end())
        if alone and not may_fit(text, start, match.end()):
            listed = None
            continue
        between = text[end:start].strip(" #\n").casefold() if listed else ""
        named, start = _named(text, start, match.end(), previous, listed if between in _LISTED else None)
        listed = None
        if named is None or named is OTHER:
            continue
        start, stop = _whole(text, start, match.end(), named.kind)
        if (named.kind == "TRACKING" and _BOOKING.fullmatch(text, start, stop)) or (
            named.kind == "ID"
            and LOCATOR.fullmatch(text, start, stop)
            and not (named.marked and not _CONFIRMED.search(text, max(0, start - 24), start))
        ):
            named = Named("ORDER", marked=True)
        if _fits(text, start, stop, named):
            yield Span(start, stop, named.kind if named.kind in ("ORDER", "TRACKING") else "ID")
            listed, end = named, stop


def _named(text: str, start: int, stop: int, previous: str, listed: Named | None) -> tuple[Named | None, int]:
    """What a number is called, and where it begins once a word joined to it (order-123, Nr-123) is taken for its name."""
    whole = _whole(text, start, stop, "ID")
    named = name_before(text, whole[0])
    if named and not named.guessed:
        return named, start
    guessed = named
    bare = _behind_word(text, start, stop)
    if bare != start and (named := name_before(text, bare)) and not named.guessed:
        return named, start if _ACRONYM.fullmatch(text, start, bare) else bare
    if named := name_after(text, whole[1]) or listed:
        return named, start
    series = _SERIES.search(text, max(0, start - 5), start) if text[start - 2 : start - 1].isupper() else None
    if series and (named := name_before(text, series.start())) and named is not OTHER and not named.guessed:
        return named, series.start()
    if named := name_of_return(text, start, stop):
        return named, start
    asked = name_in_question(text, start, stop, previous) if previous and not _DATE.match(text[start:stop]) else None
    if asked and not name_anywhere(text, start, len(text)):
        return asked, start
    if (
        _STRONG.fullmatch(text, start, stop) or _PREFIXED.fullmatch(text, start, stop) or _is_called_number(text, start, stop)
    ) and (named := name_of_prefix(text, start) or name_anywhere(text, start, stop)):
        return named, start
    if named := name_of_hash(text, start, stop):
        return named, start
    if (
        _DASHED.fullmatch(text, start, stop)
        and not speaks_of_phoning(text, start, stop)
        and (named := name_anywhere(text, start, stop))
    ):
        return named, start
    if _LONG.fullmatch(text, start, stop) and (named := name_of_prefix(text, start) or name_near(text, start)):
        return named, start
    return asked or guessed, start


def _is_called_number(text: str, start: int, stop: int) -> bool:
    """Whether "number" stands right before letters and digits, what it numbers further away: my old passport was X, the new number is Y."""
    before = _LAST_WORDS.search(text, max(0, start - 24), start)
    return before is not None and marks_number(before[1].casefold()) and _CODED.fullmatch(text, start, stop) is not None


def _start(text: str, digit: int) -> int:
    """Where the letters and digits that are joined to a digit begin."""
    if not digit or not (text[digit - 1].isalnum() or text[digit - 1] in "-_/"):
        return digit
    match = _LEFT.search(text, max(0, digit - 24), digit)
    return match.start() if match else digit


def _with_letters_before_point(text: str, start: int, stop: int) -> int:
    """BK.1031.09: letters with a point belong to a number that has points itself."""
    letters = _POINTED.search(text, max(0, start - 5), start) if "." in text[start:stop] else None
    if letters is None or _MONEY_BEFORE.search(text[max(0, start - 6) : start]):
        return start
    return start if speaks_of_number(letters[1]) else letters.start()


def _behind_word(text: str, start: int, stop: int) -> int:
    """The same without a word such as order- or Nr- in front."""
    word = _LETTERS.match(text, start, stop)
    if not word or not speaks_of_number(word.group()):
        return start
    rest = text[word.end() : stop]
    return word.end() + len(rest) - len(rest.lstrip("-_/"))


def _whole(text: str, start: int, stop: int, kind: str) -> tuple[int, int]:
    """Groups that single spaces set apart belong to the number: RR 123 456 789 DE."""
    if kind != "ORDER" and (snils := _SNILS.match(text, start)):
        return snils.span()
    if stop - start > 5:
        return start, _with_tail(text, stop)
    groups = _GROUPS.match(text, stop)
    if groups and (kind != "ORDER" or _are_of_order(groups.group().split())):
        stop = groups.end()
        last = _LAST_DIGIT.match(text, stop)
        if last and not has_unit(text, last.end()):
            stop = last.end()
        before = _LETTERS_BEFORE.search(text, max(0, start - 5), start)
        if before and not speaks_of_number(before.group().strip()):
            start = before.start()
    return start, _with_tail(text, stop)


def _are_of_order(groups: list[str]) -> bool:
    """Whether groups behind a number are long enough not to be a quantity; the last of several may be short."""
    return min(map(len, groups[:-1] or groups)) >= 3


def _with_tail(text: str, stop: int) -> int:
    """Cyrillic letters at the end of a number belong to it: договор 77-2041/К."""
    tail = _TAIL.match(text, stop)
    return tail.end() if tail else stop


def _fits(text: str, start: int, stop: int, named: Named) -> bool:
    """Whether a number is long enough for what it is called, and no date, amount, range or quantity."""
    number = text[start:stop]
    if named.kind in ("ORDER", "ID") and not named.guessed and _BOOKING.fullmatch(number):
        return True
    if not may_fit(text, start, stop):
        return False
    digits, size = _digits(number), _size(number)
    if named.guessed and (size < 5 or (digits == size and 9 <= size <= 13 and _may_be_phone(text, start, stop, named))):
        return False
    if named.marked:
        return size >= (3 if text[start - 1 : start] == "#" else 4) and not (is_range(number) and size < 6)
    return not (is_range(number) and (named.kind == "ORDER" or size < 6 or _YEARS.match(number))) and size >= _shortest(
        text[stop : stop + 2],
        named.kind,
        mixed=digits < size or number[0] == "0" or not number.isalnum(),
        round_sum=number.endswith("00"),
    )


def _may_be_phone(text: str, start: int, stop: int, named: Named) -> bool:
    return named.kind not in ("ORDER", "TRACKING") or speaks_of_phoning(text, start, stop)


def _is_date(number: str) -> bool:
    """44-18-27 is none."""
    if not _DATE.match(number):
        return False
    parts = _DAY.match(number)
    return parts is None or (max(days := (int(parts[1]), int(parts[2]))) <= 31 and min(days) <= 12)


def is_range(number: str) -> bool:
    """From the smaller to the larger: 2019-2024, 40/42."""
    match = _RANGE.match(number)
    if match is None or len(match[2]) > len(match[1]) + 1:
        return False
    return len(match[2]) < 3 or int(match[1]) <= int(match[2])


def _is_alone(text: str, start: int, stop: int) -> bool:
    """Whether a number is this and no more, whatever it is called: neither a word nor further groups are joined to it."""
    if not text[start].isdigit() or _SNILS.match(text, start):
        return False
    return stop - start > 5 or not _GROUPS.match(text, stop)


def may_fit(text: str, start: int, stop: int) -> bool:
    """Whether it is no date, amount or quantity, whatever it is called."""
    number = text[start:stop]
    if _is_date(number) or _MEASURE.fullmatch(number) or (number[-3:-2] == "." and _CENTS.fullmatch(number)):
        return False
    digits = _digits(number)
    if digits < 3 or digits * 3 < _size(number) or _MONEY_BEFORE.search(text[max(0, start - 6) : start]):
        return False
    if digits < 5 and _MINIMUM_BEFORE.search(text, max(0, start - 40), start):
        return False
    if len(number) < 10 and has_unit(text, stop):
        return False
    return not (text[stop : stop + 1] == ":" and text[stop + 1 : stop + 2].isdigit())


def has_unit(text: str, stop: int) -> bool:
    """Whether a unit or a currency stands behind a number."""
    return _UNIT_AFTER.match(text, stop) is not None


def _digits(number: str) -> int:
    return len(number) if number.isdigit() else sum(map(str.isdigit, number))


def _size(number: str) -> int:
    return len(number) if number.isalnum() else sum(map(str.isalnum, number))


def _shortest(following: str, kind: str, *, mixed: bool, round_sum: bool) -> int:
    """How many letters and digits a number needs where nothing but its name speaks for it. `mixed`: of letters and digits, or with a
    leading zero, which no quantity has.
    """
    match kind:
        case "ORDER":
            return 5 if following.strip(" .,!?;)") else 4
        case "TRACKING":
            return 8
        case "ID":
            return 5
        case "HOLDER" if mixed or not round_sum:
            return 5
        case _:
            return 6 if mixed else 8
