"""CSV and TSV with a header: one message, one question-answer pair or one labelled utterance a row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from dialogs.errors import UnreadableExport
from dialogs.importers.columns import Columns, columns_of
from dialogs.importers.delimited import Dialect, header_of, rows_of, sniff
from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.rows import Rows, example, pair
from dialogs.importers.times import is_day_first
from dialogs.record import Parsed, Rejection


@dataclass(frozen=True, slots=True)
class Table:
    """A delimited file. `delimiter` None: any but a tab."""

    name: str
    delimiter: str | None = None

    def recognises(self, sample: Sample) -> bool:
        dialect = sniff(sample.text)
        return (dialect.delimiter == "\t") == (self.delimiter == "\t") and columns_of(header_of(sample.text, dialect), {}).known

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        sample = source.sample().text
        dialect = self._dialect(sample)
        columns = self.columns(source, options)
        with source.text() as stream:
            yield from _read(rows_of(stream, dialect), columns, dialect, PurePath(source.name).stem, sample)

    def columns(self, source: Source, options: ReadOptions) -> Columns:
        sample = source.sample().text
        columns = columns_of(header_of(sample, self._dialect(sample)), options.mapping)
        _check(columns, source.name)
        return columns

    def _dialect(self, sample: str) -> Dialect:
        dialect = sniff(sample)
        return Dialect(self.delimiter, dialect.escaped) if self.delimiter else dialect


def _check(columns: Columns, name: str) -> None:
    if not columns.known:
        raise UnreadableExport(
            f"{name}: found none of the columns text, or question and answer; the header has {', '.join(columns.header)[:200]}; "
            "say which is which with --map, such as --map text=Body --map dialog=Ticket"
        )


def _read(
    rows: Iterator[tuple[int, list[str] | str]], columns: Columns, dialect: Dialect, name: str, sample: str
) -> Iterator[Parsed]:
    parse = parser_of(columns, Rows(name, day_first=is_day_first(sample)))
    rest = columns.positions["text"][0] if columns.has("text") else columns.positions["answer"][0]
    header_seen = False
    for line, row in rows:
        if isinstance(row, str):
            yield Rejection(line, row)
        elif not any(row):
            continue
        elif not header_seen:
            header_seen = True
        else:
            fitted = _fitted(row, columns, rest, dialect.delimiter)
            if isinstance(fitted, str):
                yield Rejection(line, fitted)
            else:
                yield from parse(fields_of(fitted, columns), line)


def parser_of(columns: Columns, rows: Rows) -> Callable[[Mapping[str, Any], int], Iterator[Parsed]]:
    """What a table's rows are, by its columns."""
    if columns.is_pairs:
        return lambda row, line: iter((pair(row, line),))
    if columns.is_examples:
        return lambda row, line: iter((example(row, line),))
    return rows.message


def _fitted(row: list[str], columns: Columns, rest: int, delimiter: str) -> list[str] | str:
    """The row with as many cells as the header, or the reason why it can't have them.

    Cells too many are the last column's where that is the text: somebody forgot the quotes. Missing cells are empty ones.
    """
    width = len(columns.header)
    if len(row) > width:
        if not any(cell.strip() for cell in row[width:]):
            return row[:width]
        if rest == width - 1:
            return [*row[: width - 1], delimiter.join(row[width - 1 :])]
        return f"has {len(row)} cells where the header has {width}; put text that holds a {_called(delimiter)} in quotes"
    if len(row) <= rest:
        return f"has {len(row)} cells, but the header's column {columns.header[rest]!r} is number {rest + 1}"
    return row


def fields_of(row: list[str], columns: Columns) -> dict[str, str]:
    """Field -> cell; of columns with the same header the first that is filled."""
    width = len(row)
    found = {field: row[places[0]] if places[0] < width else "" for field, places in columns.positions.items()}
    for field, places in columns.repeated:
        found[field] = next((row[place] for place in places if place < width and row[place]), "")
    return found


def _called(delimiter: str) -> str:
    return {",": "comma", ";": "semicolon", "\t": "tab"}.get(delimiter, delimiter)
