"""The rows of a delimited file as objects, for formats whose tables have a header of their own."""

from collections.abc import Iterator

from dialogs.importers.delimited import rows_of, sniff
from dialogs.importers.importer import Source
from dialogs.importers.json_records import Object
from dialogs.record import Rejection


def table_records(source: Source) -> Iterator[tuple[int, Object] | Rejection]:
    """Header name, casefolded -> cell, with the line of the row. Missing cells are missing keys; an empty line is passed over."""
    header: list[str] = []
    with source.text() as stream:
        for line, row in rows_of(stream, sniff(source.sample().text)):
            if isinstance(row, str):
                yield Rejection(line, row)
            elif not any(row):
                continue
            elif not header:
                header = [name.strip().casefold() for name in row]
            elif len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
                yield Rejection(line, f"has {len(row)} cells where the header has {len(header)}")
            else:
                yield line, dict(zip(header, row, strict=False))
