"""VectorIndex over FAISS: exact while that is fast enough, HNSW above, compressed cells for very many vectors.

The only module that imports faiss. The vectors themselves are kept beside the FAISS structure (they may be memory-mapped): an
approximate kind finds rows, the cosines are then computed exactly, so that a vector's own cosine is 1 in every kind.
"""

import math
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from nlu.result import Matrix
from retrieval.errors import IndexDamagedError
from retrieval.vector_index import Neighbours, Rows

FLAT_LIMIT = 50_000
"""Up to here exact search takes about 7 ms on one thread (14.5 ms at 100,000), and an update takes no time at all."""

HNSW_LIMIT = 200_000
"""Up to here the graph is built in a minute or two; above, cells of 8-bit vectors are smaller and faster to build."""

FILE = "vectors.faiss"
OVERFETCH = 4
"""An approximate kind is asked for this many times k rows, and the best k by exact cosine are kept."""


class FaissIndex:
    """See VectorIndex. Make one with `build` or `load`."""

    def __init__(self, kind: str, vectors: Matrix, searcher: Any) -> None:
        self.kind = kind
        self.vectors = vectors
        self._searcher = searcher

    @classmethod
    def build(cls, vectors: Matrix, kind: str | None = None) -> "FaissIndex":
        """Index `vectors`, shape (rows, dimension). `kind` is chosen by their number unless given."""
        kind = kind or kind_for(len(vectors))
        searcher = _empty(kind, *vectors.shape)
        dense = np.ascontiguousarray(vectors, np.float32)
        if not searcher.is_trained:
            searcher.train(dense[_sample(len(dense), searcher.nlist)])
        if len(dense):
            searcher.add(dense)
        return cls(kind, vectors, searcher)

    @classmethod
    def load(cls, folder: Path, kind: str, vectors: Matrix) -> "FaissIndex":
        """Read what `save` wrote for these vectors. Raises IndexDamagedError where it can't be read or is of other vectors."""
        if kind == "flat":
            return cls.build(vectors, kind)
        try:
            searcher = faiss.read_index(str(folder / FILE))
        except RuntimeError as error:
            raise IndexDamagedError(f"{folder / FILE} can't be read; run: firstline index --rebuild") from error
        if (searcher.ntotal, searcher.d) != vectors.shape:
            raise IndexDamagedError(
                f"{folder / FILE} holds {searcher.ntotal} vectors of {searcher.d} numbers, expected {vectors.shape[0]} of"
                f" {vectors.shape[1]}; run: firstline index --rebuild"
            )
        return cls(kind, vectors, searcher)

    @property
    def dimension(self) -> int:
        return int(self.vectors.shape[1])

    def __len__(self) -> int:
        return len(self.vectors)

    def save(self, folder: Path) -> None:
        """A flat index is its vectors: nothing more to write."""
        if self.kind != "flat":
            faiss.write_index(self._searcher, str(folder / FILE))

    def extended(self, vectors: Matrix) -> "FaissIndex":
        """This index with more rows: `vectors` are all of them, those already indexed first. Nothing is trained or rebuilt."""
        self._searcher.add(np.ascontiguousarray(vectors[len(self) :], np.float32))
        return FaissIndex(self.kind, vectors, self._searcher)

    def search(self, queries: Matrix, k: int) -> Neighbours:
        if not len(self) or k <= 0:
            shape = (len(queries), max(k, 0))
            return Neighbours(np.full(shape, -1, np.int64), np.full(shape, -1, np.float32))
        queries = np.ascontiguousarray(queries, np.float32)
        if self.kind == "flat":
            cosines, rows = self._searcher.search(queries, k)
            return Neighbours(rows, np.where(rows < 0, np.float32(-1), cosines))
        _, rows = self._searcher.search(queries, min(max(k * OVERFETCH, 32), len(self)))
        return self._exact(queries, rows, k)

    def _exact(self, queries: Matrix, rows: Rows, k: int) -> Neighbours:
        cosines = np.einsum("qkd,qd->qk", self.vectors[rows], queries)
        cosines = np.where(rows < 0, np.float32(-2), cosines).astype(np.float32)
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        found = Neighbours(np.take_along_axis(rows, order, 1), np.maximum(np.take_along_axis(cosines, order, 1), -1))
        missing = ((0, 0), (0, k - found.rows.shape[1]))
        return Neighbours(np.pad(found.rows, missing, constant_values=-1), np.pad(found.cosines, missing, constant_values=-1))


def kind_for(rows: int) -> str:
    """Which kind suits this many vectors."""
    if rows <= FLAT_LIMIT:
        return "flat"
    return "hnsw" if rows <= HNSW_LIMIT else "ivf_sq8"


def _empty(kind: str, rows: int, dimension: int) -> Any:
    match kind:
        case "flat":
            return faiss.IndexFlatIP(dimension)
        case "hnsw":
            graph = faiss.IndexHNSWFlat(dimension, 32, faiss.METRIC_INNER_PRODUCT)
            graph.hnsw.efConstruction, graph.hnsw.efSearch = 80, 64
            return graph
        case "ivf_sq8":
            cells: Any = faiss.index_factory(dimension, f"IVF{_cells(rows)},SQ8", faiss.METRIC_INNER_PRODUCT)
            cells.nprobe = 16
            return cells
        case _:
            raise ValueError(f"kind {kind!r} is not one of flat, hnsw, ivf_sq8")


def _cells(rows: int) -> int:
    """About four times the root of the rows, a power of two, and few enough that each cell has points to be trained on."""
    wanted: int = 2 ** round(math.log2(4 * math.sqrt(max(rows, 1))))
    return max(1, min(wanted, rows // 39))


def _sample(rows: int, cells: int) -> Rows:
    """Rows to train the cells on: 64 a cell are enough, drawn with a fixed seed."""
    generator = np.random.default_rng(0)
    return np.sort(generator.choice(rows, min(rows, 64 * cells), replace=False)).astype(np.int64)
