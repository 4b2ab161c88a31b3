from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select, update

from dialogs.database import Database
from dialogs.tables import Dialog
from nlu.result import Matrix
from retrieval.answer_index import AnswerIndex
from retrieval.index import update_index
from tests.retrieval.encoders import WordEncoder
from tests.retrieval.record import NOW, add_answer, add_dialog
from tests.training.test_answer_queries import give
from training.answer_points import Classifier
from training.answer_queries import read_queries, right_answers
from training.replay import ALWAYS, replay, replayed, taught, timeline


class Head:
    def logits(self, vectors: Matrix, texts: Sequence[str]) -> Matrix:
        return np.zeros((len(vectors), 1), np.float32)


LIVE = Classifier(Head(), ("refund",), 1.0, "m1")


def indexed(database: Database, folder: Path) -> AnswerIndex:
    encoder = WordEncoder()
    update_index(database, encoder, folder)
    return AnswerIndex.load(folder, encoder_id=encoder.id)


def ask(database: Database, question: str, *, answer: int, customer: str, intent: str | None = None) -> int:
    turns = [("customer", question), ("agent", "The refund takes 5 days.")]
    dialog = add_dialog(database, question, turns, customer=customer, intent=intent)
    give(database, answer, dialog)
    return dialog


QUESTIONS = (
    "where is my refund for the lamp",
    "where is my refund for the sofa",
    "where is my refund for the mug",
    "where is my refund for the rug",
)


def test_a_mined_answer_is_known_once_enough_customers_had_it(sqlite_database: Database, tmp_path: Path) -> None:
    answer = add_answer(sqlite_database, "The refund takes 5 days.", origin="mined")
    for question, customer in zip(QUESTIONS, "aabc", strict=True):
        ask(sqlite_database, question, answer=answer, customer=customer)
    index = indexed(sqlite_database, tmp_path)
    with sqlite_database.session() as session:
        assert timeline(session, index, sources_needed=2).known_from.tolist() == [2, 2, 2, 3], "b is the second customer"
        assert timeline(session, index, sources_needed=1).known_from.tolist() == [0, 1, 2, 3]
        assert timeline(session, index, sources_needed=9).known_from.tolist() == [3, 3, 3, 3]


def test_what_staff_wrote_and_pairs_are_known_from_the_beginning(sqlite_database: Database, tmp_path: Path) -> None:
    add_answer(sqlite_database, "We open at 9.", ["when do you open"])
    pair = add_answer(sqlite_database, "It is free.", origin="imported")
    dialog = ask(sqlite_database, "what does it cost to post", answer=pair, customer="p")
    add_dialog(sqlite_database, "a real one", [("customer", "is anything free here"), ("agent", "Delivery is.")])
    with sqlite_database.session() as session:
        session.execute(update(Dialog).where(Dialog.id == dialog).values(kind="pair", started_at=None))
    index = indexed(sqlite_database, tmp_path)
    with sqlite_database.session() as session:
        times = timeline(session, index, sources_needed=2)
        assert times.known_from.tolist() == [ALWAYS, ALWAYS]
        assert [query.text for query in replayed(read_queries(session), times)] == ["is anything free here"]


def test_time_decides_the_order_and_not_the_import(sqlite_database: Database, tmp_path: Path) -> None:
    answer = add_answer(sqlite_database, "The refund takes 5 days.", origin="mined")
    keys = [ask(sqlite_database, question, answer=answer, customer=question) for question in QUESTIONS]
    with sqlite_database.session() as session:
        session.execute(update(Dialog).where(Dialog.id == keys[0]).values(started_at=NOW.replace(year=2027)))
        session.execute(update(Dialog).where(Dialog.id == keys[3]).values(started_at=NOW.replace(year=2025)))
    index = indexed(sqlite_database, tmp_path)
    with sqlite_database.session() as session:
        times = timeline(session, index, sources_needed=2)
        asked = replayed(read_queries(session), times)
    assert [query.dialog for query in asked] == [keys[3], keys[1], keys[2], keys[0]]


def test_a_spreadsheet_of_pairs_is_replayed_in_an_order_drawn_by_lot(sqlite_database: Database, tmp_path: Path) -> None:
    answer = add_answer(sqlite_database, "It takes 5 days.", origin="imported")
    for number in range(20):
        ask(sqlite_database, f"question number {number} of many", answer=answer, customer="p")
    with sqlite_database.session() as session:
        session.execute(update(Dialog).values(kind="pair", started_at=None))
    index = indexed(sqlite_database, tmp_path)
    with sqlite_database.session() as session:
        keys = session.scalars(select(Dialog.id).order_by(Dialog.id)).all()
        places = [timeline(session, index, sources_needed=2, seed=seed).place for seed in (0, 0, 1)]
    assert sorted(places[0]) == keys
    assert places[0] == places[1] != places[2]


def test_a_question_finds_only_what_was_known_before_it(sqlite_database: Database, tmp_path: Path) -> None:
    answer = add_answer(sqlite_database, "The refund takes 5 days.", origin="mined")
    for question, customer in zip(QUESTIONS, "abcd", strict=True):
        ask(sqlite_database, question, answer=answer, customer=customer)
    index, encoder = indexed(sqlite_database, tmp_path), WordEncoder()
    with sqlite_database.session() as session:
        times = timeline(session, index, sources_needed=2)
        asked = replayed(read_queries(session), times)
        right = right_answers(session, asked, index, encoder)
    points = replay(asked, right, encoder.encode([query.text for query in asked]), times, index, [LIVE] * 4)
    assert [point.answerable for point in points] == [False, False, True, True], "approved with the second, known to the third"
    assert [point.answers for point in points] == [(), (), (answer,), (answer,)]
    assert all(point.right.all() for point in points)


def test_each_block_is_judged_by_a_head_that_knows_the_dialogs_before_it(sqlite_database: Database) -> None:
    for number in range(40):
        intent = "late" if number >= 20 else ("refund" if number % 2 else "password")
        question = f"{intent} question number {number}"
        add_dialog(sqlite_database, question, [("customer", question), ("agent", "Yes.")], intent=intent)
    with sqlite_database.session() as session:
        queries = read_queries(session)
    heads = taught(queries, WordEncoder().encode([query.text for query in queries]), 12, LIVE)
    assert len(heads) == 28
    assert [heads[row].labels for row in (0, 6, 7, 13)] == [("password", "refund")] * 4
    assert heads[14].labels == heads[27].labels == ("late", "password", "refund")
    told = heads[0].understand("refund", WordEncoder().encode(["refund question"])[0])
    assert told.intent == "refund"


@pytest.mark.parametrize("intents", [(), ("refund",)])
def test_with_fewer_than_two_intents_nothing_is_known_of_any_question(sqlite_database: Database, intents: tuple[str, ...]) -> None:
    for number in range(8):
        question = f"refund question number {number}"
        turns = [("customer", question), ("agent", "Yes.")]
        add_dialog(sqlite_database, question, turns, intent=intents[0] if intents else None)
    with sqlite_database.session() as session:
        queries = read_queries(session)
    head = taught(queries, WordEncoder().encode([query.text for query in queries]), 4, LIVE)[0]
    assert head.understand("x", np.ones(3, np.float32)).intents == ()
