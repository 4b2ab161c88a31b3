"""Query to answers: dense and lexical search over the record's questions, fused, one hit per answer."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from nlu.result import Vector
from retrieval.answer_index import AnswerIndex
from retrieval.fusion import WEIGHTS, Weights, fuse
from retrieval.hit import AnswerTemplate, Hit
from retrieval.vector_index import Rows

BREADTH = 60
"""Questions looked at by each of the two searches, at least."""

VOTERS = 20
"""Nearest questions that vote for their answers (`Hit.support`)."""

SHARPNESS = 10.0
"""A voter counts exp(SHARPNESS x cosine): one that is 0.1 nearer counts 2.7 times as much."""


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Questions worth looking at, shape (rows,) each, in no order. `lexical` is in [0, 1]."""

    rows: Rows
    dense: Vector
    lexical: Vector


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
        support = _support(self.index.answer_rows[found.rows], found.dense)
        best: dict[int, Hit] = {}
        for row, dense, lexical in zip(found.rows.tolist(), found.dense.tolist(), found.lexical.tolist(), strict=True):
            answer = self.index.answers[int(self.index.answer_rows[row])]
            hit = self._hit(answer, row, dense, lexical, prior, support[answer.id])
            if answer.id not in best or hit.score > best[answer.id].score:
                best[answer.id] = hit
        hits = sorted(best.values(), key=lambda hit: (-hit.score, hit.answer.id))[:k]
        return self._with_matched(query, hits)

    def _gather(self, query: str, vector: Vector, k: int, exclude: Collection[int]) -> _Found:
        """Both searches, widened until k answers are found or there is nothing more to find."""
        lexical = self.index.lexical.scores(query)
        left_out = np.fromiter(exclude, np.int64, len(exclude))
        lexical[left_out] = 0
        breadth = BREADTH
        while True:
            near = self.index.dense.search(vector[None], breadth + len(left_out)).rows[0]
            rows = np.union1d(near[near >= 0], self.index.lexical.best(lexical, breadth))
            rows = np.setdiff1d(rows, left_out, assume_unique=True)
            enough = len(np.unique(self.index.answer_rows[rows])) >= min(k, len(self.index.answers))
            if enough or breadth >= len(self.index.dense):
                break
            breadth *= 4
        highest = float(lexical.max(initial=0.0)) or 1.0
        return _Found(rows, self.index.vectors[rows] @ vector, lexical[rows] / np.float32(highest))

    def _hit(
        self, answer: AnswerTemplate, row: int, dense: float, lexical: float, prior: Mapping[str, float], support: float
    ) -> Hit:
        likely = prior.get(answer.intent) if answer.intent is not None else None
        score = fuse(dense, lexical, support, likely, self._weights)
        return Hit(answer, self.index.columns.questions[row], score, dense, lexical, likely or 0.0, support=support)

    def _with_matched(self, query: str, hits: Iterable[Hit]) -> tuple[Hit, ...]:
        hits = tuple(hits)
        shares = self.index.lexical.matched(query, [hit.question for hit in hits])
        return tuple(replace(hit, matched=share) for hit, share in zip(hits, shares, strict=True))


def _support(answers: Rows, dense: Vector) -> dict[int, float]:
    """The share of the nearest questions' votes that each answer gets; 0 for an answer without one of them."""
    share = dict.fromkeys(answers.tolist(), 0.0)
    nearest = np.argsort(-dense, kind="stable")[:VOTERS]
    if not len(nearest):
        return share
    votes = np.exp(SHARPNESS * (dense[nearest] - dense[nearest[0]]))
    for answer, vote in zip(answers[nearest].tolist(), (votes / votes.sum()).tolist(), strict=True):
        share[answer] += vote
    return share
