"""Passages for a customer: found, weighed, and the sentences of each that are to be sent."""

from itertools import pairwise

import numpy as np

from nlu.result import Vector
from retrieval.passage import PassageCandidate, PassageHit
from retrieval.passage_confidence import PassageCalibration, features
from retrieval.passage_search import PassageRetriever
from retrieval.sentences import sentences

MOST_SENTENCES = 3
ALMOST = 0.6
"""Share of the nearest sentence's cosine from which a sentence beside it belongs to the reply."""


class Quoter:
    """What the documents say to a query. Safe to share between threads."""

    def __init__(self, retriever: PassageRetriever, calibration: PassageCalibration) -> None:
        self._retriever = retriever
        self._calibration = calibration

    @property
    def threshold(self) -> float:
        """The least confidence of a passage that is quoted."""
        return self._calibration.threshold

    def find(self, query: str, vector: Vector, language: str | None) -> tuple[PassageCandidate, ...]:
        """The likeliest passages, best first. `vector` is the query's, L2-normalised, from the encoder of the index."""
        hits = self._retriever.search(query, vector, language=language)
        confidences = self._calibration.confidences(features(hits))
        order = np.argsort(-confidences, kind="stable").tolist()
        return tuple(PassageCandidate(hits[at], float(confidences[at]), extract(hits[at])) for at in order)


def extract(hit: PassageHit) -> str:
    """The sentence nearest to the query and those beside it that are almost as near, three at most, as they stand in the passage.

    Sentences that follow each other are understood together. What announces a list ("Do this:") comes with its first items, and an
    item with what announces it.
    """
    said = sentences(hit.passage.text)
    if len(said) <= 1 or not hit.sentences:
        return hit.passage.text
    best = int(np.argmax(hit.sentences))
    first = last = best
    while last - first + 1 < MOST_SENTENCES:
        before = hit.sentences[first - 1] if first > 0 else -1.0
        after = hit.sentences[last + 1] if last + 1 < len(said) else -1.0
        if last + 1 < len(said) and said[last].endswith(":"):
            after = 1.0
        if first > 0 and said[first - 1].endswith(":"):
            before = 1.0
        if max(before, after) < ALMOST * hit.sentences[best]:
            break
        first, last = (first - 1, last) if before > after else (first, last + 1)
    return _as_written(hit.passage.text, said[first : last + 1])


def _as_written(text: str, said: list[str]) -> str:
    """With the line breaks that stand between them in the text."""
    lines = text.splitlines()
    place = {sentence: number for number, line in enumerate(lines) for sentence in sentences(line)}
    joined = said[0]
    for before, after in pairwise(said):
        joined += (" " if place.get(before) == place.get(after) else "\n") + after
    return joined
