from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from dialogs.progress import silent
from nlu.head import Head, Heads
from nlu.lexical_head import LexicalHead, LexicalHeads
from nlu.onnx_encoder import OnnxEncoder
from nlu.result import Matrix
from tests.bases import toy_examples
from training.base_model import resolve_base
from training.examples import checked
from training.fit import LEXICAL_FEWEST, LEXICAL_SHARES, Tuning, fit_frozen, fit_tuned, head_of, joined_heads, names_that_help
from training.linear_head import joined
from training.material import FEW, Material, Part, nothing, prepare, together


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


@pytest.mark.parametrize(("share", "wording"), [(0.0, False), (0.25, True)])
def test_what_the_lexical_head_says_counts_by_the_share_of_the_frozen_model(share: float, wording: bool) -> None:
    head = Head(GOOD, np.zeros(8, np.float32))
    lexical = LexicalHead(np.ones((64, 8), np.float16), np.ones(64, np.float32))
    frozen = Heads(head, head, LexicalHeads(lexical, lexical))
    both = joined_heads(Heads(head, head), frozen, share)
    vectors = np.asarray(np.concatenate([GOOD, GOOD], axis=1) / 2**0.5, np.float32)
    added = both.logits(vectors, ["some text"] * 8) - both.serving.logits(vectors)
    assert (both.lexical is not None) is wording
    assert np.abs(added - share * lexical.logits(["some text"])).max() < 1e-2


def worded(each: int) -> Material:
    """Vectors that say nothing, and texts that say it all."""

    def part(count: int) -> Part:
        targets = np.repeat(np.arange(8), count).astype(np.int64)
        texts = tuple(f"{'abcdefgh'[target] * 4} number {row}" for row, target in enumerate(targets.tolist()))
        return Part(texts, targets, unit(np.random.default_rng(count).normal(size=(len(targets), 8))))

    return Material(tuple("abcdefgh"), part(each), part(5), nothing(8), nothing(8), "hash")


def test_many_examples_whose_wording_tells_them_get_a_lexical_head(tmp_path: Path) -> None:
    fitted = fit_frozen(worded(LEXICAL_FEWEST), tmp_path, 0, silent)
    assert fitted.lexical_share == max(LEXICAL_SHARES)
    assert fitted.heads.lexical is not None
    assert (fitted.heldout_logits.argmax(axis=1) == worded(LEXICAL_FEWEST).heldout.targets).mean() > 0.9


def test_few_examples_get_none(tmp_path: Path) -> None:
    assert fit_frozen(worded(LEXICAL_FEWEST - 1), tmp_path, 0, silent).heads.lexical is None


def test_examples_whose_wording_tells_nothing_get_none(tmp_path: Path) -> None:
    told_apart = material(LEXICAL_FEWEST, GOOD)
    numbers = np.random.default_rng(0).integers(10**6, size=len(told_apart.train.texts)).tolist()
    train = replace(told_apart.train, texts=tuple(f"question {number}" for number in numbers))
    assert fit_frozen(replace(told_apart, train=train), tmp_path, 0, silent).heads.lexical is None


def test_after_contrast_the_frozen_head_speaks_for_half(tiny_base: Path, tiny_frozen: Path, tmp_path: Path) -> None:
    few = prepare(checked(toy_examples(15), "toys"), OnnxEncoder(tiny_frozen), 0)
    frozen = fit_frozen(few, tiny_frozen, 0, silent)
    tuned = fit_tuned(few, frozen, resolve_base(tiny_base), tmp_path, Tuning(), silent)
    untuned_half = tuned.heads.serving.weight[:, frozen.heads.serving.weight.shape[1] :]
    assert untuned_half == pytest.approx(0.5 * 2**0.5 * frozen.heads.serving.weight, abs=1e-5)


def test_few_is_a_matter_of_examples_an_intent() -> None:
    assert material(FEW, GOOD).few
    assert not material(FEW + 1, GOOD).few
    assert replace(material(FEW, GOOD), labels=tuple("abcdefghi")).few
