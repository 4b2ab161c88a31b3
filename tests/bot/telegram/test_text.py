"""Splitting text by Telegram's measure."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.text import split_text, units


def test_an_emoji_is_two_units() -> None:
    assert units("a🙂") == 3


def test_a_text_that_fits_is_left_whole() -> None:
    assert split_text("a" * 4096) == ["a" * 4096]


def test_a_long_text_is_cut_at_a_paragraph() -> None:
    assert split_text("a" * 60 + "\n\n" + "b" * 60, longest=100) == ["a" * 60, "b" * 60]


def test_a_long_text_is_cut_at_a_word_where_there_is_no_sentence() -> None:
    assert split_text("aaaa bbbb cccc", longest=10) == ["aaaa bbbb", "cccc"]


def test_a_text_without_breaks_is_cut_between_characters() -> None:
    assert split_text("🙂" * 5, longest=5) == ["🙂🙂", "🙂🙂", "🙂"]


def test_nothing_gives_no_piece() -> None:
    assert split_text(" \n ") == []


@given(st.text(min_size=1, max_size=300), st.integers(2, 40))
def test_pieces_fit_and_lose_only_white_space(text: str, longest: int) -> None:
    pieces = split_text(text, longest)
    assert all(units(piece) <= longest for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
