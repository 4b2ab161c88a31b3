"""JSON without a vendor: dialogs with turns, messages, question-answer pairs or labelled utterances, a line or an element each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, TypeAlias

from dialogs.importers.columns import columns_of
from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.json_records import Object, elements_of, lines_of
from dialogs.importers.json_values import Path
from dialogs.importers.rows import Rows
from dialogs.importers.shape import Shape, shape_of
from dialogs.importers.table import parser_of
from dialogs.importers.turn_keys import ROLES, TEXTS
from dialogs.importers.turns import TURNS, dialog, turns_key
from dialogs.importers.values import first_of
from dialogs.record import Dropped, Parsed, Rejection

Parser: TypeAlias = Callable[[Mapping[str, Any], int], Iterator[Parsed]]
STRUCTURED = frozenset({"attachments", "tags", "rating", "text"})


@dataclass(frozen=True, slots=True)
class JsonLines:
    """One object a line. A line that is no JSON costs only itself."""

    name: str = "jsonl"

    def recognises(self, sample: Sample) -> bool:
        shape = shape_of(sample)
        return shape.lines and _container(shape) is None and _known(shape, ())

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        yield from _read(lines_of(source), source, options)


@dataclass(frozen=True, slots=True)
class JsonDocument:
    """One array of objects, an object that holds such an array, or one dialog as an object."""

    name: str = "json"

    def recognises(self, sample: Sample) -> bool:
        shape = shape_of(sample)
        return bool(shape.root) and any(_known(shape, path) for path in ((), _container(shape) or ()))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        yield from _read(elements_of(source, _walked(shape_of(source.sample()))), source, options)


def _read(found: Iterator[tuple[int, Object] | Rejection], source: Source, options: ReadOptions) -> Iterator[Parsed]:
    records = Records(PurePath(source.name).stem, options.mapping)
    for item in found:
        if isinstance(item, Rejection):
            yield item
        else:
            yield from records.read(item[1], item[0])


def _walked(shape: Shape) -> frozenset[Path]:
    """The paths to enter, so that each record is decoded whole."""
    if shape.root == "[":
        return frozenset({()})
    container = _container(shape)
    return frozenset({(), container[:1]}) if container else frozenset()


def _container(shape: Shape) -> Path | None:
    """The path of the elements of an array of records inside the root object, such as `dialogs.*`."""
    if shape.root != "{" or _is_dialog(shape, ()):
        return None
    lists = [path for path in shape.paths if len(path) == 2 and path[1] == "*"]
    return next((path for path in sorted(lists) if _known(shape, path)), None)


def _known(shape: Shape, at: Path) -> bool:
    if _is_dialog(shape, at):
        return True
    keys = [path[-1] for path in shape.paths if len(path) == len(at) + 1 and path[: len(at)] == at]
    return columns_of(keys, {}).known


def _is_dialog(shape: Shape, at: Path) -> bool:
    turns = [(*at, key, "*") for key in TURNS]
    return any(
        (*turn, text) in shape.paths and any((*turn, role) in shape.paths for role in ROLES) for turn in turns for text in TEXTS
    )


class Records:
    """Reads objects of any of the generic kinds, one after another. `name`: see Rows."""

    def __init__(self, name: str, mapping: Mapping[str, str]) -> None:
        self._mapping = mapping
        self._rows = Rows(name)
        self._parsers: dict[tuple[str, ...], tuple[dict[str, str], Parser] | None] = {}

    def read(self, record: Object, line: int) -> Iterator[Parsed]:
        if turns_key(record):
            yield from dialog(record, line)
        elif not record:
            yield Dropped(line, "empty")
        else:
            yield from self._row(record, line)

    def _row(self, record: Mapping[str, Any], line: int) -> Iterator[Parsed]:
        keys = tuple(record)
        if keys not in self._parsers:
            self._parsers[keys] = self._parser(keys)
        known = self._parsers[keys]
        if known is None:
            yield Rejection(line, f"holds no turns, text, or question and answer; its keys are {', '.join(keys)[:100]}")
            return
        fields, parse = known
        yield from parse({field: _plain(field, record[key]) for field, key in fields.items()}, line)

    def _parser(self, keys: tuple[str, ...]) -> tuple[dict[str, str], Parser] | None:
        present = {field: key for field, key in self._mapping.items() if key in keys}
        columns = columns_of(keys, present)
        return (columns.taken(), parser_of(columns, self._rows)) if columns.known else None


def _plain(field: str, value: object) -> object:
    """People may be objects where a table has a word."""
    if isinstance(value, Mapping) and field not in STRUCTURED:
        return first_of(value, ("type", "role") if field == "role" else ("id", "email", "name"))
    return value
