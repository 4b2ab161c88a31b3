"""Building the search index from the record: only what is new is embedded, what is gone leaves no vector behind.

An index is written to a temporary folder, renamed, and put in use by replacing one small file: whoever reads meanwhile, or is
interrupted, has the old one. The one before is kept, for a bot that is just loading it.
"""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from dialogs.database import Database
from dialogs.progress import Progress, silent
from nlu.encoder import Encoder
from nlu.result import Matrix, Vector
from retrieval.answer_index import (
    ANSWER_VECTORS,
    CALIBRATION,
    CURRENT,
    VECTORS,
    AnswerIndex,
    Entry,
    Questions,
    current_folder,
    save_calibration,
    write_content,
)
from retrieval.approved import Approved, read_approved, state_of
from retrieval.encoding import embed_new
from retrieval.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from retrieval.faiss_index import FaissIndex, kind_for
from retrieval.hit import AnswerTemplate
from retrieval.lexical import LexicalIndex
from retrieval.manifest import FORMAT, Manifest, checksums, write_manifest
from retrieval.passage import Passage
from retrieval.passage_index import PassageIndex
from retrieval.pg_index import PgIndex, drop_unnamed, shared_from
from retrieval.recorded_passages import passages_state, read_passages
from retrieval.title import title
from retrieval.vector_index import SHARED, VectorIndex

__all__ = ["AnswerIndex", "Entry", "IndexReport", "record_state", "save_calibration", "update_index"]


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an update did: `vectors` the index holds now, of which `added` were not in the one before, and `removed` left it."""

    vectors: int
    added: int
    removed: int
    kind: str
    seconds: float
    answers: int
    version: str
    embedded: int
    """Questions that had to go through the encoder: the others' vectors were known."""
    passages: int = 0
    """Of documents."""


def update_index(
    database: Database,
    encoder: Encoder,
    folder: Path,
    *,
    rebuild: bool = False,
    vector_url: str = "",
    progress: Progress = silent,
) -> IndexReport:
    """Bring the index under `folder` (`<home>/index`) up to the record's approved, unexpired answers and its documents.

    Vectors of the index in use are taken over where the encoder is the same, unless `rebuild`. Where nothing changed, nothing is
    written and the version stays. Takes over the calibration of an index with the same encoder. `vector_url`: a PostgreSQL with
    pgvector that shall hold the vectors for every machine; without, FAISS does in the folder.
    """
    start = time.perf_counter()
    with database.session(read_only=True) as session:
        approved, passages = read_approved(session), read_passages(session)
    old = None if rebuild else _reusable(folder, encoder, vector_url)
    state = _state(approved, passages)
    same_place = old is not None and (old.manifest.kind == SHARED) == bool(vector_url)
    if old is not None and same_place and old.manifest.record == state and old.folder == current_folder(folder):
        return _report(old.manifest, 0, 0, 0, start)
    columns, kept = _columns(approved, old)
    vectors, embedded = _vectors(columns.questions, old, encoder, progress)
    stated = _stated(approved, old, encoder)
    dense = _dense(vectors, kept, old, vector_url)
    documents = _documents(passages, old, encoder, progress)
    manifest = _write(folder, approved, columns, (vectors, stated), dense, documents, (encoder.id, state), old, vector_url)
    before = len(old.columns.questions) if old else 0
    return _report(manifest, len(columns.questions) - kept, before - kept, embedded, start)


def record_state(database: Database) -> str:
    """The state of the record's approved answers and documents: `Manifest.record` of an index that is up to date."""
    with database.session(read_only=True) as session:
        return _state(read_approved(session), read_passages(session))


def _state(approved: Sequence[Approved], passages: Sequence[Passage]) -> str:
    answers = state_of(approved)
    return hashlib.sha256(f"{answers}{passages_state(passages)}".encode()).hexdigest() if passages else answers


def _reusable(folder: Path, encoder: Encoder, vector_url: str) -> AnswerIndex | None:
    try:
        return AnswerIndex.load(folder, encoder_id=encoder.id, shared=shared_from(vector_url))
    except (IndexMissingError, IndexMismatchError, IndexDamagedError):
        return None


def _columns(approved: Sequence[Approved], old: AnswerIndex | None) -> tuple[Questions, int]:
    """All entries, those of the old index first and in its order, and how many of them there are."""
    entries = {
        (item.answer.id, question.text): (question.text, question.hash, item.answer.id, question.dialog)
        for item in approved
        for question in item.questions.values()
    }
    before = zip(old.columns.answers, old.columns.questions, strict=True) if old else ()
    known = [key for key in before if key in entries]
    ordered = [entries.pop(key) for key in known] + list(entries.values())
    questions, hashes, answers, dialogs = zip(*ordered, strict=True) if ordered else ((), (), (), ())
    return Questions(questions, hashes, answers, dialogs), len(known)


def _vectors(questions: Sequence[str], old: AnswerIndex | None, encoder: Encoder, progress: Progress) -> tuple[Matrix, int]:
    known: dict[str, Vector] = dict(zip(old.columns.questions, old.vectors, strict=True)) if old else {}
    embedded = embed_new(encoder, questions, known, progress)
    vectors = np.zeros((len(questions), encoder.dimension), np.float32)
    for row, question in enumerate(questions):
        vectors[row] = known[question]
    return vectors, embedded


def _stated(approved: Sequence[Approved], old: AnswerIndex | None, encoder: Encoder) -> Matrix:
    """The vector of each answer's text; those of texts that the old index has are taken over."""
    known = {answer.text: vector for answer, vector in zip(old.listed, old.answer_vectors, strict=True)} if old else {}
    texts = [item.answer.text for item in approved]
    embed_new(encoder, texts, known)
    return np.array([known[text] for text in texts], np.float32).reshape(len(texts), encoder.dimension)


def _dense(vectors: Matrix, kept: int, old: AnswerIndex | None, vector_url: str) -> VectorIndex:
    """Rows are only added where that is possible; an approximate index is built anew when rows left it or the kind changes."""
    kind = SHARED if vector_url else kind_for(len(vectors))
    if old is not None and kept == len(old.dense) and old.dense.kind == kind and kept:
        return old.dense.extended(vectors)
    return PgIndex.build(vector_url, vectors) if vector_url else FaissIndex.build(vectors)


def _write(
    folder: Path,
    approved: Sequence[Approved],
    columns: Questions,
    vectors: tuple[Matrix, Matrix],
    dense: VectorIndex,
    documents: PassageIndex | None,
    stamps: tuple[str, str],
    old: AnswerIndex | None,
    vector_url: str,
) -> Manifest:
    folder.mkdir(parents=True, exist_ok=True)
    encoder_id, state = stamps
    questions, stated = vectors
    now = datetime.now(UTC)
    with _temporary(folder) as work:
        write_content(work, _titled(approved, columns, questions), columns)
        np.save(work / VECTORS, questions, allow_pickle=False)
        np.save(work / ANSWER_VECTORS, stated, allow_pickle=False)
        dense.save(work)
        LexicalIndex.build(columns.questions).save(work)
        if documents is not None:
            documents.save(work)
        version = f"{now:%Y%m%dT%H%M%S%f}-{state[:8]}"
        manifest = Manifest(
            version,
            FORMAT,
            encoder_id,
            questions.shape[1],
            dense.kind,
            len(questions),
            len(approved),
            state,
            now.isoformat(),
            checksums(work),
            len(documents.passages) if documents is not None else 0,
        )
        write_manifest(work, manifest)
        if old is not None and (old.folder / CALIBRATION).is_file():
            shutil.copyfile(old.folder / CALIBRATION, work / CALIBRATION)
        _put_in_use(folder, work, version, vector_url)
    return manifest


def _documents(passages: Sequence[Passage], old: AnswerIndex | None, encoder: Encoder, progress: Progress) -> PassageIndex | None:
    """None where the record has no documents."""
    if not passages:
        return None
    return PassageIndex.build(passages, encoder, PassageIndex.load(old.folder) if old is not None else None, progress)


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    work = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _put_in_use(folder: Path, work: Path, version: str, vector_url: str) -> None:
    before = current_name(folder)
    work.chmod(0o755)
    work.rename(folder / version)
    pointer = folder / f".{CURRENT}-{version}"
    pointer.write_text(version, encoding="utf-8")
    pointer.replace(folder / CURRENT)
    drop_others(folder, (version, before), vector_url)


def drop_others(folder: Path, kept: Sequence[str | None], vector_url: str) -> None:
    """Remove every index under `folder` but those named, with the vectors that nobody else has."""
    names = [name for name in kept if name]
    for other in folder.iterdir():
        if other.is_dir() and other.name not in names and not other.name.startswith("."):
            if vector_url:
                drop_unnamed(vector_url, other, [folder / name for name in names])
            shutil.rmtree(other, ignore_errors=True)


def current_name(folder: Path) -> str | None:
    """Of the index in use; None where there is none."""
    try:
        return current_folder(folder).name
    except IndexMissingError:
        return None


def _titled(approved: Sequence[Approved], columns: Questions, vectors: Matrix) -> list[AnswerTemplate]:
    rows: dict[int, list[int]] = {}
    for row, answer in enumerate(columns.answers):
        rows.setdefault(answer, []).append(row)
    return [
        replace(item.answer, title=title([columns.questions[row] for row in rows[item.answer.id]], vectors[rows[item.answer.id]]))
        for item in approved
    ]


def _report(manifest: Manifest, added: int, removed: int, embedded: int, start: float) -> IndexReport:
    seconds = round(time.perf_counter() - start, 3)
    return IndexReport(
        manifest.entries, added, removed, manifest.kind, seconds, manifest.answers, manifest.version, embedded, manifest.passages
    )
