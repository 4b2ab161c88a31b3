import numpy as np
import pytest

from nlu.lexical_head import LexicalHead, LexicalHeads
from nlu.ngrams import hashed_ngrams

BUCKETS = 1 << 12


def head(word: str, weight: float = 3.0) -> LexicalHead:
    """Says class 1 of what contains the word."""
    weights = np.zeros((BUCKETS, 2), np.float16)
    weights[hashed_ngrams(word, BUCKETS)[0], 1] = weight
    return LexicalHead(weights, np.ones(BUCKETS, np.float32))


def test_the_ngrams_decide() -> None:
    scores = head("refund").logits(["where is my refund", "where is my card", ""])
    assert scores.shape == (3, 2)
    assert scores.dtype == np.float32
    assert scores[0, 1] > scores[1, 1] >= scores[2, 1] == 0.0
    assert not scores[:, 0].any()


def test_a_share_scales_the_scores() -> None:
    whole, part = (found.logits(["a refund"])[0, 1] for found in (head("refund"), head("refund").scaled(0.25)))
    assert part == pytest.approx(whole / 4, rel=1e-3)


def test_the_blind_head_is_another_one() -> None:
    heads = LexicalHeads(head("refund"), head("card"))
    assert heads.blinded().serving is heads.blind
    assert heads.scaled(0.5).blind.logits(["card"])[0, 1] > heads.scaled(0.5).serving.logits(["card"])[0, 1]


def test_there_and_back() -> None:
    heads = LexicalHeads(head("refund"), head("card"))
    again = LexicalHeads.of(heads.parts())
    assert np.array_equal(again.serving.weight, heads.serving.weight)
    assert np.array_equal(again.blind.weight, heads.blind.weight)
