"""Display names that an export states, wherever they stand as a word."""

import re
from collections.abc import Iterator
from functools import lru_cache

from dialogs.detectors.span import Span

NO_NAMES = frozenset(
    [
        "support",
        "team",
        "service",
        "customer",
        "client",
        "agent",
        "help",
        "desk",
        "shop",
        "store",
        "online",
        "sales",
        "admin",
        "bot",
        "info",
        "care",
        "the",
        "and",
        "und",
        "et",
        "y",
        "of",
        "de",
        "la",
        "le",
        "der",
        "die",
        "das",
        "von",
        "van",
        "mr",
        "mrs",
        "ms",
        "dr",
        "herr",
        "frau",
        "company",
        "inc",
        "ltd",
        "gmbh",
        "user",
        "guest",
        "unknown",
        "anonymous",
        "visitor",
        "operator",
        "manager",
        "staff",
        "account",
        "channel",
        "group",
        "chat",
        "deleted",
        "поддержка",
        "клиент",
        "оператор",
        "менеджер",
        "магазин",
        "служба",
        "команда",
        "客服",
        "客户",
        "用户",
        "店",
    ]
)
WORDS_TOO = frozenset(
    [
        "will",
        "mark",
        "may",
        "grace",
        "hope",
        "joy",
        "rose",
        "bill",
        "art",
        "rich",
        "frank",
        "faith",
        "summer",
        "april",
        "june",
        "august",
        "sunny",
        "happy",
        "max",
        "an",
        "so",
        "long",
        "song",
        "page",
        "price",
        "cash",
        "young",
        "king",
        "white",
        "black",
        "brown",
        "green",
        "good",
        "may",
        "sky",
        "star",
        "angel",
        "love",
        "sue",
        "pat",
        "drew",
        "grant",
        "chase",
        "miles",
        "dale",
        "dean",
        "rob",
        "jack",
        "don",
        "ray",
        "gene",
        "guy",
        "dick",
        "wade",
        "sandy",
        "ginger",
        "penny",
        "dawn",
        "eve",
        "holly",
        "ivy",
        "lily",
        "iris",
        "violet",
        "ruby",
        "amber",
        "pearl",
        "melody",
        "harmony",
        "christian",
        "early",
        "best",
        "love",
        "day",
        "short",
        "sharp",
        "little",
        "small",
        "stone",
        "wood",
        "rice",
        "fish",
        "hall",
        "field",
        "lane",
        "west",
        "east",
        "north",
        "south",
        "klein",
        "gross",
        "lang",
        "kurz",
        "weiß",
        "schwarz",
        "jung",
        "petit",
        "grand",
        "blanc",
        "noir",
        "león",
        "flor",
        "paz",
        "sol",
        "luz",
        "mar",
        "любовь",
        "вера",
        "надежда",
        "роза",
    ]
)
"""Names that are words as well: only with a capital letter."""


def names_in(text: str, names: frozenset[str]) -> Iterator[tuple[Span, str]]:
    """Every place of a name or of a part of it, with the full name it belongs to."""
    folded = text.casefold()
    for part, whole in _parts(names):
        if part in folded:
            for match in _pattern(part).finditer(text):
                if part not in WORDS_TOO or not match.group()[0].islower():
                    yield Span(match.start(), match.end(), "NAME"), whole


@lru_cache(maxsize=512)
def _parts(names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Casefolded names, then their parts, the longest first; the full name of each."""
    found: dict[str, str] = {}
    for name in sorted(names):
        words = [word for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name) if word.casefold() not in NO_NAMES]
        if not words:
            continue
        found.setdefault(" ".join(name.split()).casefold(), name)
        for word in words:
            if len(word) >= 3 or not word.isascii():
                found.setdefault(word.casefold(), name)
    return tuple(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


@lru_cache(maxsize=4096)
def _pattern(part: str) -> re.Pattern[str]:
    literal = re.escape(part).replace(r"\ ", r"\s+")
    if "\u3040" <= part[0] <= "\u9fff":
        return re.compile(literal)
    return re.compile(rf"(?<!\w){literal}(?!\w)", re.IGNORECASE)
