import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.errors import ExamplesError
from training.thinning import thinned


def rows(**sizes: int) -> list[tuple[str, str]]:
    return [(f"{intent} {number}", intent) for intent, size in sizes.items() for number in range(size)]


def test_nothing_is_left_out_of_few() -> None:
    assert thinned(rows(a=3, b=5), 8).rows == tuple(range(8))


def test_the_largest_intents_give_way() -> None:
    found = thinned(rows(small=3, middle=10, large=100), 23)
    assert found.largest == 10
    assert sum(row < 3 for row in found.rows) == 3
    assert len(found.rows) == 23


def test_what_stays_does_not_change_when_examples_come() -> None:
    before, after = rows(a=50, b=5), rows(a=60, b=5)
    kept_before = {before[row] for row in thinned(before, 30).rows}
    kept_after = {after[row] for row in thinned(after, 30).rows}
    assert len(kept_before & kept_after) >= 20


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(8, 200))
def test_never_more_than_asked_for_and_no_intent_is_lost(sizes: list[int], most: int) -> None:
    labelled = rows(**{f"i{number}": size for number, size in enumerate(sizes)})
    found = thinned(labelled, most)
    assert len(found.rows) <= most
    assert {labelled[row][1] for row in found.rows} == {intent for _, intent in labelled}
    assert len(found.rows) == len(labelled) or len(found.rows) > most - len(sizes)


def test_more_intents_than_rows_are_refused() -> None:
    with pytest.raises(ExamplesError, match="merge intents"):
        thinned(rows(a=1, b=1, c=1), 2)
