"""What spares most texts a closer look misses nothing that the closer look would find."""

import re
import sys
from string import ascii_lowercase

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogs.detectors.names import _pattern, _pattern_places, _places, names_in
from dialogs.redaction import _DULL, Redactor

LETTERS = [*ascii_lowercase]
EVERY = [chr(code) for code in range(sys.maxunicode + 1)]


def test_no_digit_and_no_mark_of_an_address_is_struck_out_before_a_text_is_looked_at() -> None:
    dull = [mark for mark in EVERY if not mark.encode(errors="surrogatepass").translate(None, _DULL)]
    assert not re.search(r"[\d@＠(\[:]", "".join(dull))
    assert {"ä", "ж", "…", "’", "你"} <= {*dull}


def test_find_takes_the_same_characters_for_the_letters_of_a_name_as_a_pattern_does() -> None:
    latin = re.compile("[a-z]", re.IGNORECASE)
    alike = [mark for mark in EVERY if latin.fullmatch(mark) or mark.casefold() in LETTERS]
    for letter in LETTERS:
        by_pattern = {mark for mark in alike if _pattern(letter).fullmatch(mark)}
        assert by_pattern - {"ı", "İ"} == {mark for mark in alike if mark.casefold() == letter}


@pytest.mark.parametrize("text", ["für Anna, nicht für Annaé", "Größe? ANNA_ anna", "Anna\u0345 ANNA…Anna", "“Anna”你Anna"])
def test_a_name_in_ascii_is_found_beside_other_letters_without_a_pattern(text: str) -> None:
    by_pattern = [
        match.span()
        for match in re.finditer(r"(?<![^\W\u3040-\u30ff\u4e00-\u9fff])anna(?![^\W\u3040-\u30ff\u4e00-\u9fff])", text, re.I)
    ]
    found = [(span.start, span.end) for span, _ in names_in(text, frozenset({"Anna"}))]
    assert found == by_pattern


@given(st.text("anA liıİßé_.\n\t\u3000\u0345ſ你", max_size=24))
@example("Ana Li, ana  li, ANA LI")
@example("anaana liana ana li")
def test_names_are_found_without_a_pattern_where_a_pattern_finds_them(text: str) -> None:
    for part in ("ana", "ana li", "é", "ali"):
        assert list(_places(text, text.casefold(), part)) == list(_pattern_places(text, text.casefold(), part))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("größer als 12 oder 13", True),
        ("größer als 12", False),
        ("34,50 € am 12.03.2026", False),
        ("заказ ٣٤٥", True),
        ("K7 ist größer", True),
        ("siehe www.müller.example", True),
        ("um 12:30:15", True),
    ],
)
def test_a_text_is_looked_through_for_three_digits_a_code_or_an_address(text: str, holds: bool) -> None:
    assert Redactor().may_hold_values(text) is holds


def test_a_value_known_before_may_stand_in_a_text_again() -> None:
    known = {"<ORDER_1>": "4711", "<NAME_1>": "Anna"}
    assert Redactor().may_repeat("and 4711?", known)
    assert not Redactor().may_repeat("and 471?", known)
