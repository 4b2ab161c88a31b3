"""The table that `firstline export --format csv` writes, read back to the same record."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogs.importers.delimited import header_of, sniff
from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.roles import role_of
from dialogs.importers.times import time_of
from dialogs.record import Parsed, ParsedDialog, ParsedMessage, Rejection

COLUMNS = (
    "dialog_id",
    "source",
    "customer",
    "started_at",
    "lang",
    "tags",
    "rating",
    "kind",
    "message_id",
    "role",
    "ts",
    "text",
    "reply_to",
    "attachments",
)
FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet takes for the beginning of a formula, or would without the apostrophes that keep it from doing so."""


def neutral(cell: str) -> str:
    """The cell as text, even where it looks like a formula (OWASP, CSV injection)."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def joined(words: Sequence[str]) -> str:
    """Several words in a cell, such as "refund, late"."""
    return (
        json.dumps(list(words), ensure_ascii=False) if any("," in word or word[:1] == "[" for word in words) else ", ".join(words)
    )


@dataclass(frozen=True, slots=True)
class OwnTable:
    name: str = "firstline-csv"

    def recognises(self, sample: Sample) -> bool:
        dialect = sniff(sample.text)
        return tuple(header_of(sample.text, dialect)) == COLUMNS

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        delimiter = sniff(source.sample().text).delimiter
        facts: ParsedDialog | None = None
        with source.text() as stream:
            reader = csv.reader(stream, delimiter=delimiter)
            next(reader, None)
            while True:
                line = reader.line_num + 1
                try:
                    row = next(reader)
                    told, message = _parsed(row, line)
                except StopIteration:
                    return
                except (csv.Error, ValueError) as error:
                    yield Rejection(line, str(error))
                    continue
                if told != facts:
                    yield told
                    facts = told
                yield message


def _parsed(row: Sequence[str], line: int) -> tuple[ParsedDialog, ParsedMessage]:
    """Raises ValueError for a row that is not of this table."""
    if len(row) != len(COLUMNS):
        raise ValueError(f"has {len(row)} cells, expected {len(COLUMNS)}")
    cells = dict(zip(COLUMNS, map(_original, row), strict=True))
    role = role_of(cells["role"])
    if role is None:
        raise ValueError(f"{cells['role'][:20]!r} is no role; expected customer, agent, bot or system")
    facts = ParsedDialog(
        id=cells["dialog_id"],
        customer=cells["customer"],
        started_at=time_of(cells["started_at"]),
        language=cells["lang"] or None,
        tags=_words(cells["tags"]),
        rating=float(cells["rating"]) if cells["rating"] else None,
        source=cells["source"],
        customer_is_hashed=True,
        kind=cells["kind"],
    )
    message = ParsedMessage(
        dialog=facts.id,
        text=cells["text"],
        line=line,
        id=cells["message_id"],
        role=role,
        at=time_of(cells["ts"]),
        reply_to=cells["reply_to"] or None,
        attachments=_words(cells["attachments"]),
    )
    return facts, message


def _original(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _words(cell: str) -> tuple[str, ...]:
    return tuple(json.loads(cell)) if cell.startswith("[") else tuple(cell.split(", ")) if cell else ()
