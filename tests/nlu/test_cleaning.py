import pytest

from nlu.cleaning import MAX_CHARACTERS, clean, says_something


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  where \n is\tit  ", "where is it"),
        ("", ""),
        (" \n ", ""),
        ("\ud800 a", "? a"),
        (" " * 100_000 + "hi", "hi"),
        ("x" * 100_000, "x" * MAX_CHARACTERS),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "says"), [("", False), (" \n", False), ("👍🎉", False), ("?!...", False), ("7", True), ("שלום", True)]
)
def test_says_something(text: str, says: bool) -> None:
    assert says_something(text) is says
