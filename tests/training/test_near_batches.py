import numpy as np

from nlu.result import Matrix
from training.near_batches import GROUP, near_batches

TOPICS, EACH = 12, 16


def about_topics() -> Matrix:
    """Row n is about topic n % TOPICS."""
    random = np.random.default_rng(0)
    vectors = np.eye(TOPICS, dtype=np.float32)[np.arange(TOPICS * EACH) % TOPICS]
    vectors = vectors + 0.01 * random.standard_normal(vectors.shape).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def batches(seed: int = 0, epoch: int = 0, replies: list[int] | None = None, lengths: list[int] | None = None) -> list[list[int]]:
    count = TOPICS * EACH
    return near_batches(about_topics(), replies or list(range(count)), lengths or [20] * count, 32, seed, epoch)


def test_every_pair_stands_in_one_batch_with_its_whole_group() -> None:
    found = batches()
    assert sorted(row for batch in found for row in batch) == list(range(TOPICS * EACH))
    assert [len(batch) for batch in found] == [32] * 6
    for batch in found:
        for start in range(0, 32, GROUP):
            assert len({row % TOPICS for row in batch[start : start + GROUP]}) == 1


def test_seed_and_epoch_decide() -> None:
    assert batches(1, 2) == batches(1, 2)
    assert batches(1, 2) != batches(1, 3)
    assert batches(1, 2) != batches(2, 2)


def test_the_same_reply_is_in_no_group_twice() -> None:
    same = [row // TOPICS // 2 + 100 * (row % TOPICS) for row in range(TOPICS * EACH)]
    for batch in batches(replies=same):
        for start in range(0, len(batch), GROUP):
            group = [same[row] for row in batch[start : start + GROUP]]
            assert len(set(group)) == len(group)


def test_groups_of_similar_length_share_a_batch() -> None:
    lengths = [10 if row % TOPICS < TOPICS // 2 else 60 for row in range(TOPICS * EACH)]
    assert all(len({lengths[row] for row in batch}) == 1 for batch in batches(lengths=lengths))


def test_a_few_pairs_are_one_batch() -> None:
    assert sorted(near_batches(about_topics()[:3], [1, 2, 3], [5, 5, 5], 64, 0, 0)[0]) == [0, 1, 2]
    assert near_batches(about_topics()[:0], [], [], 64, 0, 0) == []
