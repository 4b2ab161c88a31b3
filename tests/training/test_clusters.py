import numpy as np
import pytest

from nlu.result import Matrix
from training import clusters
from training.clusters import cluster


def blobs(sizes: list[int], *, spread: float = 0.05, strays: int = 0, seed: int = 0) -> Matrix:
    """Groups of unit vectors around random directions in 32 dimensions, and strays in directions of their own."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((len(sizes) + strays, 32))
    rows = [
        centre + spread * np.linalg.norm(centre) / 5 * random.standard_normal((size, 32))
        for centre, size in zip(centres, sizes, strict=False)
    ]
    points = np.concatenate([*rows, centres[len(sizes) :]])
    return np.asarray(points / np.linalg.norm(points, axis=1, keepdims=True), np.float32)


def test_groups_are_found_without_their_number_and_strays_are_noise() -> None:
    found = cluster(blobs([20, 40, 30, 25], strays=3), smallest=5)
    expected = [3] * 20 + [0] * 40 + [1] * 30 + [2] * 25 + [-1] * 3
    assert found.labels.tolist() == expected, "largest first"
    assert (found.nearest[:-3] == found.labels[:-3]).all()
    assert found.closeness[0] > 0.95 > found.closeness[-1]


def test_a_group_that_is_too_small_is_noise() -> None:
    found = cluster(blobs([30, 30, 4]), smallest=5)
    assert found.labels.tolist() == [0] * 30 + [1] * 30 + [-1] * 4


def test_the_same_vectors_give_the_same_clusters() -> None:
    vectors = blobs([30, 25, 20, 15], spread=0.6)
    first, second = cluster(vectors, smallest=5), cluster(vectors, smallest=5)
    assert first.labels.tolist() == second.labels.tolist()


def test_what_was_not_in_the_sample_joins_the_nearest_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "LARGEST_SAMPLE", 60)
    found = cluster(blobs([60, 50, 40]), smallest=5)
    assert found.labels.tolist() == [0] * 60 + [1] * 50 + [2] * 40
    assert found.sampled == 60


@pytest.mark.parametrize("count", [0, 1, 9])
def test_too_few_to_tell_apart_are_all_noise(count: int) -> None:
    assert cluster(blobs([9])[:count], smallest=5).labels.tolist() == [-1] * count


def test_one_question_asked_again_and_again_is_one_cluster() -> None:
    assert cluster(np.repeat(blobs([1]), 30, axis=0), smallest=5).labels.tolist() == [0] * 30
