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
    "en": "two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 twelve 12 fourteen 14 twenty 20 twenty-four 24 thirty 30 forty-eight 48",
    "de": "zwei 2 drei 3 vier 4 fünf 5 sechs 6 sieben 7 acht 8 neun 9 zehn 10 zwölf 12 vierzehn 14 zwanzig 20 dreißig 30",
    "fr": "deux 2 trois 3 quatre 4 cinq 5 six 6 sept 7 huit 8 neuf 9 dix 10 trente 30",
    "es": "dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 treinta 30",
    "it": "due 2 tre 3 quattro 4 cinque 5 sei 6 sette 7 otto 8 nove 9 dieci 10 trenta 30",
    "nl": "twee 2 drie 3 vier 4 vijf 5 zes 6 zeven 7 acht 8 negen 9 tien 10",
    "ru": "два 2 три 3 четыре 4 пять 5 шесть 6 семь 7 восемь 8 девять 9 десять 10",
}
_NUMERALS = {language: dict(zip(text.split()[::2], text.split()[1::2], strict=True)) for language, text in _SPELLED.items()}
_ANY_NUMERAL = {
    word: value for numerals in _NUMERALS.values() for word, value in numerals.items() if word not in {"due", "sei", "neuf", "dos"}
}
"""For a text whose language nobody knows, without what is no number in another language: "due to", "es sei denn"."""
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
            numbers=frozenset(_numbers(_bare(text), language)),
            links=frozenset(link[0].casefold().rstrip("/") for link in _LINK.finditer(text)),
            placeholders=frozenset(match[1] for match in PLACEHOLDER.finditer(text)),
            names=frozenset() if language in meaningless else frozenset(found),
            words=frozenset(match[0].removesuffix("'s") for match in _WORD.finditer(_folded(_bare(text)))),
            negated=bool(_NEGATION.search(_folded(text))),
        )
        for text, language, found in zip(texts, languages, capitals, strict=True)
    ]


def _numbers(text: str, language: str | None) -> set[str]:
    digits = {
        re.sub(r"\s", "", match[0]).replace(",", ".").lstrip("+") for match in _NUMBER.finditer(unicodedata.normalize("NFKC", text))
    }
    numerals = _NUMERALS.get(language or "", _ANY_NUMERAL)
    return digits | {numerals[word] for word in re.findall(r"[\w-]+", text.casefold()) if word in numerals}


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
