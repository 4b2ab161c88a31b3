"""Readable names for groups of messages, from the words that set each group apart: `refund_not_received`.

The weight of a word is the share of the group's messages that have it, times the logarithm of how much commoner it is there than in
the average group: like the class-based TF-IDF of BERTopic (Grootendorst 2022, arXiv 2203.05794, section 3.3), but with shares of
messages for counts of words, so that a word which every message of a group has beats a rare one.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

MOST_WORDS = 3
ENOUGH = 0.3
"""A third word joins a name if its score reaches this share of the first word's."""
USUAL, UNUSUAL = 0.2, 0.08
"""Share of a group's messages that have a word that names it: a third word is usual there, any word not unusual."""

_STOP_WORDS = """
    a about after again ago all already also always am an and another any anyone anything are as asap ask at be because been
    before being bit but by can could day days did do does doing done dont each else even ever every few for from get gets
    getting give go going gonna good got had has have having he hello help her here hey hi him his hours how i id if im in
    information is issue it its ive just kindly kinda know let like look looking made make many may maybe me minute minutes
    mine more most much must my need now number of off ok on one only or our out over please pls plz problem question quite
    re really regarding right said say see seems she should since so some someone something soon sorry still such sure tell
    than thank thanks that the their them then there these they thing things this those through till time to today told too
    trying u under until ur urgent urgently us use very via want wanted was way we week weeks well were what when where which
    while who why will with would writing yes yesterday yet you your hasnt immediate immediately attention concern subject
    dear sir madam customer support contact contacting team complain complaint showing shows shown says completely
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""English words that name nothing. Function words of other languages fall to the weighting: every group has them."""

_NEGATIONS = "not no never without cannot cant wont didnt doesnt isnt wasnt havent hasnt hadnt couldnt"
NEGATIONS = frozenset(_NEGATIONS.split())
WEAK = frozenset({"received", "receive", "recieved", "recived", "item", "items", "product", "products", "working", "works"})
"""Words that say something only where they are denied: not_received, not_working."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PLACEHOLDER = re.compile(r"<[A-Z]+_\d+>|\[[^\]]*\]")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")


def cluster_names(groups: Sequence[Sequence[str]], taken: Collection[str] = ()) -> tuple[str, ...]:
    """A snake_case name for each group of texts, all distinct and none of them in `taken`."""
    read = [[_terms(text) for text in group] for group in groups]
    surface = _surfaces(term for group in read for terms in group for term in terms)
    shares = [_shares(group) for group in read]
    total: defaultdict[str, float] = defaultdict(float)
    for share in shares:
        for stem, value in share.items():
            total[stem] += value
    names: list[str] = []
    for group, share in zip(read, shares, strict=True):
        score = _scores(share, total, len(groups))
        names.append(_distinct(group, share, score, surface, {*taken, *names}))
    return tuple(names)


@dataclass(frozen=True, slots=True)
class _Term:
    """A word by its stem; `surface` is how this text has it. A negation and its word are one term: not_received."""

    stem: str
    surface: str


def _terms(text: str) -> list[_Term]:
    plain = _PLACEHOLDER.sub(" ", unicodedata.normalize("NFKC", text)).casefold()
    terms: list[_Term] = []
    negated = False
    for word in _words(plain):
        if word in NEGATIONS:
            negated = True
        elif word not in STOP_WORDS and len(word) > 1 and (negated or word not in WEAK):
            stem = _stem(word)
            terms.append(_Term(f"not {stem}", f"not_{word}") if negated else _Term(stem, word))
            negated = False
    return terms


def _words(text: str) -> Iterable[str]:
    for match in _WORD.findall(text):
        word = re.sub(r"['’]", "", match)
        if _UNSPACED.search(word):
            yield from (word[start : start + 2] for start in range(max(len(word) - 1, 1)))
        else:
            yield word


def _stem(word: str) -> str:
    """Crude and for English, but only used to count refunds, refunded and refund together: the name shows a whole word."""
    for ending in ("ing", "ed", "ies", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            stem = word[: -len(ending)] + ("y" if ending == "ies" else "")
            return (stem[:-1] if len(stem) > 4 and stem[-1] == stem[-2] != "s" else stem).rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word


def _surfaces(terms: Iterable[_Term]) -> dict[str, str]:
    """How a stem is written most often."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for term in terms:
        counts[term.stem][term.surface] += 1
    return {stem: min(found, key=lambda surface: (-found[surface], len(surface), surface)) for stem, found in counts.items()}


def _shares(group: Sequence[Sequence[_Term]]) -> dict[str, float]:
    """Share of the group's texts that have each stem."""
    counts = Counter(stem for terms in group for stem in {term.stem for term in terms})
    return {stem: count / len(group) for stem, count in counts.items()}


def _scores(share: dict[str, float], total: dict[str, float], groups: int) -> dict[str, float]:
    """`total` is the sum of the shares of all groups. 0 for a word that is no commoner here than elsewhere."""
    return {stem: value * max(math.log(max(groups, 2) * value / total[stem]), 0.0) for stem, value in share.items()}


def _distinct(
    group: Sequence[Sequence[_Term]],
    share: dict[str, float],
    score: dict[str, float],
    surface: dict[str, str],
    taken: Collection[str],
) -> str:
    ranked = [stem for stem in sorted(share, key=lambda stem: (-score[stem], stem)) if share[stem] >= UNUSUAL]
    chosen = _chosen(ranked, share, score)
    spare = [stem for stem in ranked if stem not in chosen]
    name = _joined(group, chosen, surface)
    while name in taken and spare:
        chosen.append(spare.pop(0))
        name = _joined(group, chosen, surface)
    base, number = name, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def _chosen(ranked: Sequence[str], share: dict[str, float], score: dict[str, float]) -> list[str]:
    """The best word, the next one (a single word says too little), and a third where it counts for much; no two of one root."""
    chosen: list[str] = []
    for stem in ranked:
        if any(_root(stem) == _root(other) for other in chosen):
            continue
        enough = share[stem] >= USUAL and score[stem] >= ENOUGH * score[ranked[0]]
        if len(chosen) < 2 or enough:
            chosen.append(stem)
        if len(chosen) == MOST_WORDS:
            break
    return chosen


def _root(stem: str) -> str:
    return stem.removeprefix("not ")[:4]


def _joined(group: Sequence[Sequence[_Term]], chosen: Sequence[str], surface: dict[str, str]) -> str:
    """The words in the order in which the texts have them."""
    places: dict[str, list[float]] = {stem: [] for stem in chosen}
    for terms in group:
        found = [term.stem for term in terms if term.stem in places]
        for place, stem in enumerate(dict.fromkeys(found)):
            places[stem].append(place / len(chosen))
    ordered = sorted(chosen, key=lambda stem: (sum(places[stem]) / max(len(places[stem]), 1), stem))
    words = list(dict.fromkeys(part for stem in ordered for part in surface[stem].split("_")))
    return "_".join(words) or "messages"
