"""The search index as it is served: everything that finding an answer needs, read from one folder, without SQL.

index/CURRENT               name of the folder in use
index/<version>/
    manifest.json           see retrieval.manifest
    answers.json            the approved answers, each with its intent, slots and sources
    entries.json            the questions they were given to, by column
    vectors.npy             one row per entry
    answers.npy             the vector of each answer's text
    vectors.faiss           the approximate index, where there are very many entries
    lexical/                BM25
    calibration.json        added once confidences are calibrated
    documents/              the passages of documents, if there are any: see retrieval.passage_index
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from nlu.result import Matrix, Vector
from retrieval.confidence import DEFAULT, Calibration
from retrieval.errors import IndexDamagedError, IndexMismatchError, IndexMissingError
from retrieval.faiss_index import FaissIndex
from retrieval.hit import AnswerTemplate, Attachment, LinkButton, Source
from retrieval.lexical import LexicalIndex
from retrieval.manifest import FILE as MANIFEST
from retrieval.manifest import Manifest, read_manifest, verify
from retrieval.vector_index import SHARED, LoadShared, Rows, VectorIndex

CURRENT = "CURRENT"
ANSWERS, ENTRIES, VECTORS, CALIBRATION = "answers.json", "entries.json", "vectors.npy", "calibration.json"
ANSWER_VECTORS = "answers.npy"


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A question of the record and the answer it was given. `row` is its place in the index: what `exclude` of a search takes.

    `dialog` is the key of the dialog it comes from, 0 where it has none (an answer that staff wrote).
    """

    row: int
    question: str
    question_hash: str
    answer: int
    intent: str | None
    dialog: int
    vector: Vector


@dataclass(frozen=True, slots=True)
class Questions:
    """The entries by column: row n of each belongs to entry n. `answers` holds answer ids."""

    questions: tuple[str, ...]
    hashes: tuple[str, ...]
    answers: tuple[int, ...]
    dialogs: tuple[int, ...]


class AnswerIndex:
    """Read-only. `load` one; `retrieval.index.update_index` writes them."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        answers: Sequence[AnswerTemplate],
        columns: Questions,
        dense: VectorIndex,
        lexical: LexicalIndex,
        answer_vectors: Matrix,
    ) -> None:
        """`answer_vectors` has one row an answer, in the order of `answers`."""
        self.folder = folder
        self.manifest = manifest
        self.listed = tuple(answers)
        self.answer_vectors = answer_vectors
        self.answers = {answer.id: answer for answer in answers}
        self.columns = columns
        self.dense = dense
        self.lexical = lexical

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        encoder_id: str | None,
        record: str | None = None,
        verified: bool = True,
        shared: LoadShared | None = None,
    ) -> "AnswerIndex":
        """The index in use under `folder` (`<home>/index`).

        `encoder_id` is the encoder that queries come from, `record` the state of the record (`retrieval.index.record_state`) where
        the caller wants an index that is up to date; None accepts any. `verified=False` skips the checksums. `shared` opens
        an index whose vectors lie in PostgreSQL; without, such an index is searched exactly, from its folder.
        Raises IndexMissingError, IndexDamagedError, IndexMismatchError, VectorServerError.
        """
        version = _fitting(folder, encoder_id)
        manifest = read_manifest(version)
        _check_fit(version, manifest, encoder_id, record)
        if verified:
            verify(version, manifest)
        return cls(version, manifest, *_read(version, manifest, shared))

    @property
    def version(self) -> str:
        return self.manifest.version

    @property
    def vectors(self) -> Matrix:
        """Shape (entries, dimension), row n of entry n."""
        return self.dense.vectors

    @cached_property
    def answer_places(self) -> Rows:
        """The place in `listed` of each entry's answer, shape (entries,)."""
        places = {answer.id: place for place, answer in enumerate(self.listed)}
        return np.array([places[answer] for answer in self.columns.answers], np.int64)

    @cached_property
    def _by_place(self) -> list[Rows]:
        ends = np.cumsum(np.bincount(self.answer_places, minlength=len(self.listed)))
        return np.split(np.argsort(self.answer_places, kind="stable"), ends[:-1])

    def rows_of(self, place: int) -> Rows:
        """The entries of the answer at this place in `listed`."""
        return self._by_place[place]

    @cached_property
    def calibration(self) -> Calibration:
        """How to turn scores into confidences; a cautious default until `save_calibration`. Raises CalibrationError."""
        path = self.folder / CALIBRATION
        return Calibration.from_json(path.read_text(encoding="utf-8")) if path.is_file() else DEFAULT

    def entries(self) -> list[Entry]:
        """Every question with its answer and vector, in the order of the rows."""
        rows = zip(
            self.columns.questions, self.columns.hashes, self.columns.answers, self.columns.dialogs, self.vectors, strict=True
        )
        return [
            Entry(row, question, question_hash, answer, self.answers[answer].intent, dialog, vector)
            for row, (question, question_hash, answer, dialog, vector) in enumerate(rows)
        ]


def current_folder(folder: Path) -> Path:
    """The folder of the index in use. Raises IndexMissingError where none was made yet."""
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissingError(f"there is no search index in {folder}; run: firstline index") from None
    if not name or not (folder / name).is_dir():
        raise IndexMissingError(f"{folder / CURRENT} names the index {name!r}, which is not there; run: firstline index")
    return folder / name


def _fitting(folder: Path, encoder_id: str | None) -> Path:
    """The index in use; where that is of another encoder, the newest one that fits, if any.

    A new model's index is put in use just before the model: until then, and after a crash between the two, the live model goes on
    with the index it had.
    """
    current = current_folder(folder)
    if encoder_id is None or read_manifest(current).encoder_id == encoder_id:
        return current
    others = sorted((path.parent for path in folder.glob(f"[!.]*/{MANIFEST}") if path.parent != current), reverse=True)
    return next((path for path in others if _fits(path, encoder_id)), current)


def _fits(version: Path, encoder_id: str) -> bool:
    try:
        return read_manifest(version).encoder_id == encoder_id
    except (IndexDamagedError, IndexMismatchError):
        return False


def save_calibration(folder: Path, calibration: Calibration) -> Path:
    """Keep a calibration with the index in use under `folder`. Replaces the file in one step. Raises IndexMissingError."""
    path = current_folder(folder) / CALIBRATION
    temporary = path.with_suffix(".tmp")
    temporary.write_text(calibration.to_json(), encoding="utf-8")
    temporary.replace(path)
    return path


def write_content(folder: Path, answers: Sequence[AnswerTemplate], columns: Questions) -> None:
    """answers.json and entries.json, as `AnswerIndex.load` reads them."""
    (folder / ANSWERS).write_text(json.dumps([_answer_data(answer) for answer in answers], ensure_ascii=False), encoding="utf-8")
    data = {"question": columns.questions, "hash": columns.hashes, "answer": columns.answers, "dialog": columns.dialogs}
    (folder / ENTRIES).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _check_fit(version: Path, manifest: Manifest, encoder_id: str | None, record: str | None) -> None:
    if encoder_id is not None and manifest.encoder_id != encoder_id:
        raise IndexMismatchError(
            f"the index {version} was built with the encoder {manifest.encoder_id[:12]}, the model in use has"
            f" {encoder_id[:12]}; run: firstline index"
        )
    if record is not None and manifest.record != record:
        raise IndexMismatchError(
            f"the answers of the record have changed since the index {version} was built; run: firstline index"
        )


def _read(
    version: Path, manifest: Manifest, shared: LoadShared | None
) -> tuple[tuple[AnswerTemplate, ...], Questions, VectorIndex, LexicalIndex, Matrix]:
    try:
        answers = tuple(_answer(data) for data in json.loads((version / ANSWERS).read_text(encoding="utf-8")))
        data = json.loads((version / ENTRIES).read_text(encoding="utf-8"))
        columns = Questions(*(tuple(data[name]) for name in ("question", "hash", "answer", "dialog")))
        vectors = np.load(version / VECTORS, mmap_mode="r", allow_pickle=False)
        stated = np.load(version / ANSWER_VECTORS, allow_pickle=False)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(f"the index {version} can't be read ({error}); run: firstline index --rebuild") from error
    lexical = LexicalIndex.load(version)
    shapes = (manifest.entries, manifest.dimension), (len(answers), manifest.dimension)
    if (vectors.shape, stated.shape) != shapes or not lexical.rows == len(columns.questions) == manifest.entries:
        raise IndexDamagedError(f"the files of the index {version} do not belong together; run: firstline index --rebuild")
    return answers, columns, _dense(version, manifest.kind, vectors, shared), lexical, stated


def _dense(version: Path, kind: str, vectors: Matrix, shared: LoadShared | None) -> VectorIndex:
    if kind != SHARED:
        return FaissIndex.load(version, kind, vectors)
    return shared(version, vectors) if shared is not None else FaissIndex.build(vectors, "flat")


def _answer_data(answer: AnswerTemplate) -> dict[str, Any]:
    return {
        "id": answer.id,
        "text": answer.text,
        "intent": answer.intent,
        "language": answer.language,
        "expires_at": answer.expires_at.isoformat() if answer.expires_at else None,
        "slots": answer.slots,
        "sources": [(source.dialog, source.message) for source in answer.sources],
        "title": answer.title,
        "attachments": [(item.id, item.kind, item.name) for item in answer.attachments],
        "buttons": [(button.title, button.url) for button in answer.buttons],
        "translation_of": answer.translation_of,
    }


def _answer(data: dict[str, Any]) -> AnswerTemplate:
    return AnswerTemplate(
        id=data["id"],
        text=data["text"],
        intent=data["intent"],
        language=data["language"],
        expires_at=datetime.fromisoformat(data["expires_at"]) if data["expires_at"] else None,
        slots=tuple(data["slots"]),
        sources=tuple(Source(*pair) for pair in data["sources"]),
        title=data["title"],
        attachments=tuple(Attachment(*item) for item in data.get("attachments", ())),
        buttons=tuple(LinkButton(*button) for button in data.get("buttons", ())),
        translation_of=data.get("translation_of"),
    )
