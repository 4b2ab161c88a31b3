from pathlib import Path

import pytest

from retrieval.errors import IndexDamagedError
from retrieval.next_intents import FILE, NextIntents, count_followers

LEARNED = count_followers([["order", "refund"], ["order", "refund"], ["order", "return"], ["gift"]])


def test_followers_are_counted_by_the_last_two_intents() -> None:
    assert LEARNED.followers[()] == {"order": 3, "refund": 2, "return": 1, "gift": 1}
    assert LEARNED.followers["order",] == {"refund": 2, "return": 1}
    found = count_followers([["a", "b", "c"]])
    assert found.followers == {(): {"a": 1, "b": 1, "c": 1}, ("a",): {"b": 1}, ("b",): {"c": 1}, ("a", "b"): {"c": 1}}


def test_what_followed_is_mixed_with_how_often_each_is_asked() -> None:
    """Witten-Bell: 3 followers of 2 kinds leave 2/5 to how often each intent is asked; then one own intent of weight 1/9."""
    likely = LEARNED.probabilities(["order"])
    assert likely["refund"] == pytest.approx(8 / 9 * (2 + 2 * 2 / 7) / 5)
    assert likely["order"] == pytest.approx(8 / 9 * (2 * 3 / 7) / 5 + 1 / 9)
    assert sum(likely.values()) == pytest.approx(1)
    assert LEARNED.probabilities([])["order"] == pytest.approx(3 / 7)
    assert sum(LEARNED.probabilities(["never asked", "order"]).values()) == pytest.approx(1)


def test_the_best_come_first_without_the_one_just_asked() -> None:
    assert LEARNED.best(["order"], 3, without=["order"]) == ("refund", "return", "gift")
    assert LEARNED.best(["unheard of"], 2) == ("order", "refund")


def test_what_a_customer_asks_again_and_again_moves_up() -> None:
    assert LEARNED.best(["gift", "gift", "gift", "gift", "order"], 2, without=["order"]) == ("gift", "refund")


def test_it_is_kept_beside_the_index(tmp_path: Path) -> None:
    assert NextIntents.load(tmp_path) is None
    LEARNED.save(tmp_path)
    found = NextIntents.load(tmp_path)
    assert found is not None
    assert found.probabilities(["order"]) == LEARNED.probabilities(["order"])
    (tmp_path / FILE).write_text("{")
    with pytest.raises(IndexDamagedError, match="firstline index"):
        NextIntents.load(tmp_path)
