"""What two texts must share to say the same, however alike they sound: numbers, names, links, placeholders, and a "not"."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.tokens import PLACEHOLDER

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\"']+[^\s<>()\"'.,;:!?]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,:/ ]\d+)*")
_SPELLED = {
    word: str(value)
    for value, words in {
        1: "one eins uno", 2: "two zwei deux dos due twee два", 3: "three drei trois tres tre drie три", 4: "four vier quatre cuatro",
        5: "five fünf cinq cinco cinque vijf пять", 6: "six sechs seis sei", 7: "seven sieben sept siete sette zeven семь",
        8: "eight acht huit ocho", 9: "nine neun neuf nueve", 10: "ten zehn dix diez dieci tien десять", 12: "twelve zwölf",
        14: "fourteen vierzehn", 20: "twenty zwanzig", 24: "twenty-four", 30: "thirty dreißig trente treinta", 48: "forty-eight",
    }.items()
    for word in words.split()
}  # fmt: skip
_NEGATION = re.compile(
    r"(?<!\w)(?:not|no|never|none|cannot|can't|\w+n't|without|unable|neither|nor|nicht|kein\w*|nie|niemals|ohne|weder|"
    r"ne|n'\w+|pas|jamais|sans|aucune?|ni|nunca|jamás|sin|ningun\w*|ningún|non|mai|senza|nessun\w*|não|sem|nenhum\w*|niet|geen|nooit|zonder|"
    r"не|нет|нельзя|никогда|без|nie|brak|bez|değil|yok|hayır|olmaz|नहीं|मत|لا|ليس|لن|لم|غير)(?!\w)|不|没|沒|無|未|勿|ません|ない|안 |못|없"
)
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’-][^\W_]+)*")
_START = re.compile(r"(?:^|[.!?:;…\n\"“„«(*•–-])\s*$")
ANCHORS = 2
CAPITALISING = {"de", "lb"}
ENOUGH_WORDS = 500
OFTEN_CAPITAL = 0.15
"""A language that writes more of its words inside a sentence with a capital, as German does, tells nothing by it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states besides its wording. `names` are words that are written as names, `words` all its words; `negated` is
    whether anything is denied."""

    numbers: frozenset[str]
    links: frozenset[str]
    placeholders: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]
    negated: bool

    def agree(self, other: "Facts") -> bool:
        """Whether nothing stated here contradicts the other: needed, not enough, for the two to say the same.

        A name must stand somewhere in the other, written as it may. One text may say by a "not" what the other says without
        ("until it is packed", "if it isn't packed"), but only where two numbers or links already show that they speak of the same.
        """
        anchored = len(self.numbers) + len(self.links) >= ANCHORS
        return (
            (self.numbers, self.links, self.placeholders) == (other.numbers, other.links, other.placeholders)
            and self.names <= other.words
            and other.names <= self.words
            and (self.negated == other.negated or anchored)
        )


def facts_of(texts: Sequence[str], languages: Sequence[str | None]) -> list[Facts]:
    """The facts of each text. Names are words with a capital inside a sentence, in languages where that marks a name."""
    capitals = [_capitals(_bare(text)) for text in texts]
    meaningless = _capitalising(texts, languages, capitals)
    return [
        Facts(
            numbers=frozenset(_numbers(_bare(text))),
            links=frozenset(link[0].casefold().rstrip("/") for link in _LINK.finditer(text)),
            placeholders=frozenset(match[1] for match in PLACEHOLDER.finditer(text)),
            names=frozenset() if language in meaningless else frozenset(found),
            words=frozenset(match[0].removesuffix("'s") for match in _WORD.finditer(_folded(_bare(text)))),
            negated=bool(_NEGATION.search(_folded(text))),
        )
        for text, language, found in zip(texts, languages, capitals, strict=True)
    ]


def _numbers(text: str) -> set[str]:
    digits = {
        re.sub(r"\s", "", match[0]).replace(",", ".").lstrip("+") for match in _NUMBER.finditer(unicodedata.normalize("NFKC", text))
    }
    spelled = {_SPELLED[word] for word in re.findall(r"[\w-]+", text.casefold()) if word in _SPELLED}
    return digits | (spelled - {"1"})


def _capitals(text: str) -> set[str]:
    """Lower-cased words that have a capital though no sentence begins with them; "I" is none."""
    return {
        _folded(match[0]).removesuffix("'s")
        for match in _WORD.finditer(text)
        if match[0][0].isupper()
        and not match[0].startswith(("I'", "I’"))
        and match[0] != "I"
        and not _START.search(text[max(0, match.start() - 4) : match.start()])
    }


def _capitalising(texts: Sequence[str], languages: Sequence[str | None], capitals: Sequence[set[str]]) -> set[str | None]:
    words: Counter[str | None] = Counter()
    upper: dict[str | None, int] = defaultdict(int)
    for text, language, found in zip(texts, languages, capitals, strict=True):
        words[language] += len(_WORD.findall(text))
        upper[language] += len(found)
    told = {language for language, count in words.items() if count >= ENOUGH_WORDS and upper[language] / count > OFTEN_CAPITAL}
    return told | CAPITALISING


def _bare(text: str) -> str:
    return PLACEHOLDER.sub(" ", _LINK.sub(" ", text))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
