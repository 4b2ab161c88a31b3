from pathlib import Path

import pytest
from sqlalchemy import select

from dialogs.database import Database
from dialogs.tables import Attachment
from retrieval.answer_book import AnswerBook
from retrieval.answer_extras import LARGEST, Extras, link_button, read_attachments
from retrieval.approved import read_approved
from retrieval.errors import AnswerError
from retrieval.hit import LinkButton


@pytest.fixture
def book(database: Database) -> AnswerBook:
    return AnswerBook(database)


def test_pictures_files_and_buttons_are_kept_and_served(book: AnswerBook, tmp_path: Path) -> None:
    (tmp_path / "where.PNG").write_bytes(b"picture")
    (tmp_path / "label.pdf").write_bytes(b"label")
    attachments = read_attachments([tmp_path / "where.PNG"], [tmp_path / "label.pdf"])
    button = link_button("Start a return = https://shop.example/?a=b")
    card = book.add("Stick it on.", extras=Extras(attachments, (button,)))
    assert [(item.kind, item.name) for item in card.attachments] == [("photo", "where.PNG"), ("file", "label.pdf")]
    assert card.buttons == (LinkButton("Start a return", "https://shop.example/?a=b"),)
    with book.database.session() as session:
        assert list(session.scalars(select(Attachment.content).order_by(Attachment.id))) == [b"picture", b"label"]
        served = read_approved(session)[0].answer
    assert (served.attachments, served.buttons) == (card.attachments, card.buttons)


def test_editing_adds_or_replaces(book: AnswerBook) -> None:
    one, two = link_button("One=https://shop.example/1"), link_button("Two=https://shop.example/2")
    key = book.add("Text.", extras=Extras(buttons=(one,))).id
    assert book.edit(key, extras=Extras(buttons=(two,))).buttons == (one, two)
    assert book.edit(key, extras=Extras(buttons=(two,), replacing=True)).buttons == (two,)
    assert book.edit(key, extras=Extras(replacing=True)).buttons == ()


def test_a_translation_belongs_to_the_original(book: AnswerBook) -> None:
    english = book.add("Five days.", ["refund?"], language="en")
    german = book.add("Fünf Tage.", language="de", extras=Extras(translation_of=english.id))
    french = book.add("Cinq jours.", language="fr", extras=Extras(translation_of=german.id))
    assert (german.translation_of, french.translation_of) == (english.id, english.id)


def test_a_translation_needs_its_language_and_an_original(book: AnswerBook) -> None:
    key = book.add("Five days.").id
    with pytest.raises(AnswerError, match="without a language; add: --language de"):
        book.add("Fünf Tage.", extras=Extras(translation_of=key))
    with pytest.raises(AnswerError, match=r"99 that .* is not there"):
        book.add("Fünf Tage.", language="de", extras=Extras(translation_of=99))
    with pytest.raises(AnswerError, match="is this answer itself"):
        book.edit(key, language="en", extras=Extras(translation_of=key))
    assert [card.text for card in book.cards()] == ["Five days."]


@pytest.mark.parametrize("text", ["Start", "=https://shop.example", "Start=shop.example", "Start=javascript:alert(1)"])
def test_a_button_without_title_or_link_is_refused(text: str) -> None:
    with pytest.raises(AnswerError, match="write its title and a link"):
        link_button(text)


def test_what_telegram_would_refuse_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "big.png").write_bytes(b"x")
    with (tmp_path / "big.png").open("r+b") as file:
        file.truncate(LARGEST["photo"] + 1)
    with pytest.raises(AnswerError, match="needs 1 to 50,000,000"):
        read_attachments([], [tmp_path / "empty.pdf"])
    with pytest.raises(AnswerError, match="10,000,001 bytes"):
        read_attachments([tmp_path / "big.png"], [])
    with pytest.raises(AnswerError, match=r"send it with --file .*empty\.pdf"):
        read_attachments([tmp_path / "empty.pdf"], [])
