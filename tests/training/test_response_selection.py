import numpy as np
import pytest

from training.response_selection import select_replies


def unit(*rows: list[float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    matrix = np.array(rows, np.float32)
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True))


def test_ranks_are_those_of_the_own_reply() -> None:
    messages = unit([1, 0, 0], [0, 1, 0], [0, 0.6, 0.8])
    replies = unit([1, 0, 0], [0, 0.1, 1], [0, 1, 0.2])
    found = select_replies(messages, replies)
    assert (found.messages, found.candidates) == (3, 3)
    assert found.hit_at_1 == pytest.approx(1 / 3)
    assert found.mean_reciprocal_rank == pytest.approx((1 + 1 / 2 + 1 / 2) / 3)


def test_the_same_reply_to_another_message_is_not_wrong() -> None:
    messages, replies = unit([1, 0], [1, 0.1]), unit([0, 1], [0, 1])
    assert select_replies(messages, replies).hit_at_1 == 1


def test_nothing_to_choose_from() -> None:
    empty = np.zeros((0, 2), np.float32)
    assert select_replies(empty, empty).hit_at_1 == 0
