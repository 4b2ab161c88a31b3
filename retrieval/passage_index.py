"""The passages of the documents in the search index: a second section of its folder, under the same manifest and checksums.

index/<version>/documents/
    passages.json           the passages, and the kind of the vector index
    vectors.npy             of each passage in turn: its headings, its text, its sentences
    vectors.faiss           the approximate index, where there are very many
    lexical/                BM25 of headings and text
    calibration.json        added once confidences are calibrated

It always lies in the folder, whatever holds the vectors of the answers: a help centre has thousands of passages, not millions.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from dialogs.progress import Progress, silent
from nlu.encoder import Encoder
from nlu.result import Matrix, Vector
from retrieval.answer_index import CALIBRATION
from retrieval.encoding import embed_new
from retrieval.errors import IndexDamagedError
from retrieval.faiss_index import FaissIndex
from retrieval.lexical import LexicalIndex
from retrieval.passage import Passage
from retrieval.passage_confidence import DEFAULT, PassageCalibration
from retrieval.sentences import sentences
from retrieval.vector_index import Rows, VectorIndex

FOLDER = "documents"
PASSAGES, VECTORS = "passages.json", "vectors.npy"
BEFORE = 2
"""Rows of a passage before those of its sentences: headings, text."""


class PassageIndex:
    """Read-only. Row `starts[n]` is the headings of passage n, the next its text, the others its sentences."""

    def __init__(self, passages: Sequence[Passage], dense: VectorIndex, lexical: LexicalIndex) -> None:
        self.passages = tuple(passages)
        self.dense = dense
        self.lexical = lexical
        self.sentences = tuple(tuple(sentences(passage.text)) for passage in passages)
        self.starts: Rows = np.cumsum([0, *(BEFORE + len(said) for said in self.sentences)]).astype(np.int64)
        self.folder: Path | None = None

    @classmethod
    def build(
        cls, passages: Sequence[Passage], encoder: Encoder, old: "PassageIndex | None" = None, progress: Progress = silent
    ) -> "PassageIndex":
        """Only texts that `old`, an index of the same encoder, does not have go through the encoder."""
        texts = [text for passage in passages for text in row_texts(passage)]
        known = old.known() if old is not None else {}
        embed_new(encoder, texts, known, progress, "embedding passages")
        vectors = np.array([known[text] for text in texts], np.float32).reshape(len(texts), encoder.dimension)
        return cls(passages, FaissIndex.build(vectors), LexicalIndex.build([f"{item.heading}\n{item.text}" for item in passages]))

    @classmethod
    def load(cls, version: Path) -> "PassageIndex | None":
        """The section of the index in the folder `version`; None where it has no documents. Raises IndexDamagedError."""
        folder = version / FOLDER
        if not folder.is_dir():
            return None
        try:
            data = json.loads((folder / PASSAGES).read_text(encoding="utf-8"))
            passages = [Passage(**{**item, "path": tuple(item["path"])}) for item in data["passages"]]
            vectors = np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(f"{folder} can't be read ({error}); run: firstline index --rebuild") from error
        index = cls(passages, FaissIndex.load(folder, data["kind"], vectors), LexicalIndex.load(folder))
        if len(vectors) != index.starts[-1] or index.lexical.rows != len(passages):
            raise IndexDamagedError(f"the files of {folder} do not belong together; run: firstline index --rebuild")
        index.folder = folder
        return index

    def save(self, version: Path) -> None:
        """Into the folder of an index that is being written."""
        folder = version / FOLDER
        folder.mkdir()
        data = {"kind": self.dense.kind, "passages": [asdict(passage) for passage in self.passages]}
        (folder / PASSAGES).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        np.save(folder / VECTORS, self.vectors, allow_pickle=False)
        self.dense.save(folder)
        self.lexical.save(folder)

    @property
    def vectors(self) -> Matrix:
        return self.dense.vectors

    def rows_of(self, place: int) -> Rows:
        """Of the passage at this place: headings, text, sentences."""
        return np.arange(self.starts[place], self.starts[place + 1])

    def places_of(self, rows: Rows) -> Rows:
        """The passages that these rows belong to."""
        return np.searchsorted(self.starts, rows, side="right").astype(np.int64) - 1

    def known(self) -> dict[str, Vector]:
        """The vector of every text."""
        texts = (text for passage in self.passages for text in row_texts(passage))
        return dict(zip(texts, self.vectors, strict=True))

    @property
    def calibration(self) -> PassageCalibration:
        """A cautious default until one is saved. Raises CalibrationError."""
        path = None if self.folder is None else self.folder / CALIBRATION
        return PassageCalibration.from_json(path.read_text(encoding="utf-8")) if path is not None and path.is_file() else DEFAULT

    def save_calibration(self, calibration: PassageCalibration) -> None:
        """Keep it with the index, in one step."""
        assert self.folder is not None
        temporary = self.folder / f"{CALIBRATION}.tmp"
        temporary.write_text(calibration.to_json(), encoding="utf-8")
        temporary.replace(self.folder / CALIBRATION)


def row_texts(passage: Passage) -> list[str]:
    return [passage.heading, passage.text, *sentences(passage.text)]
