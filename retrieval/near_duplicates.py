"""Answers that nearly say the same: candidates for becoming one."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlu.encoder import Encoder
from retrieval.facts import facts_of
from retrieval.faiss_index import FaissIndex

ALIKE = 0.85
"""Cosine from which two answers are listed, if they agree in their facts."""
NEIGHBOURS = 10


@dataclass(frozen=True, slots=True)
class Worded:
    """An answer by its text."""

    id: int
    text: str
    language: str | None
    original: int
    """The same for the languages of one answer."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two answers, the older first, and the cosine of their texts."""

    first: Worded
    second: Worded
    cosine: float


def near_duplicates(answers: Sequence[Worded], encoder: Encoder) -> list[Twins]:
    """Pairs of answers alike in wording and facts, the most alike first. Translations of one another are none."""
    if len(answers) < 2:
        return []
    facts = facts_of([answer.text for answer in answers], [answer.language for answer in answers])
    vectors = encoder.encode([answer.text for answer in answers])
    near = FaissIndex.build(vectors).search(vectors, min(NEIGHBOURS, len(answers)))
    found = {
        (min(number, other), max(number, other)): round(float(cosine), 4)
        for number, (rows, cosines) in enumerate(zip(near.rows.tolist(), near.cosines.tolist(), strict=True))
        for other, cosine in zip(rows, cosines, strict=True)
        if other not in (number, -1) and cosine >= ALIKE and facts[number].agree(facts[other])
    }
    twins = [Twins(answers[first], answers[second], cosine) for (first, second), cosine in found.items()]
    return sorted(
        (pair for pair in twins if pair.first.original != pair.second.original),
        key=lambda pair: (-pair.cosine, pair.first.id, pair.second.id),
    )
