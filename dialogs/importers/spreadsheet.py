"""XLSX: the first sheet whose header is known is read like a CSV file."""

from collections.abc import Iterator
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
        import openpyxl

        with source.open() as stream:
            try:
                book = openpyxl.load_workbook(cast(Any, stream), read_only=True, data_only=True)
            except (BadZipFile, KeyError, ValueError, OSError) as error:
                raise UnreadableExport(
                    f"{source.name} is not a readable XLSX file ({error}); save it as CSV and import that"
                ) from error
            try:
                yield from _read(book, source.name, options)
            finally:
                book.close()


def _read(book: Any, name: str, options: ReadOptions) -> Iterator[Parsed]:
    for sheet in book.worksheets:
        for line, cells in islice(_rows(sheet), HEADER_WITHIN):
            columns = columns_of([str(cell or "") for cell in cells], options.mapping if _names(cells, options) else {})
            if columns.known:
                yield from _sheet(sheet, columns, line, PurePath(name).stem)
                return
    raise UnreadableExport(
        f"{name}: no sheet has a header with text, or with question and answer, among its first {HEADER_WITHIN} rows; "
        "write one, or say which column is which with --map text=COLUMN"
    )


def _names(cells: tuple[object, ...], options: ReadOptions) -> bool:
    """Whether a row holds every column that --map names: only then is it the header that is meant."""
    header = {str(cell).strip().casefold() for cell in cells}
    return all(column.strip().casefold() in header for column in options.mapping.values())


def _sheet(sheet: Any, columns: Columns, header: int, name: str) -> Iterator[Parsed]:
    parse = parser_of(columns, Rows(name))
    for line, cells in _rows(sheet):
        if line > header and any(cell not in (None, "") for cell in cells):
            row = {field: _filled(cells, places) for field, places in columns.positions.items()}
            yield from parse(row, line)


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[object, ...]]]:
    return enumerate(sheet.iter_rows(values_only=True), 1)


def _filled(cells: tuple[object, ...], places: tuple[int, ...]) -> object:
    """The first cell with something in it; a time as text, which is how every other table has it."""
    cell = next((cells[place] for place in places if place < len(cells) and cells[place] not in (None, "")), "")
    return cell.isoformat() if isinstance(cell, datetime) else cell
