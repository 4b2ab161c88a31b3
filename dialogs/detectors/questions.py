"""What the message before asks for, and a number that answers it."""

import re
from functools import lru_cache

from dialogs.detectors.naming import is_phone_word, marks_number, speaks_of_contact
from dialogs.detectors.number_names import Named, announced
from dialogs.detectors.number_words import CHINESE, kind_inside, kind_said, words_of

_TOWN = re.compile("[^\\W\\d_A-ZА-ЯЁ]{3}")
_ALONE = re.compile(
    r"\W*(?:(?:it'?s|it is|here|sure|yes|ok|es ist|ja|c'est|oui|es|sí|это|да|是|是的|the|die|der|das|la|le|el|è|il|é|o|to|tak|het|de)\W*){0,4}",
    re.IGNORECASE,
)
"""What may stand before a number that is a whole answer."""
_POLITE = re.compile(
    r"\W*(?:(?:please|pls|thanks|thank you|thx|danke|bitte|vielen dank|merci|s'il vous plaît|gracias|por favor|спасибо|пожалуйста|谢谢)\W*){0,2}",
    re.IGNORECASE,
)
"""What may stand after it."""


def name_in_question(text: str, start: int, stop: int, previous: str) -> Named | None:
    """What a bare number is, given the question before it. Six digits and fewer may be anything unless they are the whole answer;
    letters may be a model's or a town's; ten digits may be a phone's.
    """
    number = text[start:stop]
    alone = _ALONE.fullmatch(text[:start]) and _POLITE.fullmatch(text[stop:])
    if not alone and (sum(map(str.isdigit, number)) < 7 or _TOWN.search(number)):
        return None
    asked = asks_for(previous)
    if "PHONE" in asked and number.isdigit() and 9 <= len(number) <= 13:
        return None
    return next((Named(kind) for kind in ("ORDER", "TRACKING", "ID") if kind in asked), None)


def is_whole_answer(text: str, start: int, stop: int, previous: str) -> bool:
    """Whether nothing but a number is said, and the message before speaks of nothing that has other numbers, as towns have."""
    if not (_ALONE.fullmatch(text[:start]) and _POLITE.fullmatch(text[stop:])):
        return False
    return not any(is_phone_word(word) or kind_said(word) == "NOT" for word in words_of(previous[-400:]))


@lru_cache(maxsize=256)
def asks_for(text: str) -> frozenset[str]:
    """Which of ORDER, TRACKING, ID and PHONE the text asks for: "could you share your order ID?"."""
    words = words_of(text[-400:])
    return frozenset(kind for place in range(len(words)) if (kind := _asked(words, place)))


def _asked(words: list[str], place: int) -> str | None:
    word = words[place]
    if is_phone_word(word):
        asked = not speaks_of_contact(word) or any(map(marks_number, words[place + 1 : place + 3])) or announced(words[:place])
        return "PHONE" if asked else None
    if CHINESE.search(word):
        return kind_inside(word)
    kind = kind_said(word)
    if kind in (None, "NOT"):
        return None
    if not (marks_number(word) or any(map(marks_number, words[place + 1 : place + 3])) or announced(words[:place])):
        return None
    return kind if kind in ("ORDER", "TRACKING") else "ID"
