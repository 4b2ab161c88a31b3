"""Personal values out of a text, typed placeholders in. Pure: nothing is kept between calls.

What counts as personal is settled in docs/redaction.md; each kind's detector lives in dialogs/detectors/.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dialogs.detectors.accounts import candidates, cards, ibans, unproven_cards
from dialogs.detectors.carriers import carriers, may_hold_carrier
from dialogs.detectors.emails import emails, may_hold_email
from dialogs.detectors.named_numbers import named_numbers
from dialogs.detectors.names import names_in
from dialogs.detectors.network import ips, url_secrets, urls
from dialogs.detectors.phones import REGIONS, may_hold_phone, phones
from dialogs.detectors.plates import plates
from dialogs.detectors.public_values import public_values
from dialogs.detectors.span import Span
from dialogs.detectors.unnamed_numbers import may_hold_unnamed, unnamed_numbers
from dialogs.errors import UnusablePattern
from dialogs.record import Redacted

KINDS = ("EMAIL", "PHONE", "CARD", "IBAN", "ORDER", "TRACKING", "NAME", "IP", "URL", "ID")
PLACEHOLDER = re.compile(rf"<(?P<kind>{'|'.join(KINDS)})_(?P<number>\d+)>")

_DIGITS = re.compile("[0-9]+")
_DULL = bytes({*range(0x80), *range(0x80, 0xD8), *range(0xE2, 0xEA), *range(0xEB, 0xEE)} - set(b"0123456789@([:"))
"""Bytes of UTF-8 without what values are known by: striking these out tells a text without any three times as fast as looking for it.
What stays besides begins characters among which there are digits, such as the Arabic ones, or the wide at sign.
"""
_DIGIT = re.compile(r"\d")
_THREE_DIGITS = re.compile(r"\d\D*+\d\D*+\d")
_CODE = re.compile(r"\d(?:(?<=[A-Z]\d)|[A-Z])")
"""A capital letter beside a digit. It begins with the digit, as do the next one and others: what begins with a set of characters is
looked for three times as fast as what begins with a look behind or with a choice.
"""
_LAST_DIGIT = re.compile(".*[0-9]", re.DOTALL)
_AMOUNT_OR_DATE = re.compile(
    r"\d(?<![\w.,:/#+-]\d)(?<!\d[ \u00a0]\d)"
    r"(?:\d{0,3}[.,]\d\d|\d?[./-]\d{1,2}[./-](?:19|20)\d\d|(?:(?<=1)9|(?<=2)0)\d\d(?:-\d\d-\d\d)?)"
    r"(?![\w:/-]|[.,][\w]|[ \u00a0]?[\d(+])"
)
"""34.50, 12.03.2026 and 2026, not joined to anything."""
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_SCRIPTS = tuple(
    (re.compile(script), tuple(region for language in languages.split() for region in REGIONS[language]))
    for script, languages in (
        ("[а-яё]", "ru uk"),
        ("[\u3040-\u30ff]", "ja"),
        ("[\u4e00-\u9fff]", "zh"),
        ("[\uac00-\ud7af]", "ko"),
        ("[\u0600-\u06ff]", "ar"),
        ("[\u0900-\u097f]", "hi"),
    )
)
_HIDDEN = "\x01"


@dataclass(frozen=True, slots=True)
class Redactor:
    """Replaces personal values by placeholders.

    `region`: default of national phone numbers, such as "DE"; None: from the dialog's language.
    `order_patterns`, `id_patterns`: regular expressions of a team's own numbers, which then need no word that names them;
    group 1, where there is one, is the number. `public_values`: the team's own address, phone number and the like, which stay.
    """

    region: str | None = None
    order_patterns: tuple[str, ...] = ()
    id_patterns: tuple[str, ...] = ()
    public_values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises UnusablePattern."""
        for setting in ("order_patterns", "id_patterns"):
            for pattern in getattr(self, setting):
                try:
                    re.compile(pattern)
                except re.error as error:
                    raise UnusablePattern(
                        f"{setting} holds {pattern!r}, which is no regular expression ({error}); write one such as ORD-[0-9]{{6}}"
                    ) from error

    def redact(
        self,
        text: str,
        known: Mapping[str, str] | None = None,
        names: Collection[str] = (),
        region: str | None = None,
        *,
        language: str | None = None,
        previous: str = "",
        plain: bool | None = None,
    ) -> Redacted:
        """The text with placeholders, and what they stand for: `known` of the dialog so far plus what is new here.

        The same value gets the same number. `names`: display names of the people of the dialog. `previous`: the message before,
        so that a bare number which answers "what is your order number?" is known for what it is. `plain`: what the caller knows
        from `may_hold_values`.
        """
        values: Mapping[str, str] = {} if known is None else known
        valued = self.may_hold_values(text) if plain is None else not plain
        while (claims := self._claims(text, values, names, region or self.region, language, previous, valued)) is not None:
            text, values = _replaced(text, claims, values)
            valued = self.may_hold_values(text)
        return Redacted(text, values)

    def _claims(
        self,
        text: str,
        known: Mapping[str, str],
        names: Collection[str],
        region: str | None,
        language: str | None,
        previous: str,
        valued: bool,
    ) -> "_Claims | None":
        """What is personal in the text; None where nothing is, as in most. Asked again after it is replaced: a placeholder may
        bring two words closer together.
        """
        repeated = bool(known) and self.may_repeat(text, known)
        if not (valued or repeated or names):
            return None
        claims = _Claims(text)
        if "<" in text:
            claims.take(Span(match.start(), match.end(), "") for match in PLACEHOLDER.finditer(text))
        if valued and not (claims.spans and not self.may_hold_values(PLACEHOLDER.sub("", text))):
            self._values(claims, region, language, previous)
        if repeated:
            claims.take(_repeated(text, known))
        if names:
            for span, whole in names_in(text, names if isinstance(names, frozenset) else frozenset(names)):
                claims.take((span,), whole)
        return claims if claims.personal else None

    def may_hold_values(self, text: str) -> bool:
        """A cheap look that most texts do not pass: fewer than three digits are no value, nor are amounts and dates, but for codes of
        capital letters, addresses and what the settings name.
        """
        marks = text.encode(errors="surrogatepass").translate(None, _DULL)
        if not marks:
            return "www." in text
        only_digits = marks.isdigit()
        if "www." in text if only_digits else _is_addressed(text):
            return True
        if not only_digits and not _DIGIT.search(text):
            return False
        if self.order_patterns or self.id_patterns or self.public_values or marks.count(b":") >= 2:
            return True
        three = len(marks) >= 3 if only_digits else _THREE_DIGITS.search(text)
        if not (three or _CODE.search(text)):
            return False
        rest = _AMOUNT_OR_DATE.sub(" ", text)
        return _THREE_DIGITS.search(rest) is not None or _CODE.search(rest) is not None

    def may_repeat(self, text: str, known: Mapping[str, str]) -> bool:
        """Whether a value that is `known` may stand in the text: asked for a third of all messages, for which any() needs twice as long."""
        for value in known.values():  # noqa: SIM110
            if value in text:
                return True
        return False

    def _values(self, claims: "_Claims", region: str | None, language: str | None, previous: str) -> None:
        """Let each detector that has enough to look at claim its values, the surest first."""
        text = _ascii_digits(claims.text)
        runs = _DIGITS.findall(text)
        sizes = set(map(len, runs))
        digits = sum(map(len, runs))
        if self.public_values:
            claims.take(public_values(text, self.public_values))
        addressed = "://" in text or "www." in text
        if addressed:
            claims.take(url_secrets(text))
        if may_hold_email(text):
            claims.take(emails(text))
        for kind, patterns in (("ORDER", self.order_patterns), ("ID", self.id_patterns)):
            for pattern in patterns:
                claims.take(_matches(text, pattern, kind))
        if digits >= 8:
            claims.take(ibans(text))
        grouped = candidates(text) if digits >= 13 else []
        if grouped:
            claims.take(cards(text, grouped))
        if digits >= 8 and may_hold_carrier(text, digits, sizes):
            claims.take(carriers(text))
        if len(runs) >= 4 or text.count(":") >= 2:
            claims.take(ips(text))
        if digits and (last := _LAST_DIGIT.match(claims.masked(text))):
            claims.take(named_numbers(text, previous, last.end()))
        if grouped:
            claims.take(unproven_cards(grouped))
        if addressed:
            claims.take(urls(text))
        if digits >= 7 and _DIGITS.search(masked := claims.masked(text)) and may_hold_phone(masked):
            claims.take(phones(masked, _regions(region, language, text), sure=region is not None, previous=previous))
        if digits and _DIGITS.search(masked := claims.masked(text)):
            claims.take(plates(masked))
            if may_hold_unnamed(masked):
                claims.take(unnamed_numbers(masked, previous))


def _is_addressed(text: str) -> bool:
    """Whether there may be an address of any kind, or a secret in one, without a digit."""
    return "://" in text or "www." in text or may_hold_email(text)


def _ascii_digits(text: str) -> str:
    """The text with the digits of other scripts as 0 to 9, at its own length."""
    if text.isascii() or not _OTHER_DIGIT.search(text):
        return text
    return _OTHER_DIGIT.sub(lambda match: str(unicodedata.digit(match.group())), text)


def _matches(text: str, pattern: str, kind: str) -> Iterator[Span]:
    compiled = re.compile(pattern)
    for match in compiled.finditer(text):
        group = 1 if compiled.groups and match.group(1) is not None else 0
        yield Span(*match.span(group), kind)


def _regions(region: str | None, language: str | None, text: str) -> tuple[str, ...]:
    """Where a national number may belong: the region named, else the language's, else the script's."""
    if region:
        return (region.upper(),)
    if language and (known := REGIONS.get(language[:2].lower())):
        return known
    return next((found for script, found in _SCRIPTS if script.search(text)), REGIONS["en"])


def _repeated(text: str, known: Mapping[str, str]) -> Iterator[Span]:
    """Values of the dialog that stand here again, now without a word that names them."""
    for placeholder, value in known.items():
        if len(value) < 4:
            continue
        start = text.find(value)
        while start >= 0:
            end = start + len(value)
            if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                yield Span(start, end, _kind(placeholder))
            start = text.find(value, end)


class _Claims:
    """Places of a text that are spoken for, in order. Who comes first keeps a place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[tuple[Span, str]] = []
        self.personal = False

    def take(self, spans: Iterable[Span], value: str = "") -> None:
        for span in spans:
            place = bisect_left(self.spans, (span, ""))
            if span.end <= span.start or self._overlaps(span, place):
                continue
            self.spans.insert(place, (span, value))
            self.personal = self.personal or span.kind != ""

    def _overlaps(self, span: Span, place: int) -> bool:
        before = place > 0 and self.spans[place - 1][0].end > span.start
        return before or (place < len(self.spans) and self.spans[place][0].start < span.end)

    def masked(self, text: str) -> str:
        """A text as long as the claims' own, with claimed places blanked out."""
        if not self.spans:
            return text
        parts: list[str] = []
        place = 0
        for span, _ in self.spans:
            parts += (text[place : span.start], _HIDDEN * (span.end - span.start))
            place = span.end
        return "".join((*parts, text[place:]))


def _replaced(text: str, claims: _Claims, known: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    values = dict(known)
    numbers = {(_kind(placeholder), _same(_kind(placeholder), value)): placeholder for placeholder, value in known.items()}
    last = _last_numbers(text, known)
    parts: list[str] = []
    place = 0
    for span, value in claims.spans:
        if not span.kind:
            continue
        original = value or text[span.start : span.end]
        key = (span.kind, _same(span.kind, original))
        if key not in numbers:
            last[span.kind] = last.get(span.kind, 0) + 1
            numbers[key] = f"<{span.kind}_{last[span.kind]}>"
            values[numbers[key]] = original
        parts += (text[place : span.start], numbers[key])
        place = span.end
    return "".join((*parts, text[place:])), values


def _kind(placeholder: str) -> str:
    return placeholder[1:].rsplit("_", 1)[0]


def _last_numbers(text: str, known: Mapping[str, str]) -> dict[str, int]:
    """The highest number of each kind so far: new values go on from there."""
    last: dict[str, int] = {}
    matches = [found for name in known if (found := PLACEHOLDER.fullmatch(name))]
    for match in (*matches, *PLACEHOLDER.finditer(text)) if "<" in text else matches:
        last[match["kind"]] = max(last.get(match["kind"], 0), int(match["number"]))
    return last


_NORMAL: Mapping[str, Callable[[str], str]] = {
    "PHONE": lambda value: re.sub(r"\D", "", value).removeprefix("00"),
    "URL": str,
    "NAME": lambda value: " ".join(value.split()).casefold(),
    "EMAIL": str.casefold,
    "IP": str.casefold,
}


@lru_cache(maxsize=256)
def _same(kind: str, value: str) -> str:
    """What two spellings of one value have in common."""
    if normal := _NORMAL.get(kind):
        return normal(value)
    return re.sub(r"[^0-9a-z]", "", value.casefold())
