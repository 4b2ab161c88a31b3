"""What an import did: counts that add up over files, and the places where something was wrong."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dialogs.record import Rejection

SHOWN = 1_000
"""Rejections that a report lists; it counts all."""


@dataclass(slots=True)
class Tally:
    """Counts of one file while it is read. `messages` and `dialogs` are what was added, after bursts are merged."""

    dialogs: int = 0
    messages: int = 0
    customers: int = 0
    examples: int = 0
    duplicates: int = 0
    updated: int = 0
    rejected: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    redacted: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)

    def reject(self, rejection: Rejection) -> None:
        self.rejected += 1
        if len(self.rejections) < SHOWN:
            self.rejections.append(rejection)

    @property
    def anything(self) -> bool:
        """Whether the file held something that can be used, new or not."""
        return bool(self.dialogs or self.messages or self.examples or self.duplicates or self.updated or self.dropped)

    def counts(self) -> dict[str, Any]:
        """What import_batch.counts keeps."""
        return {
            "dialogs": self.dialogs,
            "messages": self.messages,
            "customers": self.customers,
            "examples": self.examples,
            "duplicates": self.duplicates,
            "updated": self.updated,
            "rejected": self.rejected,
            "dropped": dict(self.dropped),
            "redacted": dict(self.redacted),
        }


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file's share. `format` is None where none was recognised, and `note` then says why; so it does where all was known already."""

    file: str
    format: str | None
    dialogs: int = 0
    messages: int = 0
    customers: int = 0
    examples: int = 0
    duplicates: int = 0
    updated: int = 0
    rejected: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    redacted: dict[str, int] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a dry run shows of a file: its first dialogs as they would be stored, and which column was taken for what."""

    file: str
    dialogs: tuple[dict[str, Any], ...]
    columns: dict[str, str]
    """Field -> column; empty where the format has no columns to choose from."""
    unused: tuple[str, ...] = ()
    """Columns that nothing is read from: `--map` takes them."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Totals over all files. `format` names them all, in order, without repeats.

    `dialogs`, `messages`, `customers` and `examples` count what was added (in a dry run: what would be); `duplicates` counts messages
    and examples that the record had already, `updated` messages that changed. `rejections` lists the first SHOWN rows that
    could not be read, `rejected` counts them all; `dropped` and `redacted` count by reason and by kind.
    """

    format: str
    dialogs: int
    messages: int
    customers: int
    duplicates: int
    updated: int
    examples: int
    rejected: int
    rejections: tuple[Rejection, ...]
    dropped: dict[str, int]
    redacted: dict[str, int]
    files: tuple[FileReport, ...]
    seconds: float
    dry_run: bool = False
    preview: tuple[Preview, ...] = ()


def file_report(file: str, format_name: str | None, tally: Tally, note: str = "") -> FileReport:
    return FileReport(file=file, format=format_name, note=note, **tally.counts())


def total(
    files: Sequence[FileReport], rejections: Sequence[Rejection], seconds: float, dry_run: bool, preview: Sequence[Preview]
) -> ImportReport:
    dropped: Counter[str] = Counter()
    redacted: Counter[str] = Counter()
    for report in files:
        dropped.update(report.dropped)
        redacted.update(report.redacted)
    return ImportReport(
        format=", ".join(dict.fromkeys(report.format for report in files if report.format)),
        dialogs=sum(report.dialogs for report in files),
        messages=sum(report.messages for report in files),
        customers=sum(report.customers for report in files),
        duplicates=sum(report.duplicates for report in files),
        updated=sum(report.updated for report in files),
        examples=sum(report.examples for report in files),
        rejected=sum(report.rejected for report in files),
        rejections=tuple(rejections[:SHOWN]),
        dropped=dict(dropped),
        redacted=dict(redacted),
        files=tuple(files),
        seconds=round(seconds, 3),
        dry_run=dry_run,
        preview=tuple(preview),
    )
