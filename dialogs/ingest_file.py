"""One file on its way into the record: read, gathered, assembled, compared and stored, a batch at a time."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, BinaryIO, assert_never, cast

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from dialogs.assembly import Assembly
from dialogs.database import Database
from dialogs.drafts import DialogDraft, ExampleDraft
from dialogs.errors import UnreadableExport
from dialogs.gathering import Gathered, Window
from dialogs.importers.columns import Columns
from dialogs.importers.importer import Importer, ReadOptions, Source, Tabular
from dialogs.ingest_report import Preview, Tally
from dialogs.ingest_sources import Damage
from dialogs.interchange import dialog_object
from dialogs.knowledge import Taught
from dialogs.planning import Course, Plan, examples_planned, plan, redacted_in
from dialogs.progress import Progress
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedExample, ParsedMessage, ParsedPair, Rejection
from dialogs.recorder import Recorder, take_turn
from dialogs.roles import names_of
from dialogs.rules import Rules
from dialogs.tables import ImportBatch, RejectedRow

BATCH = 5_000
"""Messages of one transaction, about: a dialog is never split between two."""
SHOWN = 3
"""Dialogs of a preview."""
EVERY = 1_000
"""Rows between two reports of progress."""


@dataclass(slots=True)
class FileImport:
    """Fills `tally`. With `dry_run` the record is read and not written."""

    database: Database
    source: Source
    importer: Importer
    reading: ReadOptions
    rules: Rules
    tally: Tally
    progress: Progress
    dry_run: bool = False
    _window: Window = field(default_factory=Window)
    _drafts: list[DialogDraft] = field(default_factory=list)
    _examples: list[ExampleDraft] = field(default_factory=list)
    _rejected: list[Rejection] = field(default_factory=list)
    _shown: list[DialogDraft] = field(default_factory=list)
    _customers: set[str] = field(default_factory=set)
    _people: set[str] = field(default_factory=set)
    """Which of the agents given the file knows."""
    _roles_open: bool = False
    _roles_decided: bool = False
    _held: int = 0
    _batch: int = 0
    _line: int = 0
    _assembly: Assembly = field(init=False)
    _course: Course = field(init=False)

    def __post_init__(self) -> None:
        self._assembly = Assembly(self.importer.name, self.rules)
        self._course = Course(self.rules.gap, self.rules.key)

    def run(self, sha256: str, fingerprint: str, damage: Damage) -> None:
        """Read the file to its end, or to where it is damaged. Raises UnreadableExport."""
        if not self.dry_run:
            self._begin(sha256, fingerprint)
        try:
            for parsed in self._items(damage):
                self._take(parsed)
            self._store_rest()
        except BaseException:
            self._keep_rejections()
            raise
        self._finish()

    @property
    def unknown_agents(self) -> frozenset[str]:
        """Agents given that nobody in the file is called, casefolded."""
        return self.rules.agents - self._people

    def preview(self) -> Preview:
        dialogs = tuple(dialog_object(draft.record()) for draft in self._shown)
        columns = self._columns()
        return Preview(self.source.name, dialogs, columns.taken(), columns.unused())

    def _items(self, damage: Damage) -> Iterator[Parsed]:
        """What the importer reads, with progress; damage to an archive is one rejection, if the importer does not see a broken tail."""
        counted = _Counted(self.source.open)
        parsed: Parsed | None = None
        for number, parsed in enumerate(self.importer.read(replace(self.source, open=counted.open), self.reading)):
            yield parsed
            if number % EVERY == 0:
                self.progress(self.source.name, counted.place, self.source.size)
        if damage and not isinstance(parsed, Rejection):
            yield Rejection(self._line, damage[0])
        self.progress(self.source.name, counted.place, counted.place)

    def _take(self, parsed: Parsed) -> None:
        match parsed:
            case ParsedMessage():
                self._line = parsed.line
                if (not parsed.text or parsed.text.isspace()) and not parsed.attachments:
                    self.tally.dropped["empty"] += 1
                    return
                self._roles_open |= parsed.role is None and parsed.author is not None
                if self.rules.agents:
                    self._people |= self.rules.agents & names_of(parsed)
                if self._window.add(parsed):
                    self._store_some()
            case ParsedDialog():
                self._window.tell(parsed)
            case ParsedPair():
                self._drafts.append(self._assembly.pair(parsed))
                self._hold(2)
            case ParsedExample():
                if not self._window.label(parsed.text, parsed.line, parsed.intent):
                    self._examples.append(self._assembly.example(parsed))
                    self._hold(1)
            case Dropped():
                self.tally.dropped[parsed.reason] += 1
            case Rejection():
                reason = self.rules.redactor.redact(parsed.reason).text
                rejection = replace(parsed, reason=reason, file=parsed.file or self.source.name)
                self.tally.reject(rejection)
                self._rejected.append(rejection)
            case _:
                assert_never(parsed)

    def _store_some(self) -> None:
        """Half of the window: dialogs that are probably over, and the stretches of endless chats that are."""
        self._decide_roles(None)
        self._assemble(self._leaving())
        self._store()

    def _leaving(self) -> Iterator[Gathered]:
        for gathered in list(self._window.longest_untouched()):
            if rest := self._assembly.last_stretch(gathered):
                self._window.put_back(rest)
            yield gathered

    def _store_rest(self) -> None:
        rest = list(self._window.rest())
        self._decide_roles(rest)
        self._assemble(rest)
        self._store()

    def _assemble(self, several: Iterable[Gathered]) -> None:
        for draft in self._assembly.dialogs(several):
            self._drafts.append(draft)
            self._hold(len(draft.messages))

    def _hold(self, messages: int) -> None:
        """Store what is ready once it is enough for a transaction."""
        self._held += messages
        if self._held >= BATCH:
            self._store()

    def _decide_roles(self, whole: Iterable[Gathered] | None) -> None:
        """Once a file: from all of its dialogs, which are in memory or are read through for this."""
        if self._roles_decided or not self._roles_open:
            return
        for gathered in self._all_dialogs() if whole is None else whole:
            self._assembly.learn_casts(gathered)
        self._assembly.decide()
        self._roles_decided = True

    def _all_dialogs(self) -> Iterator[Gathered]:
        window = Window()
        for parsed in self.importer.read(self.source, self.reading):
            if isinstance(parsed, ParsedMessage):
                if window.add(parsed):
                    yield from window.longest_untouched()
            elif isinstance(parsed, ParsedDialog):
                window.tell(parsed)
        yield from window.rest()

    def _store(self) -> None:
        """One transaction: all of it or nothing, whatever happens to the process."""
        drafts, examples = [draft for draft in self._drafts if draft.messages], self._examples
        self._drafts, self._examples, self._held = [], [], 0
        if not drafts and not examples:
            return
        with self.database.session(read_only=self.dry_run) as session:
            if not self.dry_run:
                take_turn(session)
            made = plan(session, drafts, examples, self._course)
            if self.dry_run:
                added = examples_planned(session, made)
            else:
                added = Recorder(session, self._batch, datetime.now(UTC)).write(made)
            self._count(made, added)
            if not self.dry_run:
                self._note(session)

    def _count(self, made: Plan, examples: Taught) -> None:
        tally = self.tally
        changes = [revision.change for revision in made.revisions]
        tally.dialogs += len(made.new)
        tally.messages += sum(len(draft.messages) for draft in made.new) + sum(change.added for change in changes)
        tally.updated += sum(len(change.updated) for change in changes)
        tally.duplicates += made.duplicates + sum(change.duplicates for change in changes)
        tally.duplicates += len(made.examples) - examples.alone + self._assembly.repeated
        self._assembly.repeated = 0
        tally.examples += examples.alone + examples.labelled
        tally.redacted.update(redacted_in(made))
        fresh = set(made.customers) - self._customers
        tally.customers += len(fresh)
        if self.dry_run:
            self._customers |= fresh
            self._shown += made.new[: SHOWN - len(self._shown)]

    def _begin(self, sha256: str, fingerprint: str) -> None:
        row = {
            "file": self.source.name,
            "sha256": sha256,
            "options": fingerprint,
            "format": self.importer.name,
            "started_at": datetime.now(UTC),
            "counts": {},
        }
        with self.database.session() as session:
            self._batch = session.scalars(insert(ImportBatch).returning(ImportBatch.id), [row]).one()
        self._course.batch = self._batch

    def _note(self, session: Session, **finished: Any) -> None:
        """What the batch has brought so far, in the same transaction as what it brings."""
        if self._rejected:
            rows = [
                {"batch_id": self._batch, "file": item.file, "line": item.line, "reason": item.reason} for item in self._rejected
            ]
            session.execute(insert(RejectedRow), rows)
            self._rejected = []
        session.execute(update(ImportBatch).where(ImportBatch.id == self._batch).values(counts=self.tally.counts(), **finished))

    def _keep_rejections(self) -> None:
        if not self.dry_run and self._rejected:
            with self.database.session() as session:
                self._note(session)

    def _finish(self) -> None:
        if not self.dry_run:
            with self.database.session() as session:
                self._note(session, finished_at=datetime.now(UTC))

    def _columns(self) -> Columns:
        none = Columns((), {})
        if not isinstance(self.importer, Tabular):
            return none
        try:
            return self.importer.columns(self.source, self.reading)
        except UnreadableExport:  # which reading the file has said already
            return none


class _Counted:
    """Opens a source, and knows how far its last reader has come."""

    def __init__(self, opened: Any) -> None:
        self._opened = opened
        self.place = 0

    def open(self) -> BinaryIO:
        self.place = 0
        return cast(BinaryIO, io.BufferedReader(_Counting(self._opened(), self), 1 << 16))


class _Counting(io.RawIOBase):
    def __init__(self, stream: BinaryIO, counted: _Counted) -> None:
        self._stream = stream
        self._counted = counted

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, place: int, whence: int = 0, /) -> int:
        self._counted.place = self._stream.seek(place, whence)
        return self._counted.place

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: Any, /) -> int:
        chunk = self._stream.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self._counted.place += len(chunk)
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()
