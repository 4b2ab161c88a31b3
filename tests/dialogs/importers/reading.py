"""Reads a fixture the way an import does: detected by content, then parsed in full."""

from pathlib import Path

from dialogs.importers.formats import detect
from dialogs.importers.importer import ReadOptions, Source
from dialogs.record import Parsed

FIXTURES = Path(__file__).parents[2] / "fixtures" / "formats"


def read(source: Source, **options: object) -> tuple[str, list[Parsed]]:
    """The format detected and everything parsed."""
    importer = detect(source.sample())
    return importer.name, list(importer.read(source, ReadOptions(**options)))  # type: ignore[arg-type]  # tests name options freely


def read_fixture(name: str, **options: object) -> tuple[str, list[Parsed]]:
    """Under a name that gives nothing away: formats are known by their content."""
    return read(Source.of_bytes((FIXTURES / name).read_bytes(), "export.bin"), **options)


def read_text(text: str, **options: object) -> tuple[str, list[Parsed]]:
    return read(Source.of_bytes(text.encode(), "export.bin"), **options)
