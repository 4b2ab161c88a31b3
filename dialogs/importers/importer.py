"""The seam every log format stands behind: a sample to recognise it by, a source to read, and a stream of `Parsed` out of it."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO, runtime_checkable

from dialogs.encodings import encoding_of
from dialogs.importers.columns import Columns
from dialogs.record import Parsed

SAMPLE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a file (SAMPLE_BYTES at most), as bytes and decoded. `complete`: the file ends within it."""

    raw: bytes
    text: str
    name: str = ""
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import. `open` starts at the first byte of the unpacked content each time it is called: importers may read twice.

    `encoding` None: sniffed when the text is asked for. `size` is in bytes, None where unknown.
    """

    name: str
    open: Callable[[], BinaryIO]
    size: int | None = None
    encoding: str | None = None

    @classmethod
    def of_path(cls, path: Path) -> "Source":
        return cls(str(path), lambda: path.open("rb"), path.stat().st_size)

    @classmethod
    def of_bytes(cls, content: bytes, name: str = "") -> "Source":
        return cls(name, lambda: io.BytesIO(content), len(content))

    def text(self) -> TextIO:
        """The decoded text; line ends stay as they are, broken characters become U+FFFD."""
        encoding = self.sniffed()  # which reads the file: a reader that is counted must be the last one opened
        return io.TextIOWrapper(self.open(), encoding=encoding, errors="replace", newline="")

    def sniffed(self) -> str:
        """The encoding given, else the one that the whole content fits."""
        if self.encoding:
            return self.encoding
        with self.open() as binary:
            return encoding_of(iter(lambda: binary.read(1 << 20), b""))

    def sample(self) -> Sample:
        with self.open() as binary:
            raw = _read_up_to(binary, SAMPLE_BYTES + 1)
        head = raw[:SAMPLE_BYTES]
        text = head.decode(self.encoding or encoding_of([head]), errors="replace")
        return Sample(head, text.removeprefix("\ufeff"), self.name, complete=len(raw) <= SAMPLE_BYTES)


def _read_up_to(binary: BinaryIO, size: int) -> bytes:
    parts: list[bytes] = []
    while size > 0 and (part := binary.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person may tell an importer. Time zone, region and gap are the record's business, not the importer's."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    """Field -> column, from `--map FIELD=COLUMN`."""
    agents: tuple[str, ...] = ()
    """Display names or ids that are staff, from `--agent`."""


@runtime_checkable
class Tabular(Protocol):
    """An importer of tables that people fill in: a preview says what it takes their columns for."""

    def columns(self, source: Source, options: ReadOptions) -> Columns:
        """Raises UnreadableExport where there is no header, or one that says too little."""
        ...


class Importer(Protocol):
    """A log format. `name` is what `--format` takes and the source of its dialogs unless a ParsedDialog says otherwise."""

    @property
    def name(self) -> str: ...

    def recognises(self, sample: Sample) -> bool:
        """Whether the beginning of a file is this format, by content alone. Cheap, and never raises."""
        ...

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        """What the file holds, in file order, streamed. A row that can't be read becomes a Rejection and the rest goes on.

        Raises UnreadableExport where the file as a whole can't give dialogs, with what to export instead.
        """
        ...
