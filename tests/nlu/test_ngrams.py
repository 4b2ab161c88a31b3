import numpy as np
import pytest

from nlu.ngrams import hashed_ngrams, weighed

BUCKETS = 1 << 12
HALF = BUCKETS // 2


def test_words_fall_into_the_lower_half_and_pieces_into_the_upper() -> None:
    columns, counts = hashed_ngrams("where is where", BUCKETS)
    words = columns < HALF
    assert counts[words].sum() == 3 + 2  # words and pairs of them
    assert sorted(counts[words].tolist()) == [1.0, 1.0, 1.0, 2.0]
    assert counts[~words].sum() == 2 * (6 + 5 + 4) + (3 + 2 + 1)  # of " where " and " is "
    assert np.all(np.diff(columns) > 0)


def test_the_same_for_what_typing_does_to_a_text() -> None:
    plain = hashed_ngrams("Where is my card?", BUCKETS)
    for typed in ("where  IS my card?", "ｗｈｅｒｅ is my card?", "whereeee is my card?"):
        columns, counts = hashed_ngrams(typed, BUCKETS)
        assert columns.tolist() == plain[0].tolist()
        assert counts.tolist() == plain[1].tolist()


@pytest.mark.parametrize("text", ["我的卡在哪里", "где моя карта", "¿dónde está mi tarjeta?", "🙂", "<ORDER_1>"])
def test_every_script_has_ngrams(text: str) -> None:
    columns, _ = hashed_ngrams(text, BUCKETS)
    assert ((columns >= 0) & (columns < BUCKETS)).all()
    assert len(columns) > 1


def test_nothing_said_has_none() -> None:
    columns, counts = hashed_ngrams("  ", BUCKETS)
    assert (len(columns), len(counts)) == (0, 0)
    assert len(weighed(columns, counts, np.ones(BUCKETS, np.float32))) == 0


def test_a_misspelt_word_shares_pieces_but_not_the_word() -> None:
    right, wrong = (set(hashed_ngrams(word, BUCKETS)[0].tolist()) for word in ("transfer", "transfre"))
    shared = right & wrong
    assert shared
    assert all(column >= HALF for column in shared)


def test_words_and_pieces_weigh_the_same_and_rare_ones_more() -> None:
    columns, counts = np.array([1, 2, HALF + 1], np.int64), np.array([1.0, 1.0, 5.0], np.float32)
    idf = np.ones(BUCKETS, np.float32)
    idf[1] = 2.0
    values = weighed(columns, counts, idf)
    assert values.tolist() == pytest.approx([2 / 5**0.5, 1 / 5**0.5, 1.0])
