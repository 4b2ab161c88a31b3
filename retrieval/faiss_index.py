"""VectorIndex over FAISS: exact while that is fast enough, HNSW above, cells of 8-bit vectors for very many.

The only module that imports faiss. The vectors themselves are kept beside the FAISS structure (they may be memory-mapped): an
approximate kind finds rows, the cosines are then computed exactly, so that a vector's own cosine is 1 in every kind.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from nlu.result import Matrix
from retrieval.errors import IndexDamagedError
from retrieval.vector_index import Neighbours, Rows, best_of, nobody

FLAT_LIMIT = 50_000
"""Up to here exact search takes about 7 ms on one thread (14.5 ms at 100,000), and an update takes no time at all."""

HNSW_LIMIT = 200_000
"""Up to here the graph is built in a minute or two; above, cells of 8-bit vectors are smaller and faster to build."""

FILE = "vectors.faiss"
OVERFETCH = 3
"""An approximate kind is asked for this many times k rows, and the best k by exact cosine are kept."""
LEAST_FETCHED = 24

TRIALS = 128
"""Rows that are searched for when the cells are built, to see how many cells a search must look into."""
TRIAL_NEIGHBOURS = 10
TRIAL_RECALL = 0.99
"""Share of the trials' true neighbours that must be found, themselves left out: above the 0.97 that is asked for, since trials are a
sample, and lie nearer to the middle of their cells than a new question."""
ADDED_AT_ONCE = 50_000
"""Rows handed over at a time: what is memory-mapped is never in memory as a whole."""


class FaissIndex:
    """See VectorIndex. Make one with `build` or `load`."""

    def __init__(self, kind: str, vectors: Matrix, searcher: Any, file: Path | None = None) -> None:
        self.kind = kind
        self.vectors = vectors
        self._searcher = searcher
        self._file = file
        """Where the searcher is mapped from; None where it is in memory."""

    @classmethod
    def build(cls, vectors: Matrix, kind: str | None = None) -> "FaissIndex":
        """Index `vectors`, shape (rows, dimension). `kind` is chosen by their number unless given."""
        kind = kind or kind_for(len(vectors))
        searcher = _empty(kind, *vectors.shape)
        if not searcher.is_trained:
            searcher.train(np.ascontiguousarray(vectors[_sample(len(vectors), searcher.nlist)], np.float32))
        _add(searcher, vectors)
        if kind == "ivf_sq8" and len(vectors):
            searcher.nprobe = _probes(searcher, vectors)
        return cls(kind, vectors, searcher)

    @classmethod
    def load(cls, folder: Path, kind: str, vectors: Matrix) -> "FaissIndex":
        """Map what `save` wrote for these vectors. Raises IndexDamagedError where it can't be read or is of other vectors."""
        if kind == "flat":
            return cls.build(vectors, kind)
        searcher = _read(folder / FILE, faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY if kind == "ivf_sq8" else 0)
        if (searcher.ntotal, searcher.d) != vectors.shape:
            raise IndexDamagedError(
                f"{folder / FILE} holds {searcher.ntotal} vectors of {searcher.d} numbers, expected {vectors.shape[0]} of"
                f" {vectors.shape[1]}; run: firstline index --rebuild"
            )
        return cls(kind, vectors, searcher, folder / FILE)

    @property
    def dimension(self) -> int:
        return int(self.vectors.shape[1])

    def __len__(self) -> int:
        return len(self.vectors)

    def save(self, folder: Path) -> None:
        """In one step: whoever is stopped while it is written leaves the file that was there. A flat index is its vectors: there is
        nothing more to write."""
        if self.kind == "flat":
            return
        temporary = folder / f".{FILE}"
        faiss.write_index(self._searcher, str(temporary))
        temporary.replace(folder / FILE)

    def extended(self, vectors: Matrix) -> "FaissIndex":
        """An index with more rows: `vectors` are all of them, those already indexed first. Nothing is trained or rebuilt; one that
        was mapped is read into memory first."""
        searcher = _read(self._file, 0) if self._file is not None else self._searcher
        _add(searcher, vectors[len(self) :])
        return FaissIndex(self.kind, vectors, searcher)

    def search(self, queries: Matrix, k: int, only: Rows | None = None) -> Neighbours:
        if not len(self) or k <= 0:
            return nobody(len(queries), k)
        queries = np.ascontiguousarray(queries, np.float32)
        if only is not None:
            return self._among(queries, k, only)
        if self.kind == "flat":
            cosines, rows = self._searcher.search(queries, k)
            return Neighbours(rows, np.where(rows < 0, np.float32(-1), cosines))
        _, rows = self._searcher.search(queries, min(max(k * OVERFETCH, LEAST_FETCHED), len(self)))
        return best_of(self.vectors, queries, rows, k)

    def _among(self, queries: Matrix, k: int, only: Rows) -> Neighbours:
        """Exactly, where few rows are allowed; else by looking further until k of them are found."""
        if len(only) <= FLAT_LIMIT:
            return best_of(self.vectors, queries, np.broadcast_to(only, (len(queries), len(only))), k)
        fetched, reach, selector = min(max(k * OVERFETCH, LEAST_FETCHED), len(only)), 1, faiss.IDSelectorBatch(only)
        while True:
            _, rows = self._searcher.search(queries, fetched, params=self._parameters(selector, reach))
            if np.all(np.count_nonzero(rows >= 0, axis=1) >= min(k, len(only))) or reach >= len(self):
                return best_of(self.vectors, queries, rows, k)
            reach *= 4

    def _parameters(self, selector: Any, reach: int) -> Any:
        """To look `reach` times as far as without a filter."""
        library: Any = faiss  # its stubs don't know all of it
        parameters: Any
        match self.kind:
            case "hnsw":
                parameters = library.SearchParametersHNSW()
                parameters.efSearch = min(self._searcher.hnsw.efSearch * reach, len(self))
            case "ivf_sq8":
                parameters = faiss.SearchParametersIVF()
                parameters.nprobe = min(self._searcher.nprobe * reach, self._searcher.nlist)
            case _:
                parameters = faiss.SearchParameters()
        parameters.sel = selector
        return parameters


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
            return faiss.index_factory(dimension, f"IVF{_cells(rows)},SQ8", faiss.METRIC_INNER_PRODUCT)
        case _:
            raise ValueError(f"kind {kind!r} is not one of flat, hnsw, ivf_sq8")


def _read(file: Path, flags: int) -> Any:
    try:
        return faiss.read_index(str(file), flags)
    except RuntimeError as error:
        raise IndexDamagedError(f"{file} can't be read; run: firstline index --rebuild") from error


def _add(searcher: Any, vectors: Matrix) -> None:
    for begin in range(0, len(vectors), ADDED_AT_ONCE):
        searcher.add(np.ascontiguousarray(vectors[begin : begin + ADDED_AT_ONCE], np.float32))


def _cells(rows: int) -> int:
    """About the root of the rows, a power of two, and few enough that each cell has points to be trained on: then finding the cells
    to look into costs no more than looking into one."""
    wanted: int = 2 ** round(math.log2(math.sqrt(max(rows, 1))))
    return max(1, min(wanted, rows // 39))


def _sample(rows: int, cells: int) -> Rows:
    """Rows to train the cells on: 64 a cell are enough, drawn with a fixed seed."""
    generator = np.random.default_rng(0)
    return np.sort(generator.choice(rows, min(rows, 64 * cells), replace=False)).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Trials:
    """Rows to search for, and the true neighbours of each, itself the first: shapes (trials, dimension) and (trials, neighbours)."""

    queries: Matrix
    nearest: Rows

    def recall(self, rows: Rows) -> float:
        """Without the rows themselves, which are always found."""
        found = sum(len(set(one) & set(true[1:])) for one, true in zip(rows.tolist(), self.nearest.tolist(), strict=True))
        return found / max(1, self.nearest[:, 1:].size)


def _probes(searcher: Any, vectors: Matrix) -> int:
    """The fewest cells, of the powers of two, in which TRIAL_RECALL of the trials' true neighbours are found. How many that takes
    depends on the data: two where questions lie in groups, many where they are spread evenly."""
    trials = _trials(vectors)
    probes = 1
    while probes < searcher.nlist:
        searcher.nprobe = probes
        _, rows = searcher.search(trials.queries, OVERFETCH * TRIAL_NEIGHBOURS)
        if trials.recall(best_of(vectors, trials.queries, rows, TRIAL_NEIGHBOURS + 1).rows) >= TRIAL_RECALL:
            break
        probes *= 2
    return min(probes, int(searcher.nlist))


def _trials(vectors: Matrix) -> _Trials:
    rows = np.sort(np.random.default_rng(1).choice(len(vectors), min(TRIALS, len(vectors)), replace=False))
    queries = np.ascontiguousarray(vectors[rows], np.float32)
    k = min(TRIAL_NEIGHBOURS + 1, len(vectors))
    cosines, nearest = np.zeros((len(rows), 0), np.float32), np.zeros((len(rows), 0), np.int64)
    for begin in range(0, len(vectors), ADDED_AT_ONCE):
        block = queries @ vectors[begin : begin + ADDED_AT_ONCE].T
        cosines = np.concatenate([cosines, block], axis=1)
        nearest = np.concatenate([nearest, np.broadcast_to(np.arange(begin, begin + block.shape[1]), block.shape)], axis=1)
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        cosines, nearest = np.take_along_axis(cosines, order, 1), np.take_along_axis(nearest, order, 1)
    return _Trials(queries, nearest)
