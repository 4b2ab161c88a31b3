"""Text typed with the other keyboard layout switched on: `ult vjz gjcskrf` is «где моя посылка», `црук шы ьн зфксуд` is "where is my parcel".

English and Russian, the pair whose users switch layouts all day. A text is retyped only if the model that tells languages is sure of
what it then reads. Latin letters must also read like no language as they stand, and have too few vowels; of Cyrillic ones that says
nothing, since anything in Cyrillic letters looks like Russian to the model.
"""

import re

from nlu.language import probable_language

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"
TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)

SURE, UNLIKELY = 0.7, 0.5
"""Probability that the retyped text must reach, and that the text as it stands must miss."""
FEWEST_LETTERS = 10
"""Fewer are an abbreviation or a code as often as a word."""
VOWELS = 0.22
"""Share of vowels among Latin letters: English has 0.38, Russian typed with English keys about 0.1."""

_PLACEHOLDER = re.compile(r"(<[A-Z]+_\d+>)")


def retyped(text: str) -> str:
    """The text as it was meant, if it was typed with the wrong layout; else as it is. Placeholders stay."""
    letters = [letter for letter in _PLACEHOLDER.sub("", text[:400]).casefold() if letter.isalpha()]
    if len(letters) < FEWEST_LETTERS:
        return text
    cyrillic = sum("а" <= letter <= "я" or letter == "ё" for letter in letters)
    if cyrillic == len(letters):
        return _if_sure(text, TO_LATIN, "en")
    if cyrillic == 0 and text.isascii() and sum(letter in "aeiouy" for letter in letters) < VOWELS * len(letters):
        return text if probable_language(text)[1] >= UNLIKELY else _if_sure(text, TO_CYRILLIC, "ru")
    return text


def _if_sure(text: str, keys: dict[int, int], language: str) -> str:
    other = "".join(part if _PLACEHOLDER.fullmatch(part) else part.translate(keys) for part in _PLACEHOLDER.split(text))
    told, probability = probable_language(other)
    return other if told == language and probability >= SURE else text
