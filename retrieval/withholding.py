"""Why a mined answer waits for approval instead of being sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.pairs import Pair
from retrieval.tokens import PLACEHOLDER

UNKNOWN = "a value that the customer did not give"
CASE = "tells of one customer's case"
PERSONAL = "may hold a personal value"
BLANK = "a blank that was never filled in"
FEW = "received by too few customers"
DISLIKED = "most customers who rated the dialog were not content"

LOWEST = 0.4
"""Share of the scale, from below, that says so: 1 and 2 of 1 to 5. The same as for moods."""

_HONORIFIC = re.compile(
    r"\b(?:[Mm]rs?|[Mm]s|[Mm]iss|Dr|Herrn?|Frau|Señora?|Sra?|Mme|Mlle|Monsieur|Madame|Sig|Signora?|Dhr|Mevr|Pan|Pani)\.? (?=[^\W\d_])[A-ZÀ-ÞА-Я]\w+"
)
_LONG_NUMBER = re.compile(r"(?<![\w./-])(?:\d[ -]?){7,}(?![\w/-])|\b[A-Z]{2,}[A-Z-]*\d[\dA-Z-]{5,}\b")
_LINK = re.compile(r"https?://\S+|www\.\S+")
_BLANK = re.compile(r"\[[^\]\n\d]{2,40}\]|\{\{?[^}\n]{2,40}\}\}?|<[A-Za-z][A-Za-z ]{2,30}>|\bX{3,}\b|_{3,}")


@dataclass(frozen=True, slots=True)
class Support:
    """What stands behind an answer: all its pairs, and whether it tells of one customer's case. `scale` is the lowest and the highest
    rating of the record; None where it has no two."""

    text: str
    pairs: Sequence[Pair]
    case: bool
    scale: tuple[float, float] | None = None


def withheld(support: Support, sources_needed: int) -> str | None:
    """The first reason to wait for approval, None where the answer may be sent.

    Only a dialog in which the customer gave every value of the answer counts as a source: from the others its slots can't be told
    from values that staff looked up.
    """
    if _BLANK.search(PLACEHOLDER.sub("", support.text)):
        return BLANK
    if support.case:
        return CASE
    if _HONORIFIC.search(support.text) or _LONG_NUMBER.search(_LINK.sub(" ", support.text)):
        return PERSONAL
    if _disliked(support, sources_needed):
        return DISLIKED
    if len({pair.customer for pair in support.pairs if not pair.unknown}) >= sources_needed:
        return None
    return UNKNOWN if len({pair.customer for pair in support.pairs}) >= sources_needed else FEW


def _disliked(support: Support, sources_needed: int) -> bool:
    """Told by as many customers as approve an answer: one who was angry at the weather does not count."""
    ratings = {pair.customer: pair.rating for pair in support.pairs if pair.rating is not None}
    if support.scale is None or len(ratings) < sources_needed:
        return False
    low, high = support.scale
    bad = sum((rating - low) / (high - low) <= LOWEST for rating in ratings.values())
    return 2 * bad > len(ratings)


def slots(text: str, pairs: Sequence[Pair]) -> tuple[str, ...]:
    """The placeholders of a text in order, those that the customers of at least one dialog gave; the rest can't be asked for."""
    known = {kind for pair in pairs for kind in _kinds(pair.text) - {name[1 : name.rindex("_")] for name in pair.unknown}}
    found = dict.fromkeys(match[0] for match in PLACEHOLDER.finditer(text))
    return tuple(name for name in found if name[1 : name.rindex("_")] in known)


def _kinds(text: str) -> set[str]:
    return {match[1] for match in PLACEHOLDER.finditer(text)}
