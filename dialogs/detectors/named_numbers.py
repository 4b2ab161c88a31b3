"""Order, tracking and id numbers: their shape, and a word beside them that names them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dialogs.detectors.naming import PHONE_WORDS, chinese_kind, kind_of, marks_number, passes
from dialogs.detectors.span import Span

_DIGITS = re.compile(r"\d(?:[0-9A-Za-z]|[-_/](?=[0-9A-Za-z])|\.(?=\d))*", re.ASCII)
_LEFT = re.compile(r"[0-9A-Za-z]+(?:[-_/][0-9A-Za-z]*)*$", re.ASCII)
_GROUPS = re.compile(r"(?: (?=[0-9A-Z]{2,6}(?![0-9A-Za-z]))[0-9A-Z]*\d[0-9A-Z]*){1,7}(?: [A-Z]{2}(?![A-Za-z0-9]))?", re.ASCII)
_LETTERS_BEFORE = re.compile(r"(?<![A-Za-z0-9])[A-Z0-9]{1,4} $", re.ASCII)
_DATE = re.compile(
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?(?:T.*)?|\d{1,2}(?:st|nd|rd|th)|(?:19|20)\d\d)$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\d{1,4}[-/]\d{1,4}$")
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₹₽]|\b(?:rs|inr|usd|eur|gbp|chf|cny|rmb|rub|руб)\.?)\s*$", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    r"[.,]\d|\s?[%$€£¥₹₽]|\s?(?:rs|inr|usd|eur|euros?|gbp|chf|dollars?|rupees|pesos|руб\w*|р|units?|pcs|pieces?|pairs?|items?|boxes|stück|stk|pièces?|unités?|unidades|piezas"
    r"|articles?|artículos|шт\w*|штук\w*|kg|g|gr|ml|l|mah|gb|tb|mb|w|watt|cm|mm|m|days?|hours?|hrs?|minutes?|weeks?|tage?n?|stunden|jours?|heures?|días|horas|дн\w+|час\w*"
    r"|元|块|个|件|天|小时|折|points?|punkte|puntos|баллов|customers|people|kunden)(?![^\W\d_])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[#№°º=(:：]|\d+[\w/-]*|[.!?;\n。！？；]")
_STRONG = re.compile(r"\d{3,}(?:-\d{3,}){2,3}|\d{3,}-\d{6,}|(?=(?:\D*\d){6})[A-Z]{1,6}[0-9A-Z]{8,}|\d{12,}", re.ASCII)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Named:
    """The kind that a context gives, and whether it says that a number follows."""

    kind: str
    marked: bool


_OTHER = _Named("", marked=False)
"""Named as something that is nobody's: a product, a postal code; or as a phone number, which its own detector proves."""


def named_numbers(text: str, previous: str = "") -> Iterator[Span]:
    """Numbers with a name beside them. `previous`: the message before; what it asks for names a number that nothing else names."""
    listed: _Named | None = None
    end = 0
    for match in _DIGITS.finditer(text):
        if match.start() < end or (match.end() - match.start() < 3 and not _GROUPS.match(text, match.end())):
            continue
        start = _left_end(text, match.start())
        between = text[end:start].strip(" #\n") if listed else ""
        named = _name_before(text, start) or _name_after(text, _whole(text, start, match.end(), "ID")[1])
        if (
            named is None
            and listed
            and between.casefold() in (",", "and", "&", "und", "et", "y", "и", "或", "和", "、", "or", ", and", "/", "+")
        ):
            named = listed
        if named is _OTHER:
            listed, end = None, match.end()
            continue
        if named is None:
            named = _distant(text, start, match.end()) or (_answered(text, start, match.end(), previous) if previous else None)
        listed = None
        if named is None:
            continue
        start, stop = _whole(text, start, match.end(), named.kind)
        if _fits(text, start, stop, named):
            yield Span(start, stop, "ID" if named.kind != "ORDER" and named.kind != "TRACKING" else named.kind)
            listed, end = named, stop


def _distant(text: str, start: int, stop: int) -> _Named | None:
    """A number that can't be anything else, with a name anywhere before it: "where is my order??? 987-6543210-987654"."""
    if not _STRONG.fullmatch(text, start, stop):
        return None
    words = [match.group().casefold() for match in _WORD.finditer(text[max(0, start - 120) : start])]
    kinds = [kind for word in words if (kind := chinese_kind(word) if _CHINESE.search(word) else kind_of(word))]
    if not kinds or kinds[-1] == "NOT":
        return None
    return next((_Named(kind, marked=False) for kind in reversed(kinds) if kind in ("ORDER", "TRACKING", "ID")), None)


def _answered(text: str, start: int, stop: int, previous: str) -> _Named | None:
    """What a bare number is, given the question before it. Six digits and fewer may be anything, ten may be a phone's."""
    number = text[start:stop]
    if len(number) < 7 or _DATE.match(number):
        return None
    asked = asks_for(previous)
    if "PHONE" in asked and number.isdigit() and 9 <= len(number) <= 13:
        return None
    return next((_Named(kind, marked=False) for kind in ("ORDER", "TRACKING", "ID") if kind in asked), None)


@lru_cache(maxsize=256)
def asks_for(text: str) -> frozenset[str]:
    """Which of ORDER, TRACKING, ID and PHONE the text asks for: "could you share your order ID?"."""
    found = [match.group().casefold() for match in _WORD.finditer(text[-400:])]
    return frozenset(kind for place in range(len(found)) if (kind := _asked(found, place)))


def _asked(words: list[str], place: int) -> str | None:
    word = words[place]
    following = words[place + 1 : place + 3]
    if word in PHONE_WORDS:
        return "PHONE"
    if _CHINESE.search(word):
        kind = chinese_kind(word)
        return kind if kind != "NOT" else None
    kind = kind_of(word)
    if kind in (None, "NOT") or not (marks_number(word) or any(map(marks_number, following))):
        return None
    return kind if kind in ("ORDER", "TRACKING") else "ID"


def _left_end(text: str, start: int) -> int:
    """Where the letters and digits that are joined to a digit begin; words such as order- and Nr- stay outside."""
    match = _LEFT.search(text, max(0, start - 24), start)
    if not match:
        return start
    joined = match.group()
    word = re.match(r"[A-Za-z]+", joined)
    if word and (marks_number(word.group().casefold()) or kind_of(word.group().casefold())):
        return match.start() + len(word.group()) + len(joined[len(word.group()) :]) - len(joined[len(word.group()) :].lstrip("-_/"))
    return match.start()


def _whole(text: str, start: int, stop: int, kind: str) -> tuple[int, int]:
    """Groups that single spaces set apart belong to the number: RR 123 456 789 DE."""
    if stop - start > 5:
        return start, stop
    groups = _GROUPS.match(text, stop)
    if groups and (kind != "ORDER" or min(map(len, groups.group().split())) >= 3):
        stop = groups.end()
        before = _LETTERS_BEFORE.search(text, max(0, start - 5), start)
        if before and not marks_number(before.group().strip().casefold()) and not kind_of(before.group().strip().casefold()):
            start = before.start()
    return start, stop


def _fits(text: str, start: int, stop: int, named: _Named) -> bool:
    number = text[start:stop]
    digits = sum(map(str.isdigit, number))
    if digits < 3 or _DATE.match(number) or _MONEY_BEFORE.search(text[max(0, start - 6) : start]):
        return False
    if len(number) < 10 and _UNIT_AFTER.match(text, stop):
        return False
    if text[stop : stop + 1] == ":" and text[stop + 1 : stop + 2].isdigit():
        return False
    size = sum(map(str.isalnum, number))
    mixed = digits < size
    if mixed and digits * 3 < size:
        return False
    if named.marked:
        return size >= (3 if text[start - 1 : start] == "#" else 4) and not (_RANGE.match(number) and size < 6)
    if _RANGE.match(number):
        return False
    match named.kind:
        case "ORDER":
            return size >= 5 or (size == 4 and not text[stop : stop + 2].strip(" .,!?;)"))
        case "TRACKING":
            return size >= 8
        case "ID":
            return size >= (5 if mixed else 6)
        case _:
            return size >= 8 or (mixed and size >= 6)


def _name_before(text: str, start: int) -> _Named | None:
    """Walk back from a number over what may stand between it and its name."""
    before = text[max(0, start - 72) : start]
    marked = colon = is_crossed = False
    weak: _Named | None = None
    words = [match.group().casefold() for match in _WORD.finditer(before)]
    for steps, word in enumerate(reversed(words)):
        if word in ".;!?\n。！？；" and (steps > 1 or word != "."):
            break
        if word in "#№°º":
            marked = True
            continue
        if word in "(:：=.":
            colon = colon or word != "."
            continue
        if _CHINESE.search(word):
            kind = chinese_kind(word)
            if kind is None or kind == "NOT":
                return _OTHER if kind else None
            return _Named(kind, marked or colon or word.rstrip("是为為的")[-1:] in "号號码碼编編")
        kind = kind_of(word)
        if kind == "NOT" or word in PHONE_WORDS:
            return _OTHER
        if kind == "WEAK_ID":
            marked, weak = True, _Named("ID", True)
            continue
        if kind:
            found = _Named(kind, marked or marks_number(word) or (colon and kind != "ID_IF_MARKED"))
            rest = words[: len(words) - steps - 1]
            return (is_crossed and _owner(rest)) or found
        role = passes(word)
        if marks_number(word):
            marked = True
        elif is_crossed and word[0].isdigit():
            continue
        elif role == "IS":
            is_crossed = True
        elif role is None or steps > 7 or (role == "OF" and not marked):
            break
    return weak


def _owner(words: list[str]) -> _Named | None:
    """In "the tracking number for my order 123 is": what the number is of the order."""
    linked = False
    for word in reversed(words[-8:]):
        kind = kind_of(word)
        if linked and kind and kind != "NOT":
            return _Named("ID" if kind == "WEAK_ID" else kind, marked=True)
        if passes(word) == "OF":
            linked = True
        elif not (passes(word) or marks_number(word) or word[0].isdigit()):
            return None
    return None


def _name_after(text: str, stop: int) -> _Named | None:
    """406-1234567-8901234 is my order number."""
    words = [match.group().casefold() for match in _WORD.finditer(text[stop : stop + 40])]
    if not words or not (passes(words[0]) == "IS" or words[0] == "("):
        return None
    for word in words[1:5]:
        if _CHINESE.search(word):
            kind = next((kind for end in range(len(word), 0, -1) if (kind := chinese_kind(word[:end]))), None)
            return None if kind in (None, "NOT") else _Named(kind, marked=True)
        kind = kind_of(word)
        if kind == "NOT":
            return None
        if kind and kind != "WEAK_ID":
            return _Named(kind, marked=True)
        if not (passes(word) or marks_number(word)):
            return None
    return None
