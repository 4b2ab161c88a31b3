import pytest

from nlu.cleaning import MAX_CHARACTERS, clean, says_something


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  where \n is\tit  ", "where is it"),
        ("", ""),
        (" \n ", ""),
        ("\ud800 a", "? a"),
        ("\uff37\uff48\uff45\uff52\uff45 is \uff11\uff12", "Where is 12"),
        ("pleeeease helppp", "please help"),
        ("cool 10000 ...", "cool 10000 ..."),
        ("ult vjz gjcskrf", "где моя посылка"),
        (" " * 100_000 + "hi", "hi"),
        ("xy" * 100_000, "xy" * (MAX_CHARACTERS // 2)),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "says"), [("", False), (" \n", False), ("👍🎉", False), ("?!...", False), ("7", True), ("שלום", True)]
)
def test_says_something(text: str, says: bool) -> None:
    assert says_something(text) is says
