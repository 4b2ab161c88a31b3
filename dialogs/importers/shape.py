"""What the beginning of a JSON file looks like: the paths of keys that stand in it. Formats are told apart by these."""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dialogs.importers.importer import Sample
from dialogs.importers.json_values import OPENED, Path, Value, values


@dataclass(frozen=True, slots=True)
class Shape:
    """`paths`: keys from the root, a leading "*" of an array left out, so that an array and lines of objects look alike.

    `root` is "[", "{" or "" where the text is not JSON; `lines`: it is an object a line.
    """

    root: str
    lines: bool
    paths: frozenset[Path]
    first: dict[Path, Any]
    """The first plain value at each path."""

    def has(self, *paths: str) -> bool:
        """Whether all of the paths, written `messages.*.text`, occur."""
        return all(tuple(path.split(".")) in self.paths for path in paths)

    def value(self, path: str) -> Any:
        return self.first.get(tuple(path.split(".")))


def shape_of(sample: Sample) -> Shape:
    return _shape(sample.text)


@lru_cache(maxsize=2)
def _shape(text: str) -> Shape:
    text = text.lstrip()
    for _ in range(5):
        shape = _walked(text)
        if len(shape.paths) > 1 or "\n" not in text:
            break
        text = text.split("\n", 1)[1].lstrip()
    return shape


def _walked(text: str) -> Shape:
    start = text[:1]
    if start not in ("{", "["):
        return Shape("", False, frozenset(), {})
    first: dict[Path, Any] = {}
    for found in values(io.StringIO(text + '"'), lambda path: len(path) < 12):  # the quote ends a string that the sample cuts
        if not isinstance(found, Value):
            break
        path = found.path[1:] if start == "[" and found.path[:1] == ("*",) else found.path
        if found.value is OPENED:
            first.setdefault(path, None)
        elif first.get(path) is None:
            first[path] = found.value
    return Shape(start, start == "{" and _is_line(text), frozenset(first), first)


def _is_line(text: str) -> bool:
    """Whether the first line is an object of its own, as far as the sample shows it."""
    line, newline, _ = text.partition("\n")
    return line.rstrip().endswith("}") if newline else True
