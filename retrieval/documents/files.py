"""From the paths a person gives to the files behind them, each with the address that it has on the web."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from retrieval.errors import DocumentError

_DROPPED = (".md", ".markdown", ".mdown", ".txt")
"""Endings that no web page has: the generator of the site makes HTML of these files."""
_INDEX = ("index", "readme")


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """`asked`: the person named it, rather than a folder that holds it. `link` is empty where no prefix was given."""

    path: Path
    asked: bool
    link: str


def find_files(paths: Sequence[Path], prefix: str) -> Iterator[DocumentFile]:
    """Every file of the paths, folders walked by name, hidden ones left out. Raises DocumentError for a path that does not exist."""
    for path in paths:
        if not path.exists():
            raise DocumentError(f"{path} does not exist; give a file or a folder of help pages")
    for path in paths:
        if path.is_dir():
            for file in sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file.relative_to(path))):
                yield DocumentFile(file, False, _link(prefix, file.relative_to(path)))
        else:
            yield DocumentFile(path, True, _link(prefix, Path(path.name)))


def _hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _link(prefix: str, relative: Path) -> str:
    """The prefix and the file's place below it: `kettles/descaling.md` is at `…/kettles/descaling`, `kettles/index.html` at `…/kettles/`."""
    if not prefix:
        return ""
    place = PurePosixPath(relative.as_posix())
    if place.stem.casefold() in _INDEX and place.suffix.casefold() in (*_DROPPED, ".html", ".htm"):
        parent = place.parent.as_posix()
        return prefix.rstrip("/") + "/" + ("" if parent == "." else f"{quote(parent)}/")
    shown = place.with_suffix("") if place.suffix.casefold() in _DROPPED else place
    return f"{prefix.rstrip('/')}/{quote(shown.as_posix())}"
