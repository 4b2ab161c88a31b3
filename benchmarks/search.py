"""What finding neighbours costs, by the number of vectors: time of one query on one thread, recall, disk, saving, loading, adding.

    OMP_NUM_THREADS=1 python -m benchmarks.search [--json] [--rows 1000 20000 100000] [--kind flat|hnsw|ivf_sq8]

Data: vectors of 384 drawn around random centres (seed 0), as questions lie around their meanings. The kind is what
`retrieval.faiss_index` chooses for the size unless given.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from nlu.result import Matrix
from retrieval.faiss_index import FaissIndex
from retrieval.vector_index import Rows

DIMENSION = 384
QUERIES = 200
NEIGHBOURS = 10
Result = TypeVar("Result")
ADDED = 10_000
SPREAD = 0.9
"""Length of what a vector adds to its centre, beside the centre's 1: cosines inside a group are about 0.55."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Times in milliseconds and seconds as named; `disk_mb` is what the index takes besides the vectors themselves."""

    rows: int
    kind: str
    build_s: float
    p50_ms: float
    p95_ms: float
    recall_at_10: float
    disk_mb: float
    save_s: float
    load_s: float
    add_10000_s: float


def measure(rows: int, kind: str | None = None) -> Figures:
    data, queries = vectors(rows + ADDED), vectors(QUERIES, seed=1)
    index, build = _timed(lambda: FaissIndex.build(data[:rows], kind))
    times, found = [], []
    for query in queries:
        near, seconds = _timed(partial(index.search, query[None], NEIGHBOURS))
        times.append(1000 * seconds)
        found.append(near.rows[0])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _, save = _timed(lambda: index.save(folder))
        disk = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
        _, load = _timed(lambda: FaissIndex.load(folder, index.kind, data[:rows]))
    recall = _recall(data[:rows], queries, found)
    _, add = _timed(lambda: index.extended(data))
    p50, p95 = np.percentile(times, [50, 95])
    figures = (build, p50, p95, recall, disk, save, load, add)
    return Figures(rows, index.kind, *(round(float(figure), 3) for figure in figures))


def vectors(rows: int, seed: int = 0) -> Matrix:
    """Shape (rows, DIMENSION), around the same centres for every seed."""
    centres = _unit(np.random.default_rng(7).standard_normal((1000, DIMENSION), np.float32))
    generator = np.random.default_rng(seed)
    found = centres[generator.integers(0, len(centres), rows)]
    found += SPREAD * _unit(generator.standard_normal((rows, DIMENSION), np.float32))
    return _unit(found)


def _unit(matrix: Matrix) -> Matrix:
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix


def _recall(data: Matrix, queries: Matrix, found: Sequence[Rows]) -> float:
    hits = 0
    for query, rows in zip(queries, found, strict=True):
        best = np.argpartition(-(data @ query), NEIGHBOURS - 1)[:NEIGHBOURS]
        hits += len(set(best.tolist()) & set(rows.tolist()))
    return hits / (NEIGHBOURS * len(queries))


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 20_000, 100_000])
    parser.add_argument("--kind", choices=["flat", "hnsw", "ivf_sq8"])
    options = parser.parse_args()
    if os.environ.get("OMP_NUM_THREADS") != "1":
        print("note: without OMP_NUM_THREADS=1 these are not the times of one thread", file=sys.stderr)
    for rows in options.rows:
        figures = asdict(measure(rows, options.kind))
        print(json.dumps(figures) if options.json else "  ".join(f"{name} {value}" for name, value in figures.items()), flush=True)


if __name__ == "__main__":
    main()
