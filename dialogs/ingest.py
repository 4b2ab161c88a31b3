"""Imports logs into the record: the way of a file from its bytes to the database, in constant memory."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta, tzinfo
from typing import BinaryIO

from sqlalchemy import select

from dialogs.database import Database
from dialogs.errors import UnreadableExport
from dialogs.garbage import rarely_collected
from dialogs.importers.formats import detect, importer_named
from dialogs.importers.importer import Importer, ReadOptions, Source
from dialogs.ingest_file import FileImport
from dialogs.ingest_report import FileReport, ImportReport, Preview, Tally, file_report, total
from dialogs.ingest_sources import Found, find_sources, sha256_of
from dialogs.progress import Progress, silent
from dialogs.record import Rejection
from dialogs.rules import Redacting, Rules, TellsLanguage, unknown
from dialogs.tables import ImportBatch


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """`key`: see dialogs.customers. `format` None: by content. `mapping`: field -> column. `agents`: display names or ids of staff."""

    key: bytes
    format: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    agents: tuple[str, ...] = ()
    gap: timedelta = timedelta(hours=12)
    zone: tzinfo = UTC
    dry_run: bool = False
    stdin: BinaryIO | None = None
    language_of: TellsLanguage = unknown

    def fingerprint(self, redactor: Redacting) -> str:
        """SHA-256 of what changes the result of reading a file."""
        relevant = (self.format, sorted(self.mapping.items()), sorted(self.agents), self.gap, str(self.zone), redactor)
        return hashlib.sha256(repr(relevant).encode()).hexdigest()


def import_paths(
    database: Database, paths: Sequence[str], options: ImportOptions, redactor: Redacting, progress: Progress = silent
) -> ImportReport:
    """Read files, folders, archives or "-" into the record, or say what that would do (`dry_run`).

    A file that was imported with the same options before is not read again. Raises UnreadableExport where nothing at all could be
    read, with what to export instead.
    """
    started = time.perf_counter()
    work = _Work(database, options, redactor, progress)
    with rarely_collected():
        for found in find_sources(paths, options.stdin):
            work.file(found)
    if not any(work.useful):
        raise UnreadableExport(work.failure())
    return total(work.reports, work.rejections, time.perf_counter() - started, options.dry_run, work.previews)


@dataclass(slots=True)
class _Work:
    database: Database
    options: ImportOptions
    redactor: Redacting
    progress: Progress
    reports: list[FileReport] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    previews: list[Preview] = field(default_factory=list)
    useful: list[bool] = field(default_factory=list)

    def file(self, found: Found) -> None:
        """One file. What makes a whole file unreadable counts as one rejection if the person named the file."""
        tally, source = Tally(), found.source
        try:
            if found.problem:
                raise UnreadableExport(found.problem)
            importer = self._importer(source)
        except UnreadableExport as error:
            reason = f"{error}; {found.damage[0]}" if found.damage else str(error)
            if found.asked:
                tally.reject(Rejection(0, reason, source.name))
            self._finish(source, None, tally, reason)
            return
        note = self._read(found, importer, tally)
        self._finish(source, importer.name, tally, note)

    def failure(self) -> str:
        """Why nothing could be read: the reason of the first file, or that there is none."""
        if not self.reports:
            return "There is no file in there; give an export with at least one message"
        first = self.reports[0]
        reason = first.note or next((item.reason for item in self.rejections if item.file == first.file), "")
        if reason and len(self.reports) == 1:
            return reason if first.file in reason else f"{first.file}: {reason}"
        if reason:
            return f"None of {len(self.reports)} files can be read; {reason if first.file in reason else f'{first.file}: {reason}'}"
        return f"{first.file} holds no messages; give an export with at least one dialog, such as a CSV with dialog_id,role,text"

    def _importer(self, source: Source) -> Importer:
        sample = source.sample()
        if self.options.format and sample.text.strip("\ufeff \t\r\n\0"):
            return importer_named(self.options.format)
        try:
            return detect(sample)
        except UnreadableExport:
            if self.options.mapping and sample.text.strip("\ufeff \t\r\n\0"):
                return importer_named(_likely_format(sample.text))  # whose columns the mapping names
            raise

    def _read(self, found: Found, importer: Importer, tally: Tally) -> str:
        source = found.source
        rules = Rules(
            self.options.key,
            self.redactor,
            frozenset(name.casefold() for name in self.options.agents),
            self.options.gap,
            self.options.zone,
            self.options.language_of,
        )
        reading = ReadOptions(self.options.mapping, self.options.agents)
        sha256 = sha256_of(source)
        fingerprint = self.options.fingerprint(self.redactor)
        if (known := self._known(sha256, fingerprint)) is not None:
            tally.duplicates += known
            return "imported before; nothing to do"
        run = FileImport(self.database, source, importer, reading, rules, tally, self.progress, self.options.dry_run)
        try:
            run.run(sha256, fingerprint, found.damage)
        except UnreadableExport as error:
            tally.reject(Rejection(0, str(error), source.name))
            return str(error)
        finally:
            if self.options.dry_run:
                self.previews.append(run.preview())
        strangers = [name for name in self.options.agents if name.casefold() in run.unknown_agents]
        return f"nobody in it is called {' or '.join(map(repr, strangers))}, as --agent says" if strangers else ""

    def _known(self, sha256: str, fingerprint: str) -> int | None:
        """How many messages and examples a finished import of the same content brought; None where there was none."""
        same = (ImportBatch.sha256 == sha256, ImportBatch.options == fingerprint, ImportBatch.finished_at.is_not(None))
        with self.database.session(read_only=True) as session:
            counts = session.scalars(select(ImportBatch.counts).where(*same).order_by(ImportBatch.id.desc())).first()
        if counts is None:
            return None
        return int(counts["messages"] + counts["examples"] + counts["duplicates"])

    def _finish(self, source: Source, format_name: str | None, tally: Tally, note: str) -> None:
        self.reports.append(file_report(source.name, format_name, tally, note))
        self.rejections += tally.rejections
        self.useful.append(tally.anything)


def _likely_format(text: str) -> str:
    text = text.lstrip("\ufeff \t\r\n")
    if text[:1] in ("{", "["):
        return "jsonl" if text[0] == "{" else "json"
    return "tsv" if "\t" in text.partition("\n")[0] else "csv"
