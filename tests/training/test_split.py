from collections import Counter

from training.examples import Example
from training.split import split


def examples(**sizes: int) -> list[Example]:
    return [Example(f"{name} {number}", name) for name, size in sizes.items() for number in range(size)]


def held(rows: list[Example], seed: int = 0) -> Counter[str]:
    return Counter(rows[row].intent for row in split(rows, seed).heldout)


def test_a_tenth_in_proportion_to_each_intent() -> None:
    assert held(examples(a=600, b=300, c=100)) == {"a": 60, "b": 30, "c": 10}


def test_a_twentieth_of_many_and_a_thousand_at_most() -> None:
    assert held(examples(a=6_000, b=2_000)) == {"a": 375, "b": 125}
    assert held(examples(a=9_000, b=3_000)) == {"a": 450, "b": 150}
    assert held(examples(a=30_000, b=10_000)) == {"a": 750, "b": 250}


def test_a_fifth_of_few_examples() -> None:
    assert held(examples(a=20, b=20)) == {"a": 4, "b": 4}


def test_fifty_where_a_tenth_would_measure_little() -> None:
    assert sum(held(examples(a=150, b=150)).values()) == 50


def test_the_last_example_of_an_intent_is_trained_on() -> None:
    rows = examples(a=1, b=1, c=1, d=2)
    parts = split(rows, 0)
    assert {rows[row].intent for row in parts.train} == {"a", "b", "c", "d"}
    assert held(rows) == {"d": 1}


def test_every_row_is_in_one_part() -> None:
    rows = examples(a=33, b=7)
    parts = split(rows, 3)
    assert sorted(parts.train + parts.heldout) == list(range(40))


def test_the_seed_draws_and_nothing_else() -> None:
    rows = examples(a=40, b=40)
    assert split(rows, 1) == split(rows, 1) != split(rows, 2)


def test_a_held_out_text_stays_so_when_examples_are_added() -> None:
    before, after = examples(a=100, b=100), examples(a=120, b=110)
    kept = {before[row].text for row in split(before, 0).heldout}
    assert len(kept - {after[row].text for row in split(after, 0).heldout}) <= 5
