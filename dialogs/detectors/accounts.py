"""Payment cards and IBANs: numbers that carry their own proof."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dialogs.detectors.span import Span

_CARD = re.compile(
    r"\d(?<![\w.,+-]\d)(?:\d{12,18}|\d{3}(?:([ .-])\d{4})(?:\1\d{4}){1,2}(?:\1\d{1,4})?|\d{3}([ .-])\d{6}\2\d{4,5})(?![\w-]|[.,]\d|[ ]\d{4}\b)",
    re.ASCII,
)
"""Digits in a row, in fours, or as American Express and Diners print them. It begins with a digit, which is looked for faster than
what stands before it.
"""

_BRANDS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11,13}"
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|62\d{14,17}|35(?:2[89]|[3-8]\d)\d{12}|220[0-4]\d{12,15}|(?:50|5[6-9]|6[0379])\d{14,17}"
)
"""Issuer prefixes and lengths of Visa, Mastercard, American Express, Diners, Discover, UnionPay, JCB, Mir and Maestro (ISO/IEC 7812)."""

_CARD_WORD = re.compile("card|karte|carte|tarjeta|carta|cartão|карт|卡|visa|master", re.IGNORECASE)
"""Thirteen digits are a card only next to one of these: barcodes have as many, and one in ten passes Luhn."""

_IBAN = re.compile(r"\d{2}(?<=(?<![A-Za-z0-9])[A-Za-z]{2}\d{2})(?=[ \-.]?[A-Za-z0-9])", re.ASCII)
"""The check digits, behind a country: a search for digits passes over a text three times as fast as one for letters."""

_LENGTHS = {
    country: int(length)
    for length, countries in (
        entry.split(":")
        for entry in [
            "15:NO",
            "16:BE",
            "18:DK,FI,FO,GL,NL,SD,FK",
            "19:MK,SI",
            "20:AT,BA,EE,KZ,LT,LU,XK,MN",
            "21:CH,HR,LI,LV",
            "22:BG,BH,CR,DE,GB,GE,IE,ME,RS,VA",
            "23:AE,GI,IL,IQ,TL,OM,SO",
            "24:AD,CZ,ES,MD,PK,RO,SA,SE,SK,TN,VG",
            "25:LY,PT,ST",
            "26:IS,TR",
            "27:BI,DJ,FR,GR,IT,MC,MR,SM",
            "28:AL,AZ,BY,CY,DO,GT,HU,LB,NI,PL,SV",
            "29:BR,EG,PS,QA,UA",
            "30:JO,KW,MU,YE",
            "31:MT,SC",
            "32:LC",
            "33:RU",
        ]
    )
    for country in countries.split(",")
}
"""Length by country (SWIFT IBAN registry)."""


def candidates(text: str) -> list[re.Match[str]]:
    """What is written as cards are, for `cards` and `unproven_cards`."""
    return list(_CARD.finditer(text))


def cards(text: str, written: Iterable[re.Match[str]]) -> Iterator[Span]:
    """Numbers of an issuer's length and prefix that pass Luhn; a number that could be a card but fails is protected."""
    for match in written:
        digits = re.sub(r"\D", "", match.group())
        named = len(digits) > 13 or _CARD_WORD.search(text[max(0, match.start() - 32) : match.start()])
        if named and _BRANDS.fullmatch(digits) and luhn(digits):
            yield Span(match.start(), match.end(), "CARD")


def luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1, annex B."""
    total = sum(int(digit) for digit in digits[::-2])
    total += sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return total % 10 == 0


def unproven_cards(written: Iterable[re.Match[str]]) -> Iterator[Span]:
    """Numbers written as cards are that are none: no detector may take a part of them for something else."""
    for match in written:
        if not match.group().isdigit() and sum(character.isdigit() for character in match.group()) >= 15:
            yield Span(match.start(), match.end(), "")


def ibans(text: str) -> Iterator[Span]:
    """IBANs of their country's length and checksum; one that fails is protected, so that nothing inside is taken for a phone."""
    for match in _IBAN.finditer(text):
        start = match.start() - 2
        length = _LENGTHS.get(text[start : match.start()].upper())
        if length and (whole := _rest(length - 4).match(text, match.end())):
            number = text[start : whole.end()]
            if iban_checks(number):
                yield Span(start, whole.end(), "IBAN")
            elif number.isupper() or " " not in number:
                yield Span(start, whole.end(), "")


@lru_cache(maxsize=64)
def _rest(length: int) -> re.Pattern[str]:
    """So many letters and digits, with or without separators, and no more of them."""
    return re.compile(rf"(?:[ \-.]?[A-Za-z0-9]){{{length}}}(?![A-Za-z0-9])")


def iban_checks(number: str) -> bool:
    """ISO 7064 MOD 97-10 over the rearranged number."""
    plain = re.sub(r"[^A-Za-z0-9]", "", number).upper()
    return int("".join(str(int(character, 36)) for character in plain[4:] + plain[:4])) % 97 == 1
