import pytest

from dialogs import plain_texts
from dialogs.identity import digest
from dialogs.plain_texts import PlainTexts
from dialogs.redaction import Redactor

KEY = b"k" * 32


@pytest.fixture
def plain() -> PlainTexts:
    return PlainTexts(KEY, Redactor())


@pytest.mark.parametrize("text", ["write to anna@shop.example", "order 88214097 is late", "4111 1111 1111 1111"])
def test_a_text_that_may_hold_a_value_is_not_kept(plain: PlainTexts, text: str) -> None:
    assert plain.digest_of(text) is plain.digest_of(text) is None
    assert not plain._kept


def test_what_is_kept_has_the_digest_of_the_content(plain: PlainTexts) -> None:
    first = plain.digest_of("One moment please.")
    assert first == digest(KEY, "One moment please.") == plain.digest_of("One moment please.")
    assert list(plain._kept) == ["One moment please."]


def test_a_long_text_is_told_and_not_kept(plain: PlainTexts) -> None:
    text = "so " * plain_texts.LONGEST
    assert plain.digest_of(text) == digest(KEY, text)
    assert not plain._kept


def test_no_more_texts_are_kept_than_there_is_room_for(plain: PlainTexts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_texts, "KEPT", 3)
    for letter in "abcdefgh":
        plain.digest_of(f"thanks {letter}")
        assert len(plain._kept) <= 3
