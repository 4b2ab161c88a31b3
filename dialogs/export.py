"""Takes the record out again, as JSON lines that an import reads back to the same record, or as a table for a spreadsheet."""

import csv
import io
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, cast

from sqlalchemy import func, select

from dialogs.database import Database
from dialogs.importers.own_table import COLUMNS, joined, neutral
from dialogs.interchange import dialog_object, time_words
from dialogs.progress import Progress, silent
from dialogs.record import DialogRecord, MessageRecord
from dialogs.store import TRIAL, read_dialogs
from dialogs.tables import Dialog, Example, Intent


@dataclass(frozen=True, slots=True)
class ExportReport:
    """`rows` are lines of JSON (one a dialog) or rows of the table (one a message)."""

    rows: int
    dialogs: int
    messages: int
    format: str
    out: Path | None = None


def export_record(
    database: Database, out: TextIO, format_name: str = "jsonl", path: Path | None = None, progress: Progress = silent
) -> ExportReport:
    """Write every dialog, pairs included, oldest first: the same record gives the same bytes. `format_name` is jsonl or csv."""
    write = _writer(out, format_name)
    dialogs = messages = 0
    with database.session(read_only=True) as session:
        total = session.scalar(select(func.count()).select_from(Dialog).where(Dialog.kind != TRIAL)) or 0
        for dialog in read_dialogs(session, kind=None):
            write(dialog)
            dialogs += 1
            messages += len(dialog.messages)
            if dialogs % 500 == 0 or dialogs == total:
                progress("export", dialogs, total)
    return ExportReport(dialogs if format_name == "jsonl" else messages, dialogs, messages, format_name, path)


def export_examples(database: Database, out: TextIO) -> int:
    """Write every labelled example as a row `text,intent`, oldest first, which `import` and `train --examples` read; how many."""
    writer = csv.writer(_Rows(out))
    writer.writerow(("text", "intent"))
    rows = 0
    with database.session(read_only=True) as session:
        for text, intent in session.execute(select(Example.text, Intent.name).join(Intent).order_by(Example.id)):
            writer.writerow((neutral(text), neutral(intent)))
            rows += 1
    return rows


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A text file that stands at `path`, whole, once the context is left without an exception; before, nothing there is touched."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with draft.open("x", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _writer(out: TextIO, format_name: str) -> Callable[[DialogRecord], None]:
    if format_name == "jsonl":
        return lambda dialog: _line(out, dialog)
    table = csv.writer(_Rows(out), lineterminator="\r\n")
    table.writerow(COLUMNS)
    return lambda dialog: table.writerows(_row(dialog, message) for message in dialog.messages)


def _line(out: TextIO, dialog: DialogRecord) -> None:
    out.write(json.dumps(dialog_object(dialog), ensure_ascii=False))
    out.write("\n")


def _row(dialog: DialogRecord, message: MessageRecord) -> list[str]:
    facts: dict[str, Any] = dialog_object(dialog)
    cells = (
        dialog.id,
        dialog.source,
        dialog.customer,
        time_words(dialog.started_at),
        dialog.language,
        joined(dialog.tags),
        facts["rating"],
        dialog.kind,
        message.id,
        message.role.value,
        time_words(message.at),
        message.text,
        message.reply_to,
        joined(message.attachments),
    )
    return [neutral("" if cell is None else str(cell)) for cell in cells]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Ends rows with a line feed alone. The writer puts cells with either half of its line end in quotes: a bare carriage return ends a
    row for whoever reads it."""

    out: TextIO

    def write(self, row: str) -> int:
        return self.out.write(row.removesuffix("\r\n") + "\n")


class _Nowhere(io.TextIOBase):
    def write(self, text: str, /) -> int:
        return len(text)


def nowhere() -> TextIO:
    """For counting only."""
    return cast(TextIO, _Nowhere())
