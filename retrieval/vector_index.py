"""The seam to nearest-neighbour search: what `retrieval` needs of it, whatever library is behind."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from nlu.result import Matrix

Rows: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Rows of the index nearest to each query, best first.

    `rows` and `cosines` have the shape (queries, k); a row of -1 (cosine -1) fills up where the index holds fewer than k.
    """

    rows: Rows
    cosines: Matrix


class VectorIndex(Protocol):
    """Vectors are L2-normalised float32 rows, so that an inner product is a cosine. Rows are numbered from 0 in the order added."""

    @property
    def kind(self) -> str:
        """What was built: "flat" is exact, the others are approximate."""

    @property
    def dimension(self) -> int: ...

    @property
    def vectors(self) -> Matrix:
        """What is indexed, shape (rows, dimension)."""

    def __len__(self) -> int: ...

    def search(self, queries: Matrix, k: int, only: Rows | None = None) -> Neighbours:
        """The k nearest rows of each query. The cosines are exact, whatever the kind; only which rows come back may not be.

        `only`: the rows that may come back, each once. Where it holds k rows or more, k come back.
        """

    def extended(self, vectors: Matrix) -> "VectorIndex":
        """An index with more rows: `vectors` are all of them, those already indexed first."""

    def save(self, folder: Path) -> None:
        """Write what `load` of the implementation needs, besides the vectors, into a folder that exists."""


SHARED = "pgvector"
"""The kind of an index whose vectors lie in PostgreSQL."""

LoadShared: TypeAlias = Callable[[Path, Matrix], VectorIndex]
"""Opens what an index of the kind SHARED wrote into a folder, for the vectors there."""


def nobody(queries: int, k: int) -> Neighbours:
    """No row for any query."""
    shape = (queries, max(k, 0))
    return Neighbours(np.full(shape, -1, np.int64), np.full(shape, -1, np.float32))


def best_of(vectors: Matrix, queries: Matrix, rows: Rows, k: int) -> Neighbours:
    """Of the rows found for each query, shape (queries, found), -1 for none, the k best by exact cosine."""
    cosines = np.matmul(vectors[rows], queries[:, :, None])[:, :, 0]
    cosines[rows < 0] = -2
    order = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
    each = np.arange(len(queries))[:, None]
    found = nobody(len(queries), k)
    found.rows[:, : order.shape[1]] = rows[each, order]
    found.cosines[:, : order.shape[1]] = np.maximum(cosines[each, order], -1)
    return found
