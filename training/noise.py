"""What customers' typing does to a question: each kind of noise is a function of a text and a random generator, pure and repeatable."""

import random
import unicodedata
from collections.abc import Callable, Mapping

from nlu.keyboard import TO_CYRILLIC, TO_LATIN

Noise = Callable[[str, random.Random], str | None]
"""None where the noise does not apply to the text: there is nothing to transliterate in English."""

TYPO_EVERY = 20
"""Letters to one slip of the finger, one at least: a message written on a phone in a hurry."""
_NEIGHBOURS = dict(
    zip("qwertyuiopasdfghjklzxcvbnm", "wqwrtyuioiaasdfghjkzzxcvbn", strict=True),
)
_EMOJI = ("😡", "🙏", "😭", "🤔", "👍🏽", "❤️", "📦", "!!! 😤😤")
_GREETINGS = ("hi", "hello there,", "hey guys!", "good morning team,", "Dear support,", "hi hope you are well.")
_COURTESIES = (
    "thanks in advance!",
    "please help me asap",
    "thank you so much for your time",
    "any help is appreciated :)",
    "cheers",
)
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya".replace("_", "").split(" "),
        strict=True,
    )
)


def typos(text: str, draw: random.Random) -> str:
    """Letters swapped, left out, doubled, or hit next to."""
    letters = list(text)
    places = [place for place, letter in enumerate(letters) if letter.isalpha()]
    for place in draw.sample(places, min(len(places), max(1, len(places) // TYPO_EVERY))):
        letter = letters[place]
        match draw.randrange(4):
            case 0 if place + 1 < len(letters):
                letters[place], letters[place + 1] = letters[place + 1], letter
            case 1:
                letters[place] = ""
            case 2:
                letters[place] = letter * 2
            case _:
                letters[place] = _NEIGHBOURS.get(letter.casefold(), letter)
    return "".join(letters)


def dropped_spaces(text: str, draw: random.Random) -> str | None:
    """A third of the spaces, one at least."""
    places = [place for place, letter in enumerate(text) if letter == " "]
    gone = set(draw.sample(places, max(1, len(places) // 3))) if places else set()
    return "".join(letter for place, letter in enumerate(text) if place not in gone) if gone else None


def keyboard_layout(text: str, draw: random.Random) -> str | None:
    """English typed with Russian keys, or the other way round."""
    letters = [letter for letter in text.casefold() if letter.isalpha()]
    if all("a" <= letter <= "z" for letter in letters):
        return text.translate(TO_CYRILLIC)
    return text.translate(TO_LATIN) if all("а" <= letter <= "я" or letter == "ё" for letter in letters) else None


def emoji(text: str, draw: random.Random) -> str:
    return f"{draw.choice(_EMOJI)} {text} {draw.choice(_EMOJI)}"


def upper_case(text: str, draw: random.Random) -> str | None:
    return text.upper() if text.upper() != text else None


def stretched_letters(text: str, draw: random.Random) -> str:
    """A vowel held down: pleeease."""
    places = [place for place, letter in enumerate(text) if letter.casefold() in "aeiouаеиоуя"]
    for place in sorted(draw.sample(places, min(len(places), 2)), reverse=True):
        text = text[:place] + text[place] * 3 + text[place:]
    return text


def full_width(text: str, draw: random.Random) -> str | None:
    """As an East Asian keyboard writes Latin letters and digits."""
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)
    return wide if wide != text else None


def transliterated(text: str, draw: random.Random) -> str | None:
    """Cyrillic in Latin letters; accents left out (as on a keyboard that lacks them)."""
    if any(letter in _LATIN for letter in text.casefold()):
        return "".join(_LATIN.get(letter, letter) for letter in text.casefold())
    plain = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return plain if plain != text else None


def courtesies(text: str, draw: random.Random) -> str:
    """A greeting before and thanks behind."""
    return f"{draw.choice(_GREETINGS)} {text} {draw.choice(_COURTESIES)}"


NOISES: Mapping[str, Noise] = {
    "typos": typos,
    "dropped_spaces": dropped_spaces,
    "keyboard_layout": keyboard_layout,
    "emoji": emoji,
    "upper_case": upper_case,
    "stretched_letters": stretched_letters,
    "full_width": full_width,
    "transliterated": transliterated,
    "courtesies": courtesies,
}
