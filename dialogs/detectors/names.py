"""Display names that an export states, wherever they stand as a word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from dialogs.detectors.span import Span

NOBODY: frozenset[str] = frozenset()
_ROLES = """
support team service customer client agent help desk shop store online sales admin bot info care mr mrs ms dr herr frau company inc ltd gmbh user guest
unknown anonymous visitor operator manager staff account channel group chat deleted kundendienst kundenservice kundenbetreuung verkauf vertrieb laden
atención atencion al cliente servicio soporte tienda ventas équipe boutique vente clientèle поддержка поддержки клиент клиентов оператор менеджер магазин
служба команда 客服 客户 用户 店 the and und et y of de la le der die das von van
"""
NO_NAMES = frozenset(_ROLES.split())
"""Parts of display names that name nobody."""

_WORDS = """
will mark may grace hope joy rose rosa bill art rich frank faith summer april june august sunny happy max an so long song page price cash young king white
black brown green good sky star angel love sue pat drew grant chase miles dale dean rob jack don ray gene guy dick wade sandy ginger penny dawn eve holly
ivy lily iris violet ruby amber pearl melody harmony christian early best day short sharp little small stone wood rice fish hall field lane west east north
south klein gross lang kurz weiß schwarz jung petit grand blanc noir león flor paz sol luz mar любовь вера надежда роза
"""
WORDS_TOO = frozenset(_WORDS.split())
"""Names that are words as well: only with a capital letter."""

_LETTER = re.compile(r"[^\W\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
"""Chinese, Japanese and Korean are written without spaces: a name may stand right beside them."""

_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def names_in(text: str, names: frozenset[str]) -> Iterator[tuple[Span, str]]:
    """Every place of a name or of a part of it, with the full name it belongs to."""
    folded = text.casefold()
    for part, whole, capital in _parts(names):
        if part in folded:
            for start, end in _places(text, folded, part):
                if not (capital and text[start].islower()):
                    yield Span(start, end, "NAME"), whole


def names_said(names: Iterable[str], texts: Sequence[str]) -> list[frozenset[str]]:
    """For each of the texts those of the names that it may hold a part of, mostly none: no others need be looked for in it."""
    together = "\n".join(texts).casefold()
    said = [(part, name) for name in names for part in _sought(name) if part in together]
    if not said:
        return [NOBODY] * len(texts)
    return [frozenset([name for part, name in said if part in folded]) for folded in map(str.casefold, texts)]


@lru_cache(maxsize=4096)
def _sought(name: str) -> tuple[str, ...]:
    """The parts of a name that need be looked for: where the whole name stands, so do its words."""
    whole_and_words = tuple(part for part, _, _ in _parts_of(name))
    return whole_and_words[1:] or whole_and_words


@lru_cache(maxsize=512)
def _parts(names: frozenset[str]) -> tuple[tuple[str, str, bool], ...]:
    """Casefolded names and their parts, the longest first; the full name of each, and whether only a capital letter makes it one."""
    found: dict[str, tuple[str, str, bool]] = {}
    for name in sorted(names):
        for about in _parts_of(name):
            found.setdefault(about[0], about)
    return tuple(sorted(found.values(), key=lambda item: (-len(item[0]), item[0])))


@lru_cache(maxsize=4096)
def _parts_of(name: str) -> tuple[tuple[str, str, bool], ...]:
    """A first name is known in lower case, too; a surname is not: "las flores" is no Lucía Flores."""
    words = [word for word in _NAME_WORD.findall(name) if word.casefold() not in NO_NAMES]
    if not words:
        return ()
    whole = " ".join(name.split()).casefold()
    found = [(whole, name, whole in WORDS_TOO)]
    for word in words:
        part = word.casefold()
        if len(word) >= 3 or not word.isascii():
            found.append((part, name, part in WORDS_TOO or word != words[0]))
    return tuple(found)


def _places(text: str, folded: str, part: str) -> Iterator[tuple[int, int]]:
    """Where the part stands as a word. A pattern of its own for each customer's name takes longer to compile than all else here."""
    spaces_are_single = " " not in part or text.split(" ") == text.split()
    return (_plain_places if spaces_are_single and _is_as_long(text, folded, part) else _pattern_places)(text, folded, part)


def _pattern_places(text: str, folded: str, part: str) -> Iterator[tuple[int, int]]:
    """The neighbours are looked at here: a pattern that does so takes milliseconds to compile."""
    beside_letters = "\u3040" <= part[0] <= "\u9fff"
    pattern = _pattern(part)
    place = 0
    while match := pattern.search(text, place):
        start, place = match.span()
        if beside_letters or not ((start and _LETTER.match(text, start - 1)) or _LETTER.match(text, place)):
            yield start, place
        else:
            place = start + 1


def _is_as_long(text: str, folded: str, part: str) -> bool:
    """Whether a part stands at the same places in the text and in its folded form, where `find` gets by without a pattern: in ASCII,
    and for ASCII in all else that is as long as it was, but for the Turkish i, which only patterns take for an i.
    """
    return text.isascii() or (part.isascii() and len(folded) == len(text) and "ı" not in text and "İ" not in text)


def _plain_places(text: str, folded: str, part: str) -> Iterator[tuple[int, int]]:
    """The same without a pattern."""
    start = folded.find(part)
    while start >= 0:
        end = start + len(part)
        if (start and _LETTER.match(text, start - 1)) or _LETTER.match(text, end):
            end = start + 1
        else:
            yield start, end
        start = folded.find(part, end)


@lru_cache(maxsize=4096)
def _pattern(part: str) -> re.Pattern[str]:
    literal = re.escape(part).replace(r"\ ", r"\s+")
    return re.compile(literal, re.NOFLAG if "\u3040" <= part[0] <= "\u9fff" else re.IGNORECASE)
