"""What an index folder says about itself, so that one which is damaged or does not fit is refused instead of searched."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from retrieval.errors import IndexDamagedError, IndexMismatchError

FORMAT = 2
"""Of the folder's layout; another number is another layout."""

FILE = "manifest.json"
UNCHECKED = (FILE, "calibration.json", "suggestions.json")
"""Files that may change or be added after the folder was written."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`record` is the state of the record's approved answers and documents (a hash); `entries` counts questions, `answers` answers,
    `passages` those of documents."""

    version: str
    format: int
    encoder_id: str
    dimension: int
    kind: str
    entries: int
    answers: int
    record: str
    made_at: str
    checksums: Mapping[str, str]
    passages: int = 0


def write_manifest(folder: Path, manifest: Manifest) -> None:
    (folder / FILE).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Raises IndexDamagedError where there is none that can be read, IndexMismatchError where another version wrote it."""
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
        found = data["format"]
        if found != FORMAT:
            raise IndexMismatchError(
                f"{folder} has the index format {found}, this version reads {FORMAT}; run: firstline index --rebuild"
            )
        return Manifest(**data)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(f"{folder / FILE} can't be read ({error}); run: firstline index --rebuild") from error


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of every file under the folder, by its path inside, but for those in UNCHECKED."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in UNCHECKED)
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in files}


def verify(folder: Path, manifest: Manifest) -> None:
    """Raises IndexDamagedError naming the first file that is missing, added or changed."""
    found = checksums(folder)
    for name in sorted(found.keys() | manifest.checksums.keys()):
        if found.get(name) != manifest.checksums.get(name):
            what = "is missing" if name not in found else "has changed" if name in manifest.checksums else "does not belong there"
            raise IndexDamagedError(f"{folder / name} {what} since the index was written; run: firstline index --rebuild")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
