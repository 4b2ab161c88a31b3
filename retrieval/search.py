"""Query to answers: dense and lexical search over the record's questions, fused, one hit per answer."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from nlu.result import Vector
from retrieval.answer_index import AnswerIndex
from retrieval.fusion import UNKNOWN, WEIGHTS, Scores, Weights, fuse
from retrieval.hit import AnswerTemplate, Hit
from retrieval.vector_index import Rows

BREADTH = 60
"""Questions looked at by each of the two searches, at least."""

STATING = 10
"""Answers looked at because their own text is near the query, whatever they were asked."""

VOTERS = 20
"""Nearest questions that vote for their answers (`Hit.support`)."""

TOGETHER = 10
"""Questions of an answer, the nearest ones, whose cosines are taken together: one stray question that happens to be near must not outweigh
that the others are far, or the answer with the most questions would be found for everything."""

VERBATIM = 0.995
"""Cosine from which the query is that very question: then it does not matter what else its answer was given to."""

SHARPNESS = 10.0
"""A question counts exp(SHARPNESS x cosine): one that is 0.1 nearer counts 2.7 times as much."""


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Questions worth looking at, shape (rows,) each, in no order. `lexical` is in [0, 1]; `places` are those of their answers in the
    index's list of answers, `asked` how many questions each one's answer has. A question that is not among them is no nearer than
    the cosine `beyond`."""

    rows: Rows
    dense: Vector
    lexical: Vector
    places: Rows
    asked: Rows
    beyond: float


class Retriever:
    """Searches one AnswerIndex; safe to share between threads."""

    def __init__(self, index: AnswerIndex, weights: Weights = WEIGHTS) -> None:
        self.index = index
        self._weights = weights

    @property
    def version(self) -> str:
        return self.index.version

    @property
    def answers(self) -> Mapping[int, AnswerTemplate]:
        return self.index.answers

    def search(
        self, query: str, vector: Vector, prior: Mapping[str, float], *, k: int = 10, exclude: Collection[int] = ()
    ) -> tuple[Hit, ...]:
        """At most k hits, best first, one per answer.

        `vector` is the query's, L2-normalised, from the encoder of the index; `prior` maps intents to their probabilities;
        `exclude` holds rows of entries to search without, as if they were not in the index.
        """
        found = self._gather(query, vector, k, exclude)
        support = _support(found)
        stated = self.index.answer_vectors[found.places] @ vector
        likely = self._likely(found.places, prior)
        scores = fuse(_together(found), stated, found.lexical, support, np.where(np.isnan(likely), UNKNOWN, likely), self._weights)
        best = _best_of_each(found.places, scores)[:k]
        hits = [
            Hit(
                self.index.listed[int(found.places[at])],
                self.index.columns.questions[int(found.rows[at])],
                float(scores[at]),
                float(found.dense[at]),
                float(found.lexical[at]),
                float(np.nan_to_num(likely[at])),
                support=float(support[at]),
                stated=float(stated[at]),
            )
            for at in best.tolist()
        ]
        return self._with_matched(query, hits)

    def _gather(self, query: str, vector: Vector, k: int, exclude: Collection[int]) -> _Found:
        """Both searches, widened until k answers are found or there is nothing more to find."""
        lexical = self.index.lexical.scores(query)
        left_out = np.fromiter(exclude, np.int64, len(exclude))
        lexical[left_out] = 0
        stating = self._stating(vector, left_out)
        breadth = BREADTH
        while True:
            near = self.index.dense.search(vector[None], breadth + len(left_out))
            rows = np.union1d(np.concatenate([near.rows[near.rows >= 0], stating]), self.index.lexical.best(lexical, breadth))
            rows = np.setdiff1d(rows, left_out, assume_unique=True)
            places = self.index.answer_places[rows]
            if len(np.unique(places)) >= min(k, len(self.index.answers)) or breadth >= len(self.index.dense):
                break
            breadth *= 4
        scaled = lexical[rows] * self._lexical_scale(query, lexical)
        asked = self._asked(places, self.index.answer_places[left_out])
        return _Found(rows, self.index.vectors[rows] @ vector, scaled, places, asked, float(near.cosines[0, -1]))

    def _asked(self, places: Rows, left_out: Rows) -> Rows:
        """How many questions the answer at each place has, without those that are left out."""
        distinct, which = np.unique(places, return_inverse=True)
        counts = [len(self.index.rows_of(place)) - int(np.count_nonzero(left_out == place)) for place in distinct.tolist()]
        return np.array(counts, np.int64)[which]

    def _lexical_scale(self, query: str, lexical: Vector) -> np.float32:
        """What makes the best question's BM25 the share of the query's words, weighted by rarity, that it has: where the best has no more
        than "my" in common with the query, words tell nothing."""
        if not len(lexical) or lexical.max() <= 0:
            return np.float32(0)
        best = int(lexical.argmax())
        return np.float32(self.index.lexical.matched(query, [self.index.columns.questions[best]])[0] / lexical[best])

    def _stating(self, vector: Vector, left_out: Rows) -> Rows:
        """The nearest question of each answer whose text is among the nearest to the query."""
        nearest = np.argsort(-(self.index.answer_vectors @ vector), kind="stable")[:STATING]
        rows = [np.setdiff1d(self.index.rows_of(int(place)), left_out) for place in nearest]
        return np.array([own[np.argmax(self.index.vectors[own] @ vector)] for own in rows if len(own)], np.int64)

    def _likely(self, places: Rows, prior: Mapping[str, float]) -> Scores:
        """The probability of each answer's intent; NaN where the answer has none, or the classifier does not know it."""
        of_answer = {place: prior.get(self.index.listed[place].intent or "", np.nan) for place in set(places.tolist())}
        return np.array([of_answer[place] for place in places.tolist()], np.float64)

    def _with_matched(self, query: str, hits: Iterable[Hit]) -> tuple[Hit, ...]:
        hits = tuple(hits)
        shares = self.index.lexical.matched(query, [hit.question for hit in hits])
        return tuple(replace(hit, matched=share) for hit, share in zip(hits, shares, strict=True))


def _best_of_each(places: Rows, scores: Scores) -> Rows:
    """Of each answer the position with the best score, best first; among equals the answer that comes first in the index."""
    order = np.lexsort((np.arange(len(scores)), places, -scores))
    _, first = np.unique(places[order], return_index=True)
    return order[np.sort(first)]


def _together(found: _Found) -> Scores:
    """Each row's cosine, less what its answer's nearest questions together lie below the nearest one of them: their soft mean,
    log(mean(exp(SHARPNESS x cosine))) / SHARPNESS. Questions that were not looked at count as if they lay just beyond."""
    if not len(found.rows):
        return np.zeros(0)
    order = np.lexsort((-found.dense, found.places))
    dense, starts = found.dense[order].astype(np.float64), np.flatnonzero(np.diff(found.places[order], prepend=-1))
    sizes = np.diff(starts, append=len(order))
    taken = np.minimum(found.asked[order][starts], TOGETHER)
    weights = np.exp(SHARPNESS * dense) * (np.arange(len(order)) - np.repeat(starts, sizes) < TOGETHER)
    farthest = np.minimum(dense[starts + sizes - 1], found.beyond)
    unseen = np.maximum(taken - sizes, 0) * np.exp(SHARPNESS * farthest)
    mean = np.log((np.add.reduceat(weights, starts) + unseen) / taken) / SHARPNESS
    below = np.where(dense[starts] < VERBATIM, dense[starts] - mean, 0)
    lowered = np.empty(len(order))
    lowered[order] = dense - np.repeat(below, sizes)
    return lowered


def _support(found: _Found) -> Scores:
    """The share of the nearest questions' votes that each row's answer gets; 0 for an answer without one of them."""
    if not len(found.rows):
        return np.zeros(0)
    nearest = np.argsort(-found.dense, kind="stable")[:VOTERS]
    votes = np.exp(SHARPNESS * (found.dense[nearest] - found.dense[nearest[0]]).astype(np.float64))
    share = np.bincount(found.places[nearest], votes / votes.sum(), minlength=int(found.places.max()) + 1)
    return np.asarray(share[found.places], np.float64)
