"""The rows of a CSV or TSV file: delimiter sniffed, line numbers exact, a quote that is never closed costs one row."""

import csv
import io
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from dialogs.importers.columns import columns_of

DELIMITERS = ",;\t|"
LONGEST_ROW = 5_000
"""Lines of one row after which its opening quote is taken for a stray one."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is delimited. `escaped`: quotes inside are written \\" as databases do, not doubled."""

    delimiter: str = ","
    escaped: bool = False


def sniff(text: str) -> Dialect:
    """The delimiter under which the header names most known fields, then the one that gives the most even columns."""
    escaped = '\\"' in text and '""' not in text.replace(',""', "").replace('"",', "")
    return max((Dialect(mark, escaped) for mark in DELIMITERS), key=lambda dialect: _fit(text, dialect))


def _fit(text: str, dialect: Dialect) -> tuple[int, int, float]:
    rows = [row for _, row in _head(text, dialect) if row]
    if not rows:
        return 0, 0, 0.0
    width = len(rows[0])
    even = sum(len(row) == width for row in rows) / len(rows)
    return len(columns_of(rows[0], {}).positions), min(width, 2), even


def _head(text: str, dialect: Dialect) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    for line, row in rows_of(io.StringIO(text, newline=""), dialect):
        if isinstance(row, list):
            found.append((line, row))
        if len(found) == 20:
            break
    return found


def header_of(text: str, dialect: Dialect) -> list[str]:
    """The cells of the first row that is not empty; none where there is none."""
    return next((row for _, row in _head(text, dialect) if any(row)), [])


def rows_of(stream: TextIO, dialect: Dialect) -> Iterator[tuple[int, list[str] | str]]:
    """Every row with the 1-based line it begins on; instead of the cells a reason where a row can't be read.

    After a quote that is never closed, reading goes on with the line after it.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    lines = _Lines(stream)
    while not lines.at_end():
        yield from _run(lines, dialect)


def _run(lines: "_Lines", dialect: Dialect) -> Iterator[tuple[int, list[str] | str]]:
    """Rows up to the end of the file or to a stray quote, whose line alone is then consumed."""
    reader = _reader(lines, dialect, strict=False)
    while True:
        lines.begin_row()
        try:
            row = next(reader)
        except StopIteration:
            return
        except (_TooLong, csv.Error):
            yield lines.start, "opens a quote that is never closed"
            lines.keep_first_only()
            return
        if len(lines.row) > 1 and lines.at_end() and not _closed(lines.row, dialect):
            yield lines.start, "opens a quote that is never closed"
            lines.keep_first_only()
            return
        yield lines.start, row


def _reader(lines: Iterator[str], dialect: Dialect, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        escapechar="\\" if dialect.escaped else None,
        doublequote=not dialect.escaped,
        strict=strict,
    )


def _closed(row: list[str], dialect: Dialect) -> bool:
    try:
        return sum(1 for _ in _reader(iter(row), dialect, strict=True)) == 1
    except csv.Error as error:
        return "unexpected end" not in str(error)


class _TooLong(Exception):
    """A row spans more than LONGEST_ROW lines."""


class _Lines:
    """Lines with a memory of those that the current row consists of."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: deque[str] = deque()
        self._number = 0
        self.row: list[str] = []
        self.start = 1

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._stream.readline()
        if not line:
            raise StopIteration
        if len(self.row) >= LONGEST_ROW:
            self._waiting.appendleft(line)
            raise _TooLong
        self._number += 1
        self.row.append(line)
        return line.removeprefix("\ufeff") if self._number == 1 else line

    def begin_row(self) -> None:
        self.row = []
        self.start = self._number + 1

    def at_end(self) -> bool:
        if self._waiting:
            return False
        line = self._stream.readline()
        if line:
            self._waiting.append(line)
        return not line

    def keep_first_only(self) -> None:
        """Give all lines of the current row back, except its first."""
        self._waiting.extendleft(reversed(self.row[1:]))
        self._number -= len(self.row) - 1
