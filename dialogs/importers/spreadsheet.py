"""XLSX: the first sheet whose header is known is read like a CSV file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import PurePath
from typing import Any, cast
from zipfile import BadZipFile

from dialogs.errors import UnreadableExport
from dialogs.importers.columns import Columns, columns_of
from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.rows import Rows
from dialogs.importers.table import parser_of
from dialogs.record import Parsed

HEADER_WITHIN = 10
"""Rows of a sheet among which its header is looked for: a title may stand above it."""


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    name: str = "xlsx"

    def recognises(self, sample: Sample) -> bool:
        return sample.raw.startswith(b"PK\x03\x04") and (b"xl/" in sample.raw or b"[Content_Types].xml" in sample.raw)

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        with _opened(source) as book:
            yield from _sheet(_table(book, source.name, options), PurePath(source.name).stem)

    def columns(self, source: Source, options: ReadOptions) -> Columns:
        with _opened(source) as book:
            return _table(book, source.name, options).columns


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet, and the line of it that is the header."""

    sheet: Any
    line: int
    columns: Columns


@contextmanager
def _opened(source: Source) -> Iterator[Any]:
    import openpyxl

    with source.open() as stream:
        try:
            book = openpyxl.load_workbook(cast(Any, stream), read_only=True, data_only=True)
        except (BadZipFile, KeyError, ValueError, OSError) as error:
            raise UnreadableExport(
                f"{source.name} is not a readable XLSX file ({error}); save it as CSV and import that"
            ) from error
        try:
            yield book
        finally:
            book.close()


def _table(book: Any, name: str, options: ReadOptions) -> _Table:
    for sheet in book.worksheets:
        for line, cells in islice(_rows(sheet), HEADER_WITHIN):
            columns = columns_of([str(cell or "") for cell in cells], options.mapping if _names(cells, options) else {})
            if columns.known:
                return _Table(sheet, line, columns)
    raise UnreadableExport(
        f"{name}: no sheet has a header with text, or with question and answer, among its first {HEADER_WITHIN} rows; "
        "write one, or say which column is which with --map text=COLUMN"
    )


def _names(cells: tuple[object, ...], options: ReadOptions) -> bool:
    """Whether a row holds every column that --map names: only then is it the header that is meant."""
    header = {str(cell).strip().casefold() for cell in cells}
    return all(column.strip().casefold() in header for column in options.mapping.values())


def _sheet(table: _Table, name: str) -> Iterator[Parsed]:
    parse = parser_of(table.columns, Rows(name))
    for line, cells in _rows(table.sheet):
        if line > table.line and any(cell not in (None, "") for cell in cells):
            row = {field: _filled(cells, places) for field, places in table.columns.positions.items()}
            yield from parse(row, line)


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[object, ...]]]:
    return enumerate(sheet.iter_rows(values_only=True), 1)


def _filled(cells: tuple[object, ...], places: tuple[int, ...]) -> object:
    """The first cell with something in it; a time as text, which is how every other table has it."""
    cell = next((cells[place] for place in places if place < len(cells) and cells[place] not in (None, "")), "")
    return cell.isoformat() if isinstance(cell, datetime) else cell
