from pathlib import Path

import pytest

from benchmarks.rephrasings import DATA, FAQ, Rephrased, measure, read
from dialogs.database import Database
from retrieval.answer_index import AnswerIndex
from retrieval.index import update_index
from retrieval.search import Retriever
from tests.retrieval.encoders import WordEncoder
from tests.retrieval.record import add_answer


def test_found_means_that_the_right_answer_comes_first(sqlite_database: Database, tmp_path: Path) -> None:
    data = [
        Rephrased("In 3 days.", ("how long is delivery",), ("delivery takes how long", "can i pay by card")),
        Rephrased("By card.", ("how can i pay",), ("ways to pay",)),
    ]
    for item in data:
        add_answer(sqlite_database, item.answer, item.questions)
    encoder = WordEncoder()
    update_index(sqlite_database, encoder, tmp_path)
    found = measure(data, Retriever(AnswerIndex.load(tmp_path, encoder_id=encoder.id)), encoder)
    assert (found.answers, found.rephrasings, found.hit_at_1, found.hit_at_3) == (2, 3, 2 / 3, 1.0)
    assert found.by_words == 2 / 3
    assert found.wrong == (("can i pay by card", "By card."),)


@pytest.mark.parametrize("path", [DATA, FAQ], ids=lambda path: path.stem)
def test_every_answer_has_two_questions_and_five_rephrasings_that_are_none_of_them(path: Path) -> None:
    data = read(path)
    assert {(len(item.questions), len(item.rephrasings)) for item in data} == {(2, 5)}
    questions = {question.casefold() for item in data for question in item.questions}
    rephrasings = [text.casefold() for item in data for text in item.rephrasings]
    assert len(set(rephrasings)) == len(rephrasings) == 500
    assert not questions & set(rephrasings)
