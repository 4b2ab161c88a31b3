"""Imports what a test writes, and reads the record back in a form that is easy to compare."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dialogs.database import Database
from dialogs.ingest import ImportOptions, import_paths
from dialogs.ingest_report import ImportReport
from dialogs.redaction import Redactor
from dialogs.store import read_dialogs

KEY = b"k" * 32


class Desk:
    """A record, and a folder to write exports into."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.options = ImportOptions(KEY)
        self.redactor = Redactor()

    def file(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def run(self, *paths: str, **options: Any) -> ImportReport:
        return import_paths(self.database, paths, replace(self.options, **options), self.redactor)

    def csv(self, *lines: str, name: str = "log.csv", **options: Any) -> ImportReport:
        return self.run(self.file(name, "\n".join(lines) + "\n"), **options)

    def jsonl(self, *dialogs: Mapping[str, Any], name: str = "log.jsonl", **options: Any) -> ImportReport:
        return self.run(self.file(name, lines(dialogs)), **options)

    def record(self, kind: str | None = None) -> dict[str, list[tuple[str, str]]]:
        """Dialog id -> (role, text) of its messages."""
        with self.database.session(read_only=True) as session:
            return {
                dialog.id: [(message.role.value, message.text) for message in dialog.messages]
                for dialog in read_dialogs(session, kind=kind)
            }


def lines(objects: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(item) + "\n" for item in objects)


def dialog(name: str, *turns: tuple[str, str], **facts: Any) -> dict[str, Any]:
    """A dialog of the generic JSON format, with message ids m1, m2, ..."""
    return {
        "id": name,
        **facts,
        "turns": [{"id": f"m{number}", "role": role, "content": text} for number, (role, text) in enumerate(turns, 1)],
    }
