"""What a button says for an answer: the most typical of its questions, cut to fit."""

from collections.abc import Sequence

from nlu.result import Matrix
from retrieval.tokens import PLACEHOLDER

LONGEST = 60
"""Characters of a title: what a phone shows of a button."""


def title(questions: Sequence[str], vectors: Matrix) -> str:
    """The question nearest to the middle of all, short ones without placeholders first. `vectors` has one row a question."""
    middle = vectors @ vectors.mean(axis=0)
    order = sorted(range(len(questions)), key=lambda row: (_unhandy(questions[row]), -round(float(middle[row]), 6), row))
    return shortened(questions[order[0]])


def shortened(text: str, longest: int = LONGEST) -> str:
    """On one line, cut at a word where there is one near the end."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > longest // 2 else cut).rstrip(" ,;:-") + "…"


def _unhandy(question: str) -> int:
    return 2 * bool(PLACEHOLDER.search(question)) + (len(question) > LONGEST)
