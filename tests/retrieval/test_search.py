from pathlib import Path

import numpy as np
import pytest

from dialogs.database import Database
from retrieval.answer_index import AnswerIndex
from retrieval.fusion import WEIGHTS, Weights, fuse
from retrieval.hit import Hit
from retrieval.index import update_index
from retrieval.search import BREADTH, SHARPNESS, TOGETHER, Retriever
from tests.retrieval.encoders import WordEncoder
from tests.retrieval.record import add_answer

ENCODER = WordEncoder()


@pytest.fixture
def retriever(sqlite_database: Database, tmp_path: Path) -> Retriever:
    add_answer(sqlite_database, "We deliver in 3 days.", ["how long is delivery", "when does my parcel arrive"], intent="delivery")
    add_answer(sqlite_database, "Returns are free.", ["can i send it back", "how long can i send it back"], intent="returns")
    add_answer(sqlite_database, "By card.", ["how can i pay", "zahlung mit karte"])
    update_index(sqlite_database, ENCODER, tmp_path / "index")
    return Retriever(AnswerIndex.load(tmp_path / "index", encoder_id="words-1"))


def search(retriever: Retriever, query: str, prior: dict[str, float] | None = None, **options: object) -> list[Hit]:
    return list(retriever.search(query, ENCODER.encode([query])[0], prior or {}, **options))  # type: ignore[arg-type]


def test_one_hit_an_answer_with_its_best_question_and_every_score(retriever: Retriever) -> None:
    hits = search(retriever, "how long is delivery", {"delivery": 0.9, "returns": 0.1})
    assert [hit.answer.text for hit in hits] == ["We deliver in 3 days.", "Returns are free.", "By card."]
    best = hits[0]
    assert (best.question, best.prior) == ("how long is delivery", 0.9)
    assert best.dense == pytest.approx(1, abs=1e-5)
    assert best.lexical == pytest.approx(1)
    assert best.matched == pytest.approx(1)
    parts = [np.array([part]) for part in (best.dense, best.stated, best.lexical, best.support, best.prior)]
    assert best.score == pytest.approx(float(fuse(parts[0], parts[1], parts[2], parts[3], parts[4], WEIGHTS)[0]), abs=1e-5)
    assert hits[1].question == "how long can i send it back"
    assert sum(hit.support for hit in hits) == pytest.approx(1)
    assert best.support > 0.9
    assert hits == sorted(hits, key=lambda hit: -hit.score)


def test_a_dense_score_is_the_cosine_of_query_and_question(retriever: Retriever) -> None:
    query = "delivery to the moon"
    for hit in search(retriever, query):
        first, second = ENCODER.encode([query, hit.question])
        assert hit.dense == pytest.approx(float(first @ second), abs=1e-5)


def test_the_prior_decides_between_equals(sqlite_database: Database, tmp_path: Path) -> None:
    for intent in ("parcel", "refund"):
        add_answer(sqlite_database, f"About your {intent}.", ["where is it"], intent=intent)
    update_index(sqlite_database, ENCODER, tmp_path / "index")
    retriever = Retriever(AnswerIndex.load(tmp_path / "index", encoder_id="words-1"))
    assert search(retriever, "where is it", {"parcel": 0.9, "refund": 0.1})[0].answer.intent == "parcel"
    assert search(retriever, "where is it", {"parcel": 0.1, "refund": 0.9})[0].answer.intent == "refund"


def test_excluded_entries_are_as_if_they_were_not_there(retriever: Retriever) -> None:
    hits = search(retriever, "how long is delivery", exclude=[0])
    assert "how long is delivery" not in [hit.question for hit in hits]
    assert hits[0].question == "how long can i send it back"
    assert hits[0].lexical == pytest.approx(hits[0].matched), "of the words, it has the most"
    assert 0 < hits[0].lexical < 1
    left = search(retriever, "how long is delivery", exclude=[0, 1])
    assert [hit.answer.text for hit in left] == ["Returns are free.", "By card."]
    assert search(retriever, "how long is delivery", exclude=range(6)) == []


def test_k_answers_come_back_however_many_questions_the_first_one_has(sqlite_database: Database, tmp_path: Path) -> None:
    add_answer(sqlite_database, "Popular.", [f"the same question number {number}" for number in range(400)])
    add_answer(sqlite_database, "Rare.", ["something else"])
    update_index(sqlite_database, ENCODER, tmp_path / "index")
    found = search(Retriever(AnswerIndex.load(tmp_path / "index", encoder_id="words-1")), "the same question", k=2)
    assert [hit.answer.text for hit in found] == ["Popular.", "Rare."]


@pytest.mark.parametrize("query", ["", "   ", "😀", "ж" * 100_000, "كيف أدفع", "\x00"])
def test_any_text_is_searched_without_trouble(retriever: Retriever, query: str) -> None:
    hits = search(retriever, query, k=2)
    assert len(hits) == 2
    assert all(hit.lexical == 0 and np.isfinite(hit.score) for hit in hits)


def test_a_word_that_only_stands_in_one_question_finds_it(retriever: Retriever) -> None:
    assert search(retriever, "zahlung")[0].question == "zahlung mit karte"


def test_an_answer_is_found_by_what_it_says_where_nobody_asked_so(sqlite_database: Database, tmp_path: Path) -> None:
    add_answer(sqlite_database, "We take paypal and visa.", ["what are the ways to settle the bill"])
    for number in range(100):
        add_answer(sqlite_database, f"Answer {number}.", [f"what are the opening hours of branch {number}"])
    update_index(sqlite_database, ENCODER, tmp_path / "index")
    best = search(Retriever(AnswerIndex.load(tmp_path / "index", encoder_id="words-1")), "paypal and visa please", k=1)[0]
    assert (best.answer.text, best.question) == ("We take paypal and visa.", "what are the ways to settle the bill")
    query, answer = ENCODER.encode(["paypal and visa please", best.answer.text])
    assert best.stated == pytest.approx(float(query @ answer), abs=1e-5)


def test_an_answer_whose_questions_are_all_excluded_is_not_found_by_its_text_either(retriever: Retriever) -> None:
    assert "By card." not in [hit.answer.text for hit in search(retriever, "by card", exclude=[4, 5])]


def test_an_answer_is_as_near_as_its_questions_together(sqlite_database: Database, tmp_path: Path) -> None:
    add_answer(sqlite_database, "Only.", ["how long is delivery", "when does my parcel arrive"])
    update_index(sqlite_database, ENCODER, tmp_path / "index")
    retriever = Retriever(AnswerIndex.load(tmp_path / "index", encoder_id="words-1"), Weights(1, 0, 0, 0, 0))
    query, first, second = ENCODER.encode(["how long is delivery today", "how long is delivery", "when does my parcel arrive"])
    hit = search(retriever, "how long is delivery today")[0]
    assert hit.dense == pytest.approx(float(query @ first), abs=1e-5)
    together = np.log(np.exp(SHARPNESS * np.array([query @ first, query @ second], np.float64)).mean()) / SHARPNESS
    assert hit.score == pytest.approx(float(together), abs=1e-5)
    assert search(retriever, "how long is delivery")[0].score == pytest.approx(1, abs=1e-5), "the very question"


def test_one_near_question_among_many_far_ones_does_not_outweigh_an_answer_that_was_always_asked_so(
    sqlite_database: Database, tmp_path: Path
) -> None:
    far = [f"invoice number {number} shows another name" for number in range(5)]
    add_answer(sqlite_database, "About many things.", ["how long is the delivery to norway please", *far])
    add_answer(sqlite_database, "In 3 days.", ["how long does the delivery take to norway"])
    update_index(sqlite_database, ENCODER, tmp_path / "index")
    retriever = Retriever(AnswerIndex.load(tmp_path / "index", encoder_id="words-1"))
    first, second = search(retriever, "how long is the delivery to norway then")
    assert (first.answer.text, second.answer.text) == ("In 3 days.", "About many things.")
    assert second.dense > first.dense, "by its nearest question alone it would be the first"
    assert second.question == "how long is the delivery to norway please"


def test_questions_that_were_not_looked_at_count_as_just_beyond_those_that_were(sqlite_database: Database, tmp_path: Path) -> None:
    add_answer(sqlite_database, "Near.", ["delivery please", *[f"delivery to {number}" for number in range(BREADTH + TOGETHER)]])
    add_answer(
        sqlite_database, "Far.", ["delivery invoice", *[f"invoice name vat {number}" for number in range(BREADTH + TOGETHER)]]
    )
    update_index(sqlite_database, ENCODER, tmp_path / "index")
    retriever = Retriever(AnswerIndex.load(tmp_path / "index", encoder_id="words-1"))
    near, far = search(retriever, "delivery", k=2)
    assert (near.answer.text, far.answer.text) == ("Near.", "Far.")
    assert far.score < near.score
