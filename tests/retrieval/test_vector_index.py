"""The contract of VectorIndex, for every kind that is built: with FAISS, and in PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest

from nlu.result import Matrix
from retrieval.errors import IndexDamagedError, VectorServerError
from retrieval.faiss_index import FILE, FLAT_LIMIT, HNSW_LIMIT, FaissIndex, kind_for
from retrieval.pg_index import EXACT_LIMIT, PgIndex
from retrieval.vector_index import VectorIndex

FAISS_KINDS = ["flat", "hnsw", "ivf_sq8"]
Index: TypeAlias = FaissIndex | PgIndex
Build: TypeAlias = Callable[[Matrix], Index]


def vectors(rows: int, seed: int = 0) -> Matrix:
    """Clustered, as questions are."""
    generator = np.random.default_rng(seed)
    centres = generator.standard_normal((20, 16))
    found = centres[generator.integers(0, 20, rows)] + 0.4 * generator.standard_normal((rows, 16))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


@pytest.fixture(params=[*FAISS_KINDS, "pgvector"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def build(kind: str, request: pytest.FixtureRequest) -> Iterator[Build]:
    """Makes an index of vectors; what was made in PostgreSQL is gone afterwards."""
    if kind != "pgvector":
        yield lambda data: FaissIndex.build(data, kind)
        return
    url, made = request.getfixturevalue("vector_url"), []

    def shared(data: Matrix) -> PgIndex:
        made.append(PgIndex.build(url, data))
        return made[-1]

    yield shared
    for index in made:
        index.drop()
        index.close()


def test_the_nearest_neighbour_of_a_vector_is_itself_at_cosine_one(build: Build) -> None:
    data = vectors(2000)
    index: VectorIndex = build(data)
    found = index.search(data[:100], 1)
    assert found.rows[:, 0].tolist() == list(range(100))
    np.testing.assert_allclose(found.cosines[:, 0], 1, atol=1e-5)


def test_neighbours_are_those_of_an_exact_search_with_their_exact_cosines(build: Build, kind: str) -> None:
    data, queries = np.split(vectors(6050), [6000])
    cosines = queries @ data.T
    exact = np.argsort(-cosines, axis=1)[:, :10]
    found = build(data).search(queries, 10)
    recall = np.mean([len(set(row) & set(best)) / 10 for row, best in zip(found.rows, exact, strict=True)])
    assert recall >= (1 if kind == "flat" else 0.97)
    np.testing.assert_allclose(found.cosines, np.take_along_axis(cosines, found.rows, 1), atol=1e-5)
    assert np.all(np.diff(found.cosines, axis=1) <= 1e-6)


def test_among_a_few_allowed_rows_the_nearest_of_them_come_back_and_as_many_as_asked_for(build: Build) -> None:
    data, queries = np.split(vectors(6020), [6000])
    index = build(data)
    for only in (np.arange(7, 6000, 50), np.arange(0, 6000, 2), np.array([5, 77, 4000, 5999, 12, 13, 14, 15, 16, 17])):
        found = index.search(queries, 10, only)
        assert np.all(np.isin(found.rows, only))
        exact = only[np.argsort(-(queries @ data[only].T), axis=1)[:, :10]]
        recall = np.mean([len(set(row) & set(best)) / 10 for row, best in zip(found.rows, exact, strict=True)])
        assert recall >= 0.97
    assert index.search(queries[:1], 3, np.array([42])).rows.tolist() == [[42, -1, -1]]


def test_fewer_rows_than_asked_for_are_filled_up_with_none(build: Build) -> None:
    data = vectors(3)
    found = build(data).search(data[:1], 5)
    assert sorted(found.rows[0, :3].tolist()) == [0, 1, 2]
    assert found.rows[0, 3:].tolist() == [-1, -1]
    assert found.cosines[0, 3:].tolist() == [-1, -1]


def test_saved_and_loaded_it_finds_the_same(build: Build, kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    data = vectors(1000)
    index = build(data)
    index.save(tmp_path)
    loaded = _loaded(kind, tmp_path, data, request)
    assert (loaded.kind, loaded.dimension, len(loaded)) == (kind, 16, 1000)
    np.testing.assert_array_equal(loaded.search(data[:20], 5).rows, index.search(data[:20], 5).rows)
    _close(loaded)


def test_rows_that_are_added_are_found_beside_the_old_ones(
    build: Build, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    data = vectors(1200)
    before = build(data[:1000])
    before.save(tmp_path)
    mapped = _loaded(kind, tmp_path, data[:1000], request)
    index = mapped.extended(data)
    assert len(index) == 1200
    assert index.search(data[[3, 1100]], 1).rows[:, 0].tolist() == [3, 1100]
    assert mapped.search(data[[3]], 1).rows.tolist() == [[3]]
    _close(index)
    _close(mapped)


def test_an_empty_index_finds_nothing() -> None:
    index = FaissIndex.build(np.zeros((0, 16), np.float32))
    assert len(index) == 0
    assert index.search(vectors(2), 3).rows.tolist() == [[-1] * 3] * 2


def test_a_file_of_other_vectors_or_of_nothing_is_refused(tmp_path: Path) -> None:
    FaissIndex.build(vectors(100), "hnsw").save(tmp_path)
    with pytest.raises(IndexDamagedError, match="holds 100 vectors of 16 numbers, expected 99"):
        FaissIndex.load(tmp_path, "hnsw", vectors(99))
    (tmp_path / FILE).write_bytes(b"nonsense")
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        FaissIndex.load(tmp_path, "hnsw", vectors(100))


def test_who_is_stopped_while_saving_leaves_the_file_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = vectors(200)
    FaissIndex.build(data, "hnsw").save(tmp_path)

    def stopped(searcher: object, name: str) -> None:
        Path(name).write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr("faiss.write_index", stopped)
    with pytest.raises(KeyboardInterrupt):
        FaissIndex.build(vectors(200, seed=5), "hnsw").save(tmp_path)
    assert FaissIndex.load(tmp_path, "hnsw", data).search(data[:5], 1).rows[:, 0].tolist() == [0, 1, 2, 3, 4]


def test_the_kind_follows_the_size() -> None:
    sizes = [0, FLAT_LIMIT, FLAT_LIMIT + 1, HNSW_LIMIT, HNSW_LIMIT + 1]
    assert [kind_for(size) for size in sizes] == ["flat", "flat", "hnsw", "hnsw", "ivf_sq8"]


def test_what_an_update_added_before_it_was_stopped_is_not_seen_and_replaced(vector_url: str, tmp_path: Path) -> None:
    data = vectors(EXACT_LIMIT + 300)
    index = PgIndex.build(vector_url, data[: EXACT_LIMIT + 100])
    index.extended(-data).close()
    assert index.search(-data[-1:], 1).rows[0, 0] < len(index)
    again = index.extended(data)
    assert again.search(data[-1:], 1).rows.tolist() == [[len(data) - 1]]
    for opened in (index, again):
        opened.close()
    again.drop()
    again.close()


def test_a_table_that_is_gone_and_a_server_that_is_away_are_told(vector_url: str, tmp_path: Path) -> None:
    index = PgIndex.build(vector_url, vectors(10))
    index.save(tmp_path)
    with pytest.raises(IndexDamagedError, match=r"holds 10 vectors, the index in .* speaks of 11"):
        PgIndex.load(vector_url, tmp_path, vectors(11))
    index.drop()
    index.close()
    with pytest.raises(IndexDamagedError, match="holds 0 vectors"):
        PgIndex.load(vector_url, tmp_path, vectors(10))
    with pytest.raises(VectorServerError, match="check that it runs and has the extension vector"):
        PgIndex.load("postgresql+psycopg://nobody@127.0.0.1:9/none", tmp_path, vectors(10))


def _loaded(kind: str, folder: Path, data: Matrix, request: pytest.FixtureRequest) -> Index:
    if kind == "pgvector":
        return PgIndex.load(request.getfixturevalue("vector_url"), folder, data)
    return FaissIndex.load(folder, kind, data)


def _close(index: Index) -> None:
    if isinstance(index, PgIndex):
        index.close()
