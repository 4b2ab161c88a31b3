from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from nlu.head import Head
from nlu.result import Matrix
from training.fit import frozen_share, head_of, names_that_help
from training.linear_head import joined
from training.material import FEW, Material, Part, nothing, together


def unit(rows: npt.NDArray[np.float64]) -> Matrix:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def clusters(each: int, noise: float, seed: int = 0) -> Part:
    """Texts of eight intents around their axes."""
    targets = np.repeat(np.arange(8), each).astype(np.int64)
    vectors = np.eye(8)[targets] + np.random.default_rng(seed).normal(0, noise, (len(targets), 8))
    return Part(tuple(f"text {row}" for row in range(len(targets))), targets, unit(vectors))


def material(each: int, names: Matrix) -> Material:
    named = Part(tuple(f"name {row}" for row in range(8)), np.arange(8, dtype=np.int64), names)
    return Material(tuple("abcdefgh"), clusters(each, 0.5), clusters(5, 0.5, seed=1), named, nothing(8), "hash")


GOOD, BAD = np.eye(8, dtype=np.float32), np.roll(np.eye(8, dtype=np.float32), 1, axis=0)


def test_names_that_say_what_it_is_are_learned_from() -> None:
    names, outside = names_that_help(material(3, GOOD), 0)
    assert len(names.texts) == 8
    assert outside.logits.shape == (24, 8)


def test_names_that_mislead_are_not() -> None:
    assert names_that_help(material(3, BAD), 0)[0].texts == ()


def test_with_many_examples_names_do_not_count() -> None:
    assert names_that_help(material(FEW + 1, GOOD), 0)[0].texts == ()


def test_a_name_helps_where_there_are_two_examples() -> None:
    few = material(2, GOOD)
    right = [
        (head_of(part, 8).logits(few.heldout.vectors).argmax(axis=1) == few.heldout.targets).mean()
        for part in (few.train, together(few.train, few.names))
    ]
    assert right[1] > right[0]


def test_a_joined_head_gives_the_mean_of_both_scores() -> None:
    random = np.random.default_rng(0)
    tuned, frozen = (Head(random.normal(size=(3, 4)).astype(np.float32), random.normal(size=3).astype(np.float32)) for _ in "ab")
    halves = [unit(random.normal(size=(5, 4))) for _ in "ab"]
    vectors = np.concatenate(halves, axis=1) / np.float32(2**0.5)
    expected = 0.75 * tuned.logits(halves[0]) + 0.25 * frozen.logits(halves[1])
    assert np.abs(joined(tuned, frozen, 0.25).logits(vectors) - expected).max() < 1e-5


@pytest.mark.parametrize(("wrong", "share"), [("tuned", 0.7), ("frozen", 0.0)])
def test_the_share_goes_to_the_head_that_knows(wrong: str, share: float) -> None:
    known = clusters(10, 0.1)
    right, other = Head(GOOD * 8, np.zeros(8, np.float32)), Head(BAD * 8, np.zeros(8, np.float32))
    vectors = np.asarray(np.concatenate([known.vectors, known.vectors], axis=1) / 2**0.5, np.float32)
    tuned, frozen = (other, right) if wrong == "tuned" else (right, other)
    assert frozen_share(tuned, frozen, vectors, known.targets) == share


def test_few_is_a_matter_of_examples_an_intent() -> None:
    assert material(FEW, GOOD).few
    assert not material(FEW + 1, GOOD).few
    assert replace(material(FEW, GOOD), labels=tuple("abcdefghi")).few
