"""Query to passages: the same dense and lexical search as for answers, over headings, texts and sentences of the documents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from nlu.result import Vector
from retrieval.lexical import LexicalIndex
from retrieval.passage import Passage, PassageHit
from retrieval.passage_index import BEFORE, PassageIndex
from retrieval.tokens import words
from retrieval.vector_index import Rows

BREADTH = 60
"""Rows of the vector index, and passages by words, that are looked at."""
NEAREST, HEADED, STATED, MATCHED = 1.0, 0.5, 0.5, 0.4
"""What the parts count in the fused score: a sentence that says it most, the headings and the whole half of that."""
STEM, ENDING = 3, 2
"""Letters that forms of one word share from the beginning at least, and by how many a short word may go on."""
LONG_STEM, SHARE = 4, 0.75
"""Letters, and share of the shorter word, that forms of a longer word have in common."""


@dataclass(frozen=True, slots=True)
class Disguise:
    """What a search does as if it were not there, for questions that are made of the pages themselves.

    `vectors` stand in for those of rows, `words` for those of passages (by place); the passages in `hidden` are not found.
    """

    vectors: Mapping[int, Vector] = field(default_factory=dict)
    words: Mapping[int, frozenset[str]] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()


UNDISGUISED = Disguise()


class PassageRetriever:
    """Searches one PassageIndex; safe to share between threads. `questions`: the words of customers, whose rare ones tell more."""

    def __init__(self, index: PassageIndex, questions: LexicalIndex | None = None) -> None:
        self.index = index
        self._vocabularies = tuple(item for item in (index.lexical, questions) if item is not None and item.rows)
        self._words = [frozenset(words(f"{passage.heading}\n{passage.text}")) for passage in index.passages]
        self._stems = _by_stem(self._words)
        self._languages = frozenset(passage.language for passage in index.passages)

    def search(
        self, query: str, vector: Vector, *, language: str | None = None, k: int = 5, disguise: Disguise = UNDISGUISED
    ) -> tuple[PassageHit, ...]:
        """At most k hits, best first. Pages in another language than the customer's are left out where there are some in theirs."""
        places, asked = self._gathered(query, vector), self._asked(query)
        only = language if language in self._languages else None
        measured = [
            self._measured(place, asked, vector, disguise)
            for place in places
            if place not in disguise.hidden and self._readable(self.index.passages[place], only)
        ]
        ordered = sorted(measured, key=lambda hit: (-hit.score, hit.place))
        return tuple(replace(hit, margin=hit.score - _rival(hit, ordered)) for hit in ordered[:k])

    def _gathered(self, query: str, vector: Vector) -> list[int]:
        near = self.index.dense.search(vector[None], min(BREADTH, len(self.index.dense))).rows[0]
        by_words = self.index.lexical.best(self.index.lexical.scores(query), BREADTH)
        places: Rows = np.union1d(self.index.places_of(near[near >= 0]), by_words)
        return [int(place) for place in places]

    def _readable(self, passage: Passage, only: str | None) -> bool:
        return only is None or passage.language in (only, None)

    def _measured(self, place: int, asked: "Sequence[_Word]", vector: Vector, disguise: Disguise) -> PassageHit:
        rows = self.index.rows_of(place)
        cosines = self.index.vectors[rows] @ vector
        for at, row in enumerate(rows.tolist()):
            if row in disguise.vectors:
                cosines[at] = disguise.vectors[row] @ vector
        headed, stated, said = float(cosines[0]), float(cosines[1]), tuple(float(value) for value in cosines[BEFORE:])
        nearest = max(said, default=stated)
        matched = _matched(asked, disguise.words.get(place, self._words[place]))
        total = NEAREST + HEADED + STATED + MATCHED
        score = (NEAREST * nearest + HEADED * headed + STATED * stated + MATCHED * matched) / total
        return PassageHit(self.index.passages[place], place, said, nearest, headed, stated, matched, score)

    def _asked(self, query: str) -> list["_Word"]:
        return [_Word(self._forms(word), self._rarity(word)) for word in dict.fromkeys(words(query))]

    def _forms(self, word: str) -> frozenset[str]:
        """The word and those of the pages that are forms of it."""
        return frozenset((word, *(other for other in self._stems.get(word[:STEM], ()) if _one_word(word, other))))

    def _rarity(self, word: str) -> float:
        """Rare both among the pages and in what customers write: "how" is rare in a help page, and says nothing."""
        return min((vocabulary.rarity(word) for vocabulary in self._vocabularies), default=0.0)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the query in all its forms; `weight` is how rare it is, in [0, 1]."""

    forms: frozenset[str]
    weight: float


def _by_stem(texts: Iterable[frozenset[str]]) -> Mapping[str, tuple[str, ...]]:
    """All words by how they begin."""
    found: dict[str, list[str]] = {}
    for word in sorted(set().union(*texts)):
        found.setdefault(word[:STEM], []).append(word)
    return {stem: tuple(those) for stem, those in found.items()}


def _matched(asked: "Sequence[_Word]", has: frozenset[str]) -> float:
    total = sum(word.weight for word in asked)
    return sum(word.weight for word in asked if not word.forms.isdisjoint(has)) / total if total else 0.0


def _one_word(word: str, other: str) -> bool:
    """Forms of one word, as far as their beginnings tell: dog and dogs, descale and descaling."""
    shared = next((at for at, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), min(len(word), len(other)))
    shorter, longer = sorted((len(word), len(other)))
    return shared >= max(LONG_STEM, SHARE * shorter) or (shared == shorter >= STEM and longer - shorter <= ENDING)


def _rival(hit: PassageHit, ordered: Iterable[PassageHit]) -> float:
    return next((other.score for other in ordered if other.passage.section != hit.passage.section), 0.0)
