"""Slips of a hurried typist, made where a finger makes them."""

import re
from random import Random

NEIGHBOURS = {
    "a": "s",
    "e": "r",
    "i": "o",
    "n": "m",
    "o": "p",
    "r": "t",
    "s": "d",
    "t": "y",
    "u": "i",
    "l": "k",
    "h": "j",
    "c": "v",
}
WORD = re.compile(r"(?<![{@/.\w])[a-z]{4,}(?![}@/:\w])")
"""A lower-case word, long enough that a slip leaves it readable; never a placeholder, an address or a link."""


def slip(text: str, rng: Random) -> str:
    """The text with one or two slips in its words, or typed without capitals and full stops."""
    if rng.random() < 0.3:
        return re.sub(r"[.!,](?= |$)", "", text).lower()
    for _ in range(rng.randint(1, 2)):
        words = list(WORD.finditer(text))
        if words:
            word = rng.choice(words)
            text = text[: word.start()] + misspell(word.group(), rng) + text[word.end() :]
    return text


def misspell(word: str, rng: Random) -> str:
    """One slip inside the word: a letter lost, doubled, swapped with the next, or its neighbour on the keyboard."""
    at = rng.randrange(1, len(word) - 2)
    match rng.choice(("lost", "doubled", "swapped", "neighbour")):
        case "lost":
            return word[:at] + word[at + 1 :]
        case "doubled":
            return word[:at] + word[at] + word[at:]
        case "swapped":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case _:
            return word[:at] + NEIGHBOURS.get(word[at], word[at]) + word[at + 1 :]
