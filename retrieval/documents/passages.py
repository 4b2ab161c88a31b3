"""Sections to passages: pieces that say enough to answer and are short enough to be about one thing."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.documents.page import Page, Section
from retrieval.sentences import sentences
from retrieval.tokens import words

LEAST_WORDS, MOST_WORDS = 40, 120
MOST_LETTERS = 1_200
"""A passage goes on over paragraphs until it has so many words, and ends before it has more than so many, if a sentence ends there. The
letters bound what has hardly a space."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage before it is stored: the headings it stands under, its section's anchor, and its text."""

    path: tuple[str, ...]
    anchor: str
    text: str


def pieces(page: Page) -> list[Piece]:
    """In the order of the page. A passage never spans two sections."""
    return [Piece(section.path, section.anchor, text) for section in page.sections for text in _texts(section)]


def _texts(section: Section) -> Iterator[str]:
    """Paragraphs together until there is enough; what is left at the end joins the one before where it fits."""
    done: list[str] = []
    for part in (part for paragraph in section.paragraphs for part in _parts(paragraph)):
        if done and _count(done[-1]) < LEAST_WORDS and _fits(f"{done[-1]}\n{part}"):
            done[-1] += f"\n{part}"
        else:
            done.append(part)
    if len(done) > 1 and _count(done[-1]) < LEAST_WORDS and _fits(f"{done[-2]}\n{done[-1]}"):
        done[-2:] = [f"{done[-2]}\n{done[-1]}"]
    yield from done


def _parts(paragraph: str) -> Iterator[str]:
    """The paragraph, or if it is too long its sentences in pieces of about the same size."""
    if _fits(paragraph):
        yield paragraph
        return
    said = [
        (line, piece)
        for line, text in enumerate(paragraph.splitlines())
        for sentence in sentences(text)
        for piece in _cut(sentence)
    ]
    size = _count(paragraph) / -(-_count(paragraph) // MOST_WORDS)
    piece: list[tuple[int, str]] = []
    for item in said:
        if (piece and not _fits(_rejoined([*piece, item]))) or _count(_rejoined(piece)) >= size:
            yield _rejoined(piece)
            piece = []
        piece.append(item)
    yield _rejoined(piece)


def _cut(sentence: str) -> list[str]:
    """What has no end is no sentence: a table that was pasted as text, letters without a space."""
    if _fits(sentence):
        return [sentence]
    return textwrap.wrap(sentence, min(MOST_LETTERS, len(sentence) * MOST_WORDS // _count(sentence)))


def _fits(text: str) -> bool:
    return len(text) <= MOST_LETTERS and _count(text) <= MOST_WORDS


def _rejoined(piece: Sequence[tuple[int, str]]) -> str:
    text = ""
    for place, (line, sentence) in enumerate(piece):
        text += ("" if place == 0 else " " if piece[place - 1][0] == line else "\n") + sentence
    return text


def _count(text: str) -> int:
    return len(words(text))
