"""Texts that say the same, found by meaning: near neighbours by cosine that also agree in their facts and share rare words."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlu.result import Matrix
from retrieval.facts import Facts, facts_of
from retrieval.faiss_index import FaissIndex
from retrieval.sentences import tells_case
from retrieval.tokens import words

COSINE = 0.8
"""Paraphrases of one answer lie above it, measured on the example shop; different answers with the same facts far below."""
SHARED = 0.35
"""Least share of the words of both, weighted by rarity, that stand in both."""
NEIGHBOURS = 50
"""Of each text, looked at: what keeps the work near-linear."""
AT_ONCE = 4_096
"""Texts whose neighbours are held at a time."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be merged. `weight` is how often it was said; a text with `fixed` (an answer of the record) takes others in, is never
    taken in itself, and stands before all that are not."""

    text: str
    language: str | None = None
    weight: int = 1
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """Positions of texts that say the same as `representative`, which is the one most others are close to, and is among them."""

    representative: int
    members: tuple[int, ...]


def merge(texts: Sequence[Text], vectors: Matrix) -> list[Cluster]:
    """Every text in one cluster, clusters in the order of their representatives. `vectors` has one row a text.

    Each member is checked against the representative itself, so that no chain of small steps ends at another meaning.
    """
    pairs = _agreeing(texts, vectors)
    density = [text.weight + sum(texts[near].weight for near in pairs[number]) for number, text in enumerate(texts)]
    order = sorted(range(len(texts)), key=lambda number: (not texts[number].fixed, -density[number], -texts[number].weight, number))
    taken: set[int] = set()
    clusters = []
    for number in order:
        if number in taken:
            continue
        members = (number, *(near for near in pairs[number] if near not in taken and not texts[near].fixed))
        taken.update(members)
        clusters.append(Cluster(number, tuple(sorted(members))))
    return sorted(clusters, key=lambda cluster: cluster.representative)


def _agreeing(texts: Sequence[Text], vectors: Matrix) -> list[list[int]]:
    """For each text those that say the same, nearest first. What was done for somebody is not what holds for everybody."""
    facts = facts_of([text.text for text in texts], [text.language for text in texts])
    bags = _bags(texts)
    cases = [tells_case(text.text) for text in texts]
    found: list[list[int]] = [[] for _ in texts]
    for group in _groups(facts):
        index = FaissIndex.build(vectors[group])
        for numbers in np.array_split(group, math.ceil(len(group) / AT_ONCE)):
            near = index.search(vectors[numbers], min(NEIGHBOURS, len(group)))
            for number, rows, cosines in zip(numbers.tolist(), near.rows, near.cosines, strict=True):
                for other in group[rows[cosines >= COSINE]].tolist():
                    same = other != number and cases[number] == cases[other] and facts[number].agree(facts[other])
                    if same and bags.shared(number, other) >= SHARED:
                        found[number].append(other)
    return found


def _groups(facts: Sequence[Facts]) -> list[npt.NDArray[np.int64]]:
    """Texts that may agree: those with the same numbers, links and kinds of placeholder."""
    groups: defaultdict[object, list[int]] = defaultdict(list)
    for number, fact in enumerate(facts):
        groups[fact.numbers, fact.links, fact.placeholders].append(number)
    return [np.array(group, np.int64) for group in groups.values() if len(group) > 1]


@dataclass(frozen=True, slots=True)
class _Bags:
    words: list[frozenset[str]]
    rarity: dict[str, float]

    def shared(self, first: int, second: int) -> float:
        both, either = self.words[first] & self.words[second], self.words[first] | self.words[second]
        return sum(map(self.rarity.__getitem__, both)) / (sum(map(self.rarity.__getitem__, either)) or 1.0)


def _bags(texts: Sequence[Text]) -> _Bags:
    bags = [frozenset(words(text.text)) for text in texts]
    counts = Counter(word for bag in bags for word in bag)
    return _Bags(bags, {word: math.log1p(len(texts) / count) for word, count in counts.items()})
