"""What an intent's name says: one more example, which counts where there are few."""

import re

FEWEST_LETTERS = 3


def words_of(intent: str) -> str:
    """`card_arrival`, `CardArrival` and `card-arrival` are all "card arrival"."""
    parted = re.sub(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])", " ", intent)
    return " ".join(re.sub(r"[\W_]+", " ", parted).lower().split())


def says_what_it_is(intent: str) -> bool:
    """Whether the name holds a word rather than a number or a code (`17`, `q_3`)."""
    letters = [character for character in words_of(intent) if character.isalpha()]
    return len(letters) >= FEWEST_LETTERS or any(not letter.isascii() for letter in letters)
