from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from dialogs.database import Database
from dialogs.tables import Example
from retrieval.answer_book import AnswerBook
from retrieval.errors import AnswerError
from tests.retrieval.record import add_answer

TOMORROW = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def book(database: Database) -> AnswerBook:
    return AnswerBook(database)


def test_an_answer_that_staff_add_is_approved_and_its_questions_become_examples(book: AnswerBook) -> None:
    card = book.add(" Returns are free. ", ["can I return it?", "returns?"], intent="returns", language="en", expires_at=TOMORROW)
    assert (card.status, card.text, card.intent, card.language, card.origin, card.expires_at) == (
        "approved", "Returns are free.", "returns", "en", "staff", TOMORROW,
    )  # fmt: skip
    assert [(source.dialog, source.question) for source in card.sources] == [(None, "can I return it?"), (None, "returns?")]
    with book.database.session() as session:
        assert [(row.text, row.origin) for row in session.scalars(select(Example))] == [
            ("can I return it?", "staff"),
            ("returns?", "staff"),
        ]


def test_the_same_answer_is_not_added_twice(book: AnswerBook) -> None:
    first = book.add("Returns are free.", ["returns?"], intent="returns")
    second = book.add("returns  are FREE.", ["Returns?", "send back?"], intent="returns")
    other = book.add("Returns are free.", ["x?"], intent="other")
    assert (second.id, [source.question for source in second.sources]) == (first.id, ["returns?", "send back?"])
    assert other.id != first.id


def test_adding_a_suspended_answer_approves_it_again(book: AnswerBook) -> None:
    card = book.add("Returns are free.")
    book.suspend([card.id])
    assert book.add("Returns are free.").status == "approved"


def test_an_edit_changes_what_is_given_and_leaves_the_rest(book: AnswerBook) -> None:
    card = book.add("Returns are free.", ["returns?"], intent="returns", expires_at=TOMORROW)
    changed = book.edit(card.id, text="Cancel <ORDER_1> here.", questions=["cancel?"])
    assert (changed.text, changed.slots, changed.intent, changed.expires_at) == (
        "Cancel <ORDER_1> here.",
        ("<ORDER_1>",),
        "returns",
        TOMORROW,
    )
    assert [source.question for source in changed.sources] == ["returns?", "cancel?"]
    changed = book.edit(card.id, intent="orders", never_expires=True)
    assert (changed.text, changed.intent, changed.expires_at) == ("Cancel <ORDER_1> here.", "orders", None)


def test_cards_are_found_by_status_intent_and_text(book: AnswerBook) -> None:
    free = book.add("Returns are FREE.", intent="returns").id
    half = book.add("It is 50% off.", intent="discount").id
    gone = book.add("It is off.").id
    book.suspend([gone])
    assert [card.id for card in book.cards()] == [free, half, gone]
    assert [card.id for card in book.cards(status="approved")] == [free, half]
    assert [card.id for card in book.cards(intent="discount")] == [half]
    assert [card.id for card in book.cards(containing="free")] == [free]
    assert [card.id for card in book.cards(containing="50%")] == [half]
    assert list(book.cards(status="draft")) == []


def test_approve_and_suspend_take_several_or_none(book: AnswerBook, database: Database) -> None:
    one, two = (add_answer(database, text, status="draft") for text in ("One.", "Two."))
    assert [(card.id, card.status) for card in book.approve([two, one])] == [(two, "approved"), (one, "approved")]
    with pytest.raises(AnswerError, match="no answer 99; firstline answers list"):
        book.suspend([one, 99])
    assert book.card(one).status == "approved"


def test_a_placeholder_that_nobody_can_fill_is_not_approved(book: AnswerBook, database: Database) -> None:
    key = add_answer(database, "Write to <EMAIL_1> about <ORDER_1>.", status="draft", slots=["<ORDER_1>"])
    with pytest.raises(AnswerError, match=f"answer {key} holds <EMAIL_1>, a value.*answers edit {key} --text"):
        book.approve([key])
    book.edit(key, text="Write to us about <ORDER_1>.")
    assert book.approve([key])[0].status == "approved"


def test_an_empty_text_and_an_unknown_answer_are_refused(book: AnswerBook) -> None:
    card = book.add("Returns are free.")
    for text, key in (("\n", card.id), ("x", 99)):
        with pytest.raises(AnswerError):
            book.edit(key, text=text)
    with pytest.raises(AnswerError, match="is empty"):
        book.add("  ")
    with pytest.raises(AnswerError, match="no answer 99"):
        book.card(99)
    assert book.card(card.id) == card
