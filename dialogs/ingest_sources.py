"""From the paths a person gives to the files to read: folders walked, zip and gzip unpacked on the fly, standard input."""

import gzip
import hashlib
import io
import os
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias, cast

from dialogs.errors import UnreadableExport
from dialogs.importers.importer import Source

STDIN = "-"
IN_MEMORY = 1 << 26
"""Bytes of standard input that are kept in memory; more goes to a file without a name, which the system forgets with the process."""
GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
BROKEN = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile)
"""What reading a damaged archive raises."""
Damage: TypeAlias = list[str]
NESTED = 3
"""Archives inside archives that are opened."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to import. `asked`: the person named it, rather than a folder or an archive that holds it. `problem`: why it can't be read.

    `damage` fills while the source is read: where an archive is broken, the content ends, and why stands here.
    """

    source: Source
    asked: bool
    problem: str = ""
    damage: "Damage" = field(default_factory=list)


def find_sources(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Found]:
    """Every file behind the paths, in order of name. Raises UnreadableExport, before any, for a path that does not exist."""
    for path in paths:
        if path != STDIN and not Path(path).exists():
            raise UnreadableExport(f"{path} does not exist; give a file, a folder, or - for standard input")
    for path in paths:
        if path == STDIN:
            yield from _unpacked(_spooled(stdin or sys.stdin.buffer), True)
        elif Path(path).is_dir():
            for file in _walked(Path(path)):
                yield from _unpacked(Source.of_path(file), False)
        elif Path(path).is_file():
            yield from _unpacked(Source.of_path(Path(path)), True)
        else:
            with Path(path).open("rb") as stream:
                found = _spooled(stream, path)
            yield from _unpacked(found, True)


def sha256_of(source: Source) -> str:
    """Of the unpacked content."""
    hashed = hashlib.sha256()
    with source.open() as stream:
        while chunk := stream.read(1 << 20):
            hashed.update(chunk)
    return hashed.hexdigest()


def _walked(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder).parts
        if file.is_file() and not any(part.startswith((".", "__MACOSX")) for part in inside):
            yield file


def _unpacked(source: Source, asked: bool, damage: Damage | None = None, depth: int = 0) -> Iterator[Found]:
    damage = [] if damage is None else damage
    with source.open() as stream:
        head = stream.read(4)
    if head.startswith(GZIP) and depth < NESTED:
        yield from _unpacked(_gunzipped(source, damage), asked, damage, depth + 1)
    elif head.startswith(ZIP) and depth < NESTED:
        yield from _members(source, asked, depth)
    else:
        yield Found(source, asked, damage=damage)


def _gunzipped(source: Source, damage: Damage) -> Source:
    def opened() -> BinaryIO:
        return _salvaging(cast(BinaryIO, gzip.GzipFile(fileobj=_Owned(source.open()))), damage)

    return replace(source, name=source.name.removesuffix(".gz"), open=opened, size=None)


def _members(source: Source, asked: bool, depth: int) -> Iterator[Found]:
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
    except zipfile.BadZipFile as error:
        yield Found(source, asked, f"{source.name} is a damaged zip file ({error}); download or copy it again")
        return
    names = {member.filename for member in members}
    if "[Content_Types].xml" in names:
        yield Found(source, asked)  # a spreadsheet is a zip file too
        return
    for member in members:
        parts = Path(member.filename).parts
        if member.is_dir() or any(part.startswith((".", "__MACOSX")) for part in parts):
            continue
        if member.flag_bits & 1:
            yield Found(source, asked, f"{source.name} is protected by a password; unpack it and give the folder")
            return
        damage: Damage = []
        inner = Source(f"{source.name}/{member.filename}", _opener(source, member.filename, damage), member.file_size)
        yield from _unpacked(inner, asked and len(members) == 1, damage, depth + 1)


def _opener(source: Source, member: str, damage: Damage) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        return _salvaging(cast(BinaryIO, zipfile.ZipFile(cast(BinaryIO, _Owned(source.open()))).open(member)), damage)

    return opened


def _salvaging(stream: BinaryIO, damage: Damage) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Salvaging(stream, damage), 1 << 16))


class _Salvaging(io.RawIOBase):
    """What can be read of a packed stream: damage ends it, and is noted, instead of being raised."""

    def __init__(self, stream: BinaryIO, damage: Damage) -> None:
        self._stream = cast(io.BufferedIOBase, stream)
        self._damage = damage

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, place: int, whence: int = 0, /) -> int:
        return self._stream.seek(place, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: Any, /) -> int:
        try:
            chunk = self._stream.read1(len(buffer))
        except BROKEN as error:
            self._damage[:] = [f"the archive is damaged from here on ({error}); what came before is kept"]
            return 0
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Owned(io.BufferedIOBase):
    """A stream that closes when nobody holds it any more, since archive readers leave a stream they were given open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def read(self, size: int | None = -1, /) -> bytes:
        return self._stream.read(-1 if size is None else size)

    def seek(self, place: int, whence: int = 0, /) -> int:
        return self._stream.seek(place, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        self._stream.close()
        super().close()


def _spooled(stream: BinaryIO, name: str = "standard input") -> Source:
    """A stream that can be read once, made one that can be read again."""
    content = stream.read(IN_MEMORY + 1)
    if len(content) <= IN_MEMORY:
        return Source.of_bytes(content, name)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the Source does
    file.write(content)
    while chunk := stream.read(1 << 20):
        file.write(chunk)
    file.flush()
    return Source(name, lambda: io.BufferedReader(_Rereading(file)), file.tell())


class _Rereading(io.RawIOBase):
    """Reads an open file from its beginning without moving the place of other readers."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = 0, /) -> int:
        base = (0, self._place, os.fstat(self._file.fileno()).st_size)[whence]
        self._place = base + place
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: Any, /) -> int:
        chunk = os.pread(self._file.fileno(), len(buffer), self._place)
        buffer[: len(chunk)] = chunk
        self._place += len(chunk)
        return len(chunk)
