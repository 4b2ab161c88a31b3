"""A help page as it was read, whatever format it came in."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading. `path` holds the headings above it and its own, the page's title left out; empty before the first.

    `anchor` is what a link to it ends with after "#", empty where the page has none. A paragraph may have several lines: the items of
    a list, the rows of a table.
    """

    path: tuple[str, ...]
    anchor: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """`link` is the address that the page gives as its own, empty where it gives none."""

    title: str
    sections: tuple[Section, ...]
    link: str = ""


@dataclass(slots=True)
class _Part:
    """A heading and the paragraphs below it; level 0 for what stands before the first heading."""

    level: int
    heading: str
    anchor: str
    paragraphs: list[str] = field(default_factory=list)


class PageWriter:
    """Puts a page together from headings and paragraphs in the order in which they are read."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []

    def heading(self, level: int, text: str, anchor: str = "") -> None:
        """`level` is 1 for the highest."""
        if text := one_line(text):
            self._parts.append(_Part(level, text, anchor))

    def paragraph(self, text: str) -> None:
        lines = (one_line(line) for line in text.splitlines())
        if kept := "\n".join(line for line in lines if line):
            if not self._parts:
                self._parts.append(_Part(0, "", ""))
            self._parts[-1].paragraphs.append(kept)

    def page(self, title: str = "", link: str = "", name: str = "") -> Page:
        """`title` is what the file says elsewhere, `name` what it is called: for a page whose first heading is not above all others."""
        top = self._top()
        sections = tuple(self._sections(top))
        return Page((top.heading if top else "") or one_line(title) or name, sections, link.strip())

    def _top(self) -> _Part | None:
        first, *others = self._parts or [_Part(0, "", "")]
        return first if first.level and all(first.level < other.level for other in others) else None

    def _sections(self, top: _Part | None) -> Iterator[Section]:
        above: list[_Part] = []
        for part in self._parts:
            if part.level and part is not top:
                above = [*(one for one in above if one.level < part.level), part]
            if part.paragraphs:
                yield Section(tuple(one.heading for one in above), part.anchor, tuple(part.paragraphs))


def one_line(text: str) -> str:
    return " ".join(text.split())
