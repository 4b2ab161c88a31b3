"""Values in a text: what redaction left as placeholders, dates, amounts, and a team's own patterns."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from nlu.amounts import amounts
from nlu.dates import dates
from nlu.errors import UnusablePatternError
from nlu.result import Entity

LONGEST = 2_000
"""Characters that are searched."""

_PLACEHOLDER = re.compile(r"<([A-Z]+)_\d+>")
_PATTERN = re.compile(r"(?P<kind>[a-z][a-z0-9_]*)=(?P<pattern>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class EntityFinder:
    """Finds values in a redacted text. `patterns`: a team's own kinds, by name; group 1, where there is one, is the value."""

    patterns: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, patterns: Sequence[str]) -> "EntityFinder":
        """From lines such as `model=[A-Z]{2}-[0-9]{3}`. Raises UnusablePatternError."""
        return cls(dict(_compiled(line) for line in patterns))

    def find(self, text: str, language: str | None, today: date) -> tuple[Entity, ...]:
        """In the order of the text; where two overlap, own patterns win, then placeholders, then dates."""
        start = text[:LONGEST]
        taken: list[Entity] = []
        for found in (self._own(start), _placeholders(start), dates(start, language, today), amounts(start)):
            _take(taken, found)
        return tuple(sorted(taken, key=lambda entity: entity.start))

    def _own(self, text: str) -> Iterator[Entity]:
        for kind, pattern in self.patterns.items():
            for match in pattern.finditer(text):
                group = 1 if pattern.groups and match.group(1) is not None else 0
                if match.group(group):
                    yield Entity(kind, match.group(group), match.group(group), *match.span(group))


def _placeholders(text: str) -> Iterator[Entity]:
    """`<ORDER_1>` is an order number: the value itself is known to the dialog only, and never recorded."""
    for match in _PLACEHOLDER.finditer(text):
        yield Entity(match[1].lower(), match.group(), match.group(), match.start(), match.end())


def _take(taken: list[Entity], found: Iterable[Entity]) -> None:
    for entity in found:
        if all(entity.end <= other.start or other.end <= entity.start for other in taken):
            taken.append(entity)


def _compiled(line: str) -> tuple[str, re.Pattern[str]]:
    match = _PATTERN.fullmatch(line.strip())
    if match is None:
        raise UnusablePatternError(
            f"entity_patterns holds {line!r}; expected a name, an equals sign and a regular expression, such as model=[A-Z]{{2}}-[0-9]{{3}}"
        )
    try:
        return match["kind"], re.compile(match["pattern"])
    except re.error as error:
        raise UnusablePatternError(
            f"entity_patterns holds {line!r}, whose pattern is no regular expression ({error}); write one such as model=[A-Z]{{2}}-[0-9]{{3}}"
        ) from error
