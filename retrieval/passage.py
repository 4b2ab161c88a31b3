"""What a search of the documents finds: a passage, and how near it is to the query."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a help page. `document` is the page's key, `path` the headings above the passage without the page's title.

    `link` leads to its section, where the page has an address.
    """

    id: int
    document: int
    title: str
    path: tuple[str, ...]
    link: str | None
    text: str
    language: str | None = None

    @property
    def section(self) -> tuple[int, tuple[str, ...]]:
        """The same for all passages under one heading."""
        return self.document, self.path

    @property
    def heading(self) -> str:
        """Title and headings on one line."""
        return ": ".join((self.title, *self.path))


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage found for a query. `place` is its place in the index.

    `sentences` are the cosines of query and each sentence in [-1, 1], `nearest` the best of them; `headed` is the cosine with the
    headings and `stated` that with the whole text. `matched` is the share of the query's words, weighted by their rarity, that the
    passage has, in [0, 1]. `score` is the fused score that hits are ordered by; `margin` is how far it lies above the best passage of
    another section (negative where below; the whole score where there is no other).
    """

    passage: Passage
    place: int
    sentences: tuple[float, ...]
    nearest: float
    headed: float
    stated: float
    matched: float
    score: float
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class PassageCandidate:
    """A hit with `confidence`: the probability in [0, 1], calibrated on the pages themselves, that the passage answers the query.

    `extract` holds its one to three sentences that are nearest to the query, as they stand in the passage.
    """

    hit: PassageHit
    confidence: float
    extract: str
