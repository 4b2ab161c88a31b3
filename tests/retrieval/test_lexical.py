from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexDamagedError
from retrieval.lexical import FOLDER, LexicalIndex

TEXTS = ["where is my order <ORDER_1>", "refund for my order", "", "退款多久到账", "opening hours on sunday"]


def test_scores_are_zero_without_a_shared_word_and_highest_for_the_best_text() -> None:
    index = LexicalIndex.build(TEXTS)
    scores = index.scores("where is order <ORDER_9>?")
    assert scores.shape == (5,)
    assert scores.argmax() == 0
    assert scores[2:].tolist() == [0, 0, 0]
    assert scores[0] > scores[1] > 0


def test_chinese_is_found_by_pairs_of_characters() -> None:
    index = LexicalIndex.build(TEXTS)
    assert index.best(index.scores("我的退款呢"), 5).tolist() == [3]


def test_best_gives_only_rows_that_share_a_word_best_first() -> None:
    index = LexicalIndex.build(TEXTS)
    assert index.best(index.scores("where is my order"), 10).tolist() == [0, 1]
    assert index.best(index.scores("where is my order"), 1).tolist() == [0]


def test_matched_is_the_share_of_the_query_by_rarity() -> None:
    index = LexicalIndex.build(["a b", "a c", "a d"])
    everything, nothing, common, rare = index.matched("a b", ["b a x", "y", "a", "b"])
    assert everything == pytest.approx(1)
    assert nothing == 0
    assert common == pytest.approx(np.log1p(3 / 4) / (np.log1p(3 / 4) + np.log1p(3 / 2)))
    assert common + rare == pytest.approx(1)
    assert index.matched("?!", ["a"]) == [0.0]


@pytest.mark.parametrize("texts", [[], [""], ["", "😀 !!"]])
def test_no_words_at_all_find_nothing_and_can_be_saved(texts: list[str], tmp_path: Path) -> None:
    LexicalIndex.build(texts).save(tmp_path)
    index = LexicalIndex.load(tmp_path)
    assert index.scores("where").tolist() == [0.0] * len(texts)
    assert index.best(index.scores("where"), 3).tolist() == []


def test_saved_and_loaded_it_scores_the_same_and_holds_no_pickle(tmp_path: Path) -> None:
    index = LexicalIndex.build(TEXTS)
    index.save(tmp_path)
    np.testing.assert_array_equal(LexicalIndex.load(tmp_path).scores("my refund"), index.scores("my refund"))
    for file in (tmp_path / FOLDER).glob("*.npy"):
        np.load(file, allow_pickle=False)


def test_a_missing_or_cut_file_is_told(tmp_path: Path) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path)
    (tmp_path / FOLDER / "vocab.index.json").write_text('{"a"')
    with pytest.raises(IndexDamagedError, match="firstline index --rebuild"):
        LexicalIndex.load(tmp_path)
    with pytest.raises(IndexDamagedError):
        LexicalIndex.load(tmp_path / "elsewhere")
