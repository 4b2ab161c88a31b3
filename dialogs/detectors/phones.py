"""Phone numbers, proven by the numbering plans of the regions that a dialog may come from."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from dialogs.detectors.questions import asks_for
from dialogs.detectors.span import Span

if TYPE_CHECKING:
    import phonenumbers

REGIONS = {
    "en": ("US", "GB", "IN", "AU"),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH", "CA"),
    "es": ("ES", "MX", "AR", "CO", "CL", "PE"),
    "ru": ("RU", "KZ", "BY"),
    "zh": ("CN", "TW", "HK"),
    "pt": ("BR", "PT"),
    "it": ("IT", "CH"),
    "nl": ("NL", "BE"),
    "pl": ("PL",),
    "uk": ("UA",),
    "tr": ("TR",),
    "ja": ("JP",),
    "ko": ("KR",),
    "ar": ("SA", "AE", "EG"),
    "hi": ("IN",),
    "id": ("ID",),
    "vi": ("VN",),
    "cs": ("CZ", "SK"),
    "sv": ("SE",),
}
"""Where a language's speakers most likely phone from, when nobody names a region."""

WIDE = ("US", "GB", "IN", "DE", "FR", "ES", "RU", "CN", "BR", "MX", "AU", "IT", "NL", "PL", "UA", "TR", "JP", "AE", "ZA")
"""Tried where the words around a number say that it is a phone number."""

_CANDIDATE = re.compile(
    r"(?<![\w.,@=/-])(?:(?<!\d[ \u00a0])|(?=\+))\(?\+?\(?\d[\d \t\u00a0\u2009().\-–/]{4,24}\d(?![\w@]|[.,]\d|[-/][A-Za-z])",
    re.ASCII,
)
_SPLIT = re.compile(r"\s*[/–]\s*|\s{2,}|\t| - ")
_DATE = re.compile(
    r"\(?(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?![./-]?\d)|(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d$"
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([ .\u00a0\u2009])\d{3})(?:\1\d{3})*")
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₹₽]|\b(?:rs|inr|usd|eur|gbp|chf|mxn|cny|rmb|rub|руб|eur(?:o|os)?)\.?)\s*$", re.IGNORECASE)
_MONEY_AFTER = re.compile(
    r"\s?(?:[$€£¥₹₽%元]|(?:rs|inr|usd|eur|euros?|gbp|chf|dollars?|rupees|pesos|rub|руб\w*|рублей|块|万)\b)", re.IGNORECASE
)
_CUE = re.compile(
    r"phone|tel[eé]?[fm]|\btel\b|\bcall|mobile?\b|\bcell|whats?app|telegram|viber|contact|reach|ring me|text me|\bsms\b|\bfax|hotline|helpline|dial"
    r"|handy|rufnummer|ruft?\b|\banruf|zurückruf|erreich|portable|\bport\.|\bnum\b|appel|joindre|rappel|móvil|movil|\bcelu|\bcel\b|\bt[eé]l\b|\btlfn?o?\b|\btfno\b|\bfono\b|bellen|\bbel\b|dzwo|zadzwo|komórk|ll[aá]m"
    r"|телефон|\bтел\b|\bмоб|звон|связ|набер|ватсап|电话|手机|联系|致电|热线|微信|来电|هاتف|جوال|اتصل|موبايل|電話|携帯|전화|फोन|telefone|ligar|cellulare|chiam",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_NO_TRUNK = frozenset(("US", "CA", "MX", "CO", "PE", "CL", "AR", "BR", "CN", "RU", "KZ", "BY", "IN"))
"""Where numbers are written without the digit that is dialled first."""
_NEXT_NUMBER = re.compile(r"\w*[.:：]? ?[(+]*\d")
_NUMBER = re.compile(r"\b(?:numbers?|numbe?r|nmbr|nummern?|num[ée]ro|número|номер)\b|号码|رقم", re.IGNORECASE)
"""Speaks of phoning only where it is not the number of an article."""

_OTHER = re.compile(
    r"article|artikel|\bsku|\bean\b|\bisbn|\bitem|model|product|produkt|producto|produit|serial|serie|seri[eé]n|barcode|\bupc\b|\basin\b|artículo"
    r"|артикул|модел|товар|серийн|штрих|型号|货号|商品|条码|序列号|编号|version|firmware|\bbuild\b|прошивк|\bcode\b|\bpin\b|postcode|\bzip\b|\bplz\b|индекс|邮编"
    r"|\bcard|karte|carte|tarjeta|карт|卡|iban",
    re.IGNORECASE,
)


def may_hold_phone(text: str) -> bool:
    """Whether `phones` has anything to look at."""
    return _CANDIDATE.search(text) is not None


def phones(text: str, regions: tuple[str, ...], *, sure: bool, previous: str = "") -> Iterator[Span]:
    """Phone numbers, international or of one of the regions.

    `sure`: somebody named the region. Where it is only guessed from the language, digits without any separator
    need a word near them that speaks of phoning, or a message before (`previous`) that asks for a phone number.
    """
    for match in _CANDIDATE.finditer(text):
        for start, end in _parts(text, match.start(), match.end()):
            if _is_phone(text, start, end, regions, sure, previous):
                yield Span(start, end, "PHONE")


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The candidate, divided at slashes, dashes and gaps where either side is long enough for a number."""
    place = start
    for gap in _SPLIT.finditer(text, start, end):
        if min(_digits(text, place, gap.start()), _digits(text, gap.end(), end)) >= 7:
            yield place, gap.start()
            place = gap.end()
    yield place, end


def _digits(text: str, start: int, end: int) -> int:
    return sum(map(str.isdigit, text[start:end]))


def _is_phone(text: str, start: int, end: int, regions: tuple[str, ...], sure: bool, previous: str) -> bool:
    number = text[start:end]
    digits = "".join(filter(str.isdigit, number))
    if not 7 <= len(digits) <= 15 or _DATE.match(number) or number[-2] == ".":
        return False
    if "+" in number:
        return _international(digits)
    before, after = text[max(0, start - 48) : start], text[end : end + 24]
    if _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(after):
        return False
    if digits.startswith("00") and len(digits) > 10:
        return _international(digits[2:]) and (_is_valid(digits[2:]) or _CUE.search(before) is not None)
    if len(digits) > 13:
        return False
    other = _OTHER.search(before[-28:])
    alone = not (text[:start] + text[end:]).strip(" .,!?:;-")
    named = bool(_CUE.search(before) or _is_told_after(after))
    cue = named or (previous != "" and "PHONE" in asks_for(previous))
    if other and not _CUE.search(before[-28:][other.end() :]):
        return False
    if cue and (_national(digits, regions + WIDE) or _local(number, digits, regions[0])):
        return True
    told = alone or _NUMBER.search(before) or (previous and _CUE.search(previous, max(0, len(previous) - 120)))
    if told and _is_written_so(number, regions + WIDE if alone else regions):
        return True
    if _GROUPED.fullmatch(number) and not sure:
        return False
    if number == digits and not sure and (regions[:1] == ("US",) or not _mobile(digits, regions)):
        return False
    return _national(digits, regions) if sure else _is_written_so(number, regions)


def _is_told_after(after: str) -> bool:
    """Whether the words behind a number say that people can be reached there, and are not the name of another number."""
    cue = _CUE.search(after)
    return cue is not None and not _NEXT_NUMBER.match(after, cue.end())


@lru_cache(maxsize=4096)
def _international(digits: str) -> bool:
    import phonenumbers

    try:
        return len(digits) >= 10 or phonenumbers.is_possible_number(phonenumbers.parse(f"+{digits}", None))
    except phonenumbers.NumberParseException:
        return False


def _is_valid(digits: str) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}", None))
    except phonenumbers.NumberParseException:
        return False


@lru_cache(maxsize=4096)
def _national(digits: str, regions: tuple[str, ...]) -> bool:
    import phonenumbers

    return any(phonenumbers.is_valid_number(number) for number in _parsed(digits, regions))


@lru_cache(maxsize=4096)
def _is_written_so(number: str, regions: tuple[str, ...]) -> bool:
    """Whether a number is valid in one of the regions and written as people there write it: with the digit that is dialled first,
    in the groups that the plan forms, or a mobile's. Any digits in any groups are somebody's number in Germany.
    """
    import phonenumbers

    digits = "".join(filter(str.isdigit, number))
    groups = _DIGITS.findall(number)
    for region in regions:
        for parsed in _parsed(digits, (region,)):
            if not phonenumbers.is_valid_number(parsed):
                continue
            trunk = phonenumbers.ndd_prefix_for_region(region, True)
            if trunk and len(trunk) == 1 and digits.startswith(trunk):
                return True
            national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
            if groups == _DIGITS.findall(national) and (trunk is None or digits.startswith(trunk) or region in _NO_TRUNK):
                return True
            grouped = all(2 <= len(group) <= 5 for group in groups[1:]) and (
                len(groups) > 1 or trunk is None or region in _NO_TRUNK
            )
            if grouped and phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE:
                return True
    return False


def _local(number: str, digits: str, region: str) -> bool:
    """What people write where a phone number is meant, assigned or not: a number of the region's length with its trunk zero, 555-0123."""
    return (digits.startswith("0") and _possible(digits, region)) or (len(digits) == 7 and number[3:4] == "-")


@lru_cache(maxsize=4096)
def _possible(digits: str, region: str) -> bool:
    import phonenumbers

    return any(
        phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
        for number in _parsed(digits, (region,))
    )


@lru_cache(maxsize=4096)
def _mobile(digits: str, regions: tuple[str, ...]) -> bool:
    import phonenumbers

    return any(phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE for number in _parsed(digits, regions))


def _parsed(digits: str, regions: tuple[str, ...]) -> "Iterator[phonenumbers.PhoneNumber]":
    import phonenumbers

    for region in regions:
        try:
            yield phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue
