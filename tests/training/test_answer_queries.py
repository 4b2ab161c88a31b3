from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sqlalchemy import select

from dialogs.database import Database
from dialogs.tables import AnswerSource, Message
from retrieval.answer_index import AnswerIndex
from retrieval.index import update_index
from tests.retrieval.encoders import WordEncoder
from tests.retrieval.record import add_answer, add_dialog
from training.answer_queries import Query, read_queries, right_answers

PRICE = "Delivery costs 5 euros in the whole of the country."
SAME_PRICE = "Delivery in the whole of the country costs 5 euros."
OTHER_PRICE = "Delivery costs 9 euros in the whole of the country."


def give(database: Database, answer: int, dialog: int) -> None:
    """The agent's first message of the dialog was this answer, to the customer's first message."""
    with database.session() as session:
        rows = session.scalars(select(Message).where(Message.dialog_id == dialog).order_by(Message.position)).all()
        question, reply = (next(row for row in rows if row.role == role) for role in ("customer", "agent"))
        session.add(AnswerSource(answer_id=answer, message_id=reply.id, question_id=question.id, question=question.text))


def queries(database: Database) -> tuple[Query, ...]:
    with database.session() as session:
        return read_queries(session)


def test_a_query_is_the_first_question_with_its_label_and_the_answers_given(database: Database) -> None:
    turns = [("customer", "Hello!"), ("agent", "Hi, what can I do?"), ("customer", "what does delivery cost"), ("agent", PRICE)]
    first = add_dialog(database, "a", turns)
    second = add_dialog(database, "b", [("customer", "price of delivery?"), ("agent", PRICE)], intent="delivery_cost")
    answer = add_answer(database, PRICE)
    give(database, answer, second)
    found = queries(database)
    assert [(query.text, query.dialog, query.intent, query.given, query.pair) for query in found] == [
        ("what does delivery cost", first, None, frozenset(), False),
        ("price of delivery?", second, "delivery_cost", frozenset({answer}), False),
    ]


def test_what_nobody_replied_to_tells_nothing(database: Database) -> None:
    add_dialog(database, "a", [("agent", "Welcome!"), ("customer", "is anybody there at all today")])
    assert queries(database) == ()


def test_an_equal_answer_is_as_right_as_the_one_given_and_another_number_is_not(database: Database) -> None:
    dialog = add_dialog(database, "a", [("customer", "what does delivery cost"), ("agent", PRICE)])
    draft = add_answer(database, PRICE, status="draft", intent="cost")
    same = add_answer(database, SAME_PRICE, ["what does delivery cost"], intent="cost")
    add_answer(database, OTHER_PRICE, ["what does delivery cost"], intent="cost")
    add_answer(database, SAME_PRICE, ["what does it cost"], intent="other")
    give(database, draft, dialog)
    assert right(database) == [{same}]


def test_the_answer_given_is_right_however_it_is_worded_now(database: Database) -> None:
    dialog = add_dialog(database, "a", [("customer", "what does delivery cost"), ("agent", PRICE)])
    answer = add_answer(database, "It is free.", intent="cost")
    give(database, answer, dialog)
    assert right(database) == [{answer}]


def right(database: Database) -> list[set[int]]:
    encoder = WordEncoder()
    with TemporaryDirectory() as folder:
        update_index(database, encoder, Path(folder))
        index = AnswerIndex.load(Path(folder), encoder_id=encoder.id)
        with database.session() as session:
            return [set(found) for found in right_answers(session, read_queries(session), index, encoder)]


def test_the_fixture_is_what_the_tests_think() -> None:
    vectors = WordEncoder().encode([PRICE, SAME_PRICE, OTHER_PRICE])
    assert np.all(vectors[0] @ vectors[1:].T > 0.8)
