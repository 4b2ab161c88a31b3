"""What a word does before a number: names it, says that a number follows, or may stand between the two."""

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

from dialogs.detectors.vocabulary import (
    ABBREVIATED,
    CHINESE,
    CHINESE_FILLER,
    CHINESE_NOT,
    COMPOUND,
    COMPOUNDS,
    CONTACT,
    DOTTED,
    FILLER,
    HOLDER,
    ID,
    ID_IF_MARKED,
    IS,
    NOT_PERSONAL,
    NUMBER,
    OF,
    ORDER,
    ORDERING,
    PHONE,
    PREFIXES,
    STAFF,
    TRACKING,
    VAGUE,
    WEAK_ID,
)


def _is_listed(word: str, listed: tuple[frozenset[str], tuple[str, ...]]) -> bool:
    exact, stems = listed
    return word in exact or word.startswith(stems)


def _compiled(words: str) -> tuple[frozenset[str], tuple[str, ...]]:
    parts = words.split()
    return frozenset(part for part in parts if not part.endswith("*")), tuple(part[:-1] for part in parts if part.endswith("*"))


def _folded(words: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The same, and as people write who have no accents at hand: poliza, zamowienie, ueberweisung. Not what gets too short for it."""
    exact, stems = _compiled(words)
    plain = {form for word in exact for form in _plain_forms(word) if len(form) > 4}
    return exact | plain, (*stems, *dict.fromkeys(form for stem in stems for form in _plain_forms(stem) if len(form) > 5))


def _plain_forms(word: str) -> set[str]:
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    forms = (
        {bare.replace("ł", "l").replace("ß", "ss"), word.translate(_UMLAUTS)}
        if not _CYRILLIC.search(word)
        else {word.replace("ё", "е")}
    )
    return forms - {word}


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_CYRILLIC = re.compile("[а-яё]")


def _by_word(kinds: Mapping[str, str]) -> Mapping[str, str]:
    return {word: kind for kind, words in kinds.items() for word in words.split()}


KINDS = {
    "NOT": _folded(NOT_PERSONAL),
    "ORDER": _folded(ORDER),
    "TRACKING": _folded(TRACKING),
    "ID": _folded(ID),
    "HOLDER": _folded(HOLDER),
    "ID_IF_MARKED": _folded(ID_IF_MARKED),
    "WEAK_ID": _folded(WEAK_ID),
}
_SHORT = _by_word(ABBREVIATED)
_DOTTED = _by_word(DOTTED)
_PREFIXES = _by_word(PREFIXES)
_ENDS = {kind: tuple(words.split()) for kind, words in COMPOUNDS.items()}
_NUMBER = _folded(NUMBER)
_ORDERING = _compiled(ORDERING)
_STAFF = _compiled(STAFF)
_VAGUE = _compiled(VAGUE)
_PHONE = _compiled(PHONE)
_CONTACT = _compiled(CONTACT)
_JOINED = ("nummern", "nummer", "number", "numer", "nr", "no", "id", "code")
"""Ends of a name that nobody listed with them: ticketnr, orderno."""
_MARKS = ("nummer", "nr", "number", "nummern", "kennung", "kennziffer", "код", "номер")
_PASSED = {"FILLER": frozenset(FILLER.split()), "IS": frozenset(IS.split()), "OF": frozenset(OF.split())}
_CHINESE = sorted(((word, kind) for kind, words in CHINESE.items() for word in words.split()), key=lambda item: -len(item[0]))

_CHINESE_NAMES = sorted((*_CHINESE, *((word, "NOT") for word in CHINESE_NOT.split())), key=lambda item: -len(item[0]))


@lru_cache(maxsize=4096)
def kind_of(word: str) -> str | None:
    """What a word, casefolded, does before a number: the name of one of the tables above, or None."""
    for kind, (exact, stems) in KINDS.items():
        if word in exact or word.startswith(stems):
            return kind
    if bare := next((word.removesuffix(mark) for mark in _JOINED if word.endswith(mark) and len(word) - len(mark) > 3), ""):
        return next(
            (kind for kind, (exact, _) in KINDS.items() if kind != "NOT" and (bare in exact or bare.removesuffix("s") in exact)),
            None,
        )
    if len(word) < COMPOUND:
        return None
    return next((kind for kind, ends in _ENDS.items() if word.endswith(ends)), None)


_OFTEN = {
    **dict.fromkeys(
        ("order", "booking", "bestellung", "auftrag", "commande", "pedido", "orden", "заказа", "заказ", "encomenda"), "ORDER"
    ),
    **dict.fromkeys(
        ("tracking", "shipment", "parcel", "sendung", "suivi", "colis", "seguimiento", "rastreo", "rastreio", "отправления"),
        "TRACKING",
    ),
}


@lru_cache(maxsize=4096)
def kind_meant(word: str) -> str | None:
    """What a word in whose place a name is expected means, slips of the keyboard forgiven: oder number, número de sguimiento."""
    close = get_close_matches(word, _OFTEN, n=1, cutoff=0.75)
    return _OFTEN[close[0]] if close else None


def kind_of_abbreviation(word: str, *, marked: bool) -> str | None:
    """What a word is short for, behind which a point or a colon stands or, `marked`, a word for a number."""
    return (_SHORT.get(word) if marked else None) or _DOTTED.get(word)


def is_abbreviation(word: str) -> bool:
    return word in _SHORT


def kind_of_prefix(letters: str) -> str | None:
    """What letters joined to the front of a number are short for."""
    return _PREFIXES.get(letters)


@lru_cache(maxsize=4096)
def marks_number(word: str) -> bool:
    """Whether the word, or the end of a German compound, says that a number follows."""
    return _is_listed(word, _NUMBER) or word.endswith(_MARKS)


def speaks_of_number(word: str) -> bool:
    """Whether a word, in any case, names a number or says that one follows: beside a number it is no part of it."""
    folded = word.casefold()
    return marks_number(folded) or kind_of(folded) is not None


@lru_cache(maxsize=4096)
def names_some_number(word: str) -> bool:
    """Whether the word is a compound of a word for a number and what is numbered: Fahrgestellnummer. Whose else would that be than
    somebody's, unless it is in the list of what is nobody's?
    """
    return word.endswith(_MARKS) and len(word) > 8 and word not in _NUMBER[0]


@lru_cache(maxsize=4096)
def is_phone_word(word: str) -> bool:
    return _is_listed(word, _PHONE) or speaks_of_contact(word)


@lru_cache(maxsize=4096)
def speaks_of_ordering(word: str) -> bool:
    return _is_listed(word, _ORDERING)


@lru_cache(maxsize=4096)
def speaks_of_staff(word: str) -> bool:
    return _is_listed(word, _STAFF)


@lru_cache(maxsize=4096)
def is_vague(word: str) -> bool:
    return _is_listed(word, _VAGUE)


@lru_cache(maxsize=4096)
def speaks_of_contact(word: str) -> bool:
    return _is_listed(word, _CONTACT)


@lru_cache(maxsize=4096)
def passes(word: str) -> str | None:
    """FILLER, IS or OF for a word that may stand between a name and its number."""
    return next((name for name, words in _PASSED.items() if word in words), None)


@lru_cache(maxsize=4096)
def chinese_kind_inside(phrase: str) -> str | None:
    """The kind that the last such word in a Chinese phrase names, wherever it stands: 订单尾号."""
    found = [
        (place + len(word), len(word), kind)
        for word, kind in _CHINESE
        if len(word) > 1 and word not in _VAGUE[0] and (place := phrase.rfind(word)) >= 0
    ]
    return max(found)[2] if found else None


@lru_cache(maxsize=4096)
def chinese_kind(phrase: str) -> str | None:
    """The kind that the end of a Chinese phrase names: 我的订单号是 is an order. NOT for goods."""
    bare = phrase.rstrip(CHINESE_FILLER)
    return next((kind for word, kind in _CHINESE_NAMES if bare.endswith(word)), None)
