"""A process of its own that loads a saved index and searches it: `python -m benchmarks.search_process FOLDER KIND ROWS`, for benchmarks.search.

FOLDER holds the saved index, vectors.npy, queries.npy and nearest.npy. Says what it measured as one JSON object.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from nlu.result import Matrix
from retrieval.faiss_index import FaissIndex
from retrieval.vector_index import Rows, VectorIndex

NEIGHBOURS = 10
FILTERED = 50
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Searched:
    """Milliseconds of one query at a time, and the share of the true neighbours found. `filtered_ms` is the median of a search among
    every tenth row, `filtered_full` the share of those that brought all the neighbours asked for."""

    p50_ms: float
    p95_ms: float
    recall: float
    filtered_ms: float
    filtered_full: float


def searched(index: VectorIndex, queries: Matrix, nearest: Rows) -> Searched:
    """The first pass warms the pages up."""
    index.search(queries, NEIGHBOURS)
    times, hits = [], 0
    for query, best in zip(queries, nearest.tolist(), strict=True):
        rows, milliseconds = _query(index, query)
        times.append(milliseconds)
        hits += len(set(rows.tolist()) & set(best))
    p50, p95 = np.percentile(times, [50, 95]).tolist()
    return Searched(p50, p95, hits / nearest.size, *_filtered(index, queries[:FILTERED]))


def _query(index: VectorIndex, query: Matrix, only: Rows | None = None) -> tuple[Rows, float]:
    """What one search found and its milliseconds of this thread's processor time, or of the clock where a server works."""
    clock = time.perf_counter if index.kind == "pgvector" else time.thread_time
    start = clock()
    found = index.search(query[None], NEIGHBOURS, only)
    return found.rows[0], 1000 * (clock() - start)


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def _filtered(index: VectorIndex, queries: Matrix) -> tuple[float, float]:
    only = np.arange(0, len(index), 10, dtype=np.int64)
    times, full = [], []
    for query in queries:
        rows, milliseconds = _query(index, query, only)
        times.append(milliseconds)
        full.append(bool(np.all((rows >= 0) & (rows % 10 == 0))))
    return float(np.median(times)), float(np.mean(full))


def main() -> None:
    folder, kind, rows = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    queries, nearest = np.load(folder / "queries.npy"), np.load(folder / "nearest.npy")
    before = _memory_mb()
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")[:rows]
    index, load = timed(lambda: FaissIndex.load(folder, kind, vectors))
    found = searched(index, queries, nearest)
    print(json.dumps({**asdict(found), "load_s": load, "memory_mb": _memory_mb() - before}))


def _memory_mb() -> float:
    """What is resident of this process but for the vectors' own file, whose pages the kernel drops when it needs them (Linux)."""
    resident, counted = 0, True
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if "-" in line.split(" ", 1)[0]:
            counted = not line.endswith("vectors.npy")
        elif line.startswith("Rss:") and counted:
            resident += int(line.split()[1])
    return resident * 1024 / 1e6


if __name__ == "__main__":
    main()
