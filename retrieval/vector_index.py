"""The seam to nearest-neighbour search: what `retrieval` needs of it, whatever library is behind."""

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

    def __len__(self) -> int: ...

    def search(self, queries: Matrix, k: int) -> Neighbours:
        """The k nearest rows of each query. The cosines are exact, whatever the kind; only which rows come back may not be."""

    def save(self, folder: Path) -> None:
        """Write what `load` of the implementation needs, besides the vectors, into a folder that exists."""
