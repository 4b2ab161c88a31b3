"""The contract of VectorIndex, for every kind that is built."""

from pathlib import Path

import numpy as np
import pytest

from nlu.result import Matrix
from retrieval.errors import IndexDamagedError
from retrieval.faiss_index import FILE, FLAT_LIMIT, HNSW_LIMIT, FaissIndex, kind_for
from retrieval.vector_index import VectorIndex

KINDS = ["flat", "hnsw", "ivf_sq8"]


def vectors(rows: int, seed: int = 0) -> Matrix:
    """Clustered, as questions are."""
    generator = np.random.default_rng(seed)
    centres = generator.standard_normal((20, 16))
    found = centres[generator.integers(0, 20, rows)] + 0.4 * generator.standard_normal((rows, 16))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


@pytest.mark.parametrize("kind", KINDS)
def test_the_nearest_neighbour_of_a_vector_is_itself_at_cosine_one(kind: str) -> None:
    data = vectors(2000)
    index: VectorIndex = FaissIndex.build(data, kind)
    found = index.search(data[:100], 1)
    assert found.rows[:, 0].tolist() == list(range(100))
    np.testing.assert_allclose(found.cosines[:, 0], 1, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_neighbours_are_those_of_an_exact_search_with_their_exact_cosines(kind: str) -> None:
    data, queries = vectors(2000), vectors(50, seed=1)
    cosines = queries @ data.T
    exact = np.argsort(-cosines, axis=1)[:, :10]
    found = FaissIndex.build(data, kind).search(queries, 10)
    recall = np.mean([len(set(row) & set(best)) / 10 for row, best in zip(found.rows, exact, strict=True)])
    assert recall >= (1 if kind == "flat" else 0.97)
    np.testing.assert_allclose(found.cosines, np.take_along_axis(cosines, found.rows, 1), atol=1e-5)
    assert np.all(np.diff(found.cosines, axis=1) <= 1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_fewer_rows_than_asked_for_are_filled_up_with_none(kind: str) -> None:
    data = vectors(3)
    found = FaissIndex.build(data, kind).search(data[:1], 5)
    assert sorted(found.rows[0, :3].tolist()) == [0, 1, 2]
    assert found.rows[0, 3:].tolist() == [-1, -1]
    assert found.cosines[0, 3:].tolist() == [-1, -1]


def test_an_empty_index_finds_nothing() -> None:
    index = FaissIndex.build(np.zeros((0, 16), np.float32))
    assert len(index) == 0
    assert index.search(vectors(2), 3).rows.tolist() == [[-1] * 3] * 2


@pytest.mark.parametrize("kind", KINDS)
def test_saved_and_loaded_it_finds_the_same(kind: str, tmp_path: Path) -> None:
    data = vectors(1000)
    index = FaissIndex.build(data, kind)
    index.save(tmp_path)
    loaded = FaissIndex.load(tmp_path, kind, data)
    assert (loaded.kind, loaded.dimension, len(loaded)) == (kind, 16, 1000)
    np.testing.assert_array_equal(loaded.search(data[:20], 5).rows, index.search(data[:20], 5).rows)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_that_are_added_are_found_beside_the_old_ones(kind: str) -> None:
    data = vectors(1200)
    index = FaissIndex.build(data[:1000], kind).extended(data)
    assert len(index) == 1200
    assert index.search(data[[3, 1100]], 1).rows[:, 0].tolist() == [3, 1100]


def test_a_file_of_other_vectors_or_of_nothing_is_refused(tmp_path: Path) -> None:
    FaissIndex.build(vectors(100), "hnsw").save(tmp_path)
    with pytest.raises(IndexDamagedError, match="holds 100 vectors of 16 numbers, expected 99"):
        FaissIndex.load(tmp_path, "hnsw", vectors(99))
    (tmp_path / FILE).write_bytes(b"nonsense")
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        FaissIndex.load(tmp_path, "hnsw", vectors(100))


def test_the_kind_follows_the_size() -> None:
    sizes = [0, FLAT_LIMIT, FLAT_LIMIT + 1, HNSW_LIMIT, HNSW_LIMIT + 1]
    assert [kind_for(size) for size in sizes] == ["flat", "flat", "hnsw", "hnsw", "ivf_sq8"]
