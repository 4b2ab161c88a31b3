from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from dialogs.database import Database
from dialogs.text_hash import text_hash
from nlu.result import Matrix
from retrieval.answer_index import AnswerIndex
from retrieval.confidence import FEATURES
from retrieval.index import update_index
from tests.retrieval.encoders import WordEncoder
from tests.retrieval.record import add_answer, add_dialog
from tests.training.test_answer_queries import give
from training.answer_points import Classifier, Examination
from training.answer_queries import Query
from training.calibration_material import choose, gather, learned_from, off_topic_texts, vectors_of
from training.gate import write_seen

ROOMS = ("kitchen", "garden", "bath", "cellar", "attic", "hall")


class Head:
    """Says intent 0 of everything, with a logit of 3 against 0."""

    def logits(self, vectors: Matrix, texts: Sequence[str]) -> Matrix:
        return np.tile(np.array([[3.0, 0.0]], np.float32), (len(vectors), 1))


CLASSIFIER = Classifier(Head(), ("refund", "password"), 1.0, "m1")


def record(database: Database) -> tuple[int, int]:
    """Twelve dialogs: six about refunds, six about passwords, each with the answer of its kind. Returns the answers."""
    refund = add_answer(database, "The refund takes 5 days.", intent="refund", origin="mined")
    password = add_answer(database, "Choose Forgot password.", intent="password", origin="mined")
    for room in ROOMS:
        asked = f"where is the refund for the {room} lamp"
        give(database, refund, add_dialog(database, asked, [("customer", asked), ("agent", "5 days")], intent="refund"))
        asked = f"please reset the password of my {room} account"
        give(database, password, add_dialog(database, asked, [("customer", asked), ("agent", "Forgot")], intent="password"))
    return refund, password


def indexed(database: Database, folder: Path, encoder: WordEncoder) -> AnswerIndex:
    update_index(database, encoder, folder)
    return AnswerIndex.load(folder, encoder_id=encoder.id)


def test_a_question_finds_the_answer_by_the_others_and_never_by_itself(sqlite_database: Database, tmp_path: Path) -> None:
    record(sqlite_database)
    encoder = WordEncoder()
    index = indexed(sqlite_database, tmp_path, encoder)
    material = gather(sqlite_database, index, encoder, CLASSIFIER, lambda _: False, judge=encoder, tuned=False)
    assert len(material.questions) == 12
    assert not material.trained
    best = [bool(point.right[int(np.argmax(point.rows[:, FEATURES.index("dense")]))]) for point in material.questions]
    assert all(best)
    assert max(float(point.rows[:, FEATURES.index("dense")].max()) for point in material.questions) < 0.95


def test_hidden_questions_have_lost_their_intent_and_its_answers(sqlite_database: Database, tmp_path: Path) -> None:
    refund, password = record(sqlite_database)
    encoder = WordEncoder()
    index = indexed(sqlite_database, tmp_path, encoder)
    material = gather(sqlite_database, index, encoder, CLASSIFIER, lambda _: False, judge=encoder, tuned=False)
    assert sorted(point.answers for point in material.hidden) == [(refund,)] * 6 + [(password,)] * 6
    assert not any(point.right.any() or point.answerable for point in material.hidden)
    shown = {float(point.rows[0, FEATURES.index("intent_confidence")]) for point in material.hidden}
    assert shown == {1.0}, "the one intent left"


def test_unlearned_questions_have_lost_their_intent_and_kept_its_answers(sqlite_database: Database, tmp_path: Path) -> None:
    record(sqlite_database)
    encoder = WordEncoder()
    index = indexed(sqlite_database, tmp_path, encoder)
    material = gather(sqlite_database, index, encoder, CLASSIFIER, lambda _: False, judge=encoder, tuned=False)
    assert len(material.unlearned) == 12
    right = np.concatenate([point.rows[point.right] for point in material.unlearned])
    assert len(right) == 12
    assert set(right[:, FEATURES.index("no_intent")].tolist()) == {1.0}
    assert set(right[:, FEATURES.index("prior")].tolist()) == {0.0}


def test_off_topic_texts_are_asked_unless_they_are_a_topic_of_this_record(sqlite_database: Database, tmp_path: Path) -> None:
    add_answer(sqlite_database, "Sunny.", ["what's the weather going to be like tomorrow"])
    encoder = WordEncoder()
    index = indexed(sqlite_database, tmp_path, encoder)
    material = gather(sqlite_database, index, encoder, CLASSIFIER, lambda _: False, judge=encoder, tuned=False)
    texts = off_topic_texts()
    assert len(texts) == len(set(texts)) > 100
    assert len(material.off_topic) == len(texts) - 1
    assert not any(point.right.any() for point in material.off_topic)


def query(number: int, intent: str | None) -> Query:
    return Query(f"text {number}", text_hash(f"text {number}"), "", number, number, frozenset(), intent, False)


ALL = range(10_000)


def test_a_tuned_encoder_is_asked_what_it_has_not_learned_from_in_the_proportions_of_the_record() -> None:
    """Of 1,200 questions 100 have no answer, none of them labelled: of the 700 that were not learned from, that would be one in seven."""
    labelled = [query(number, "a") for number in range(1000)]
    unlabelled = [query(number, None) for number in range(1000, 1200)]
    heldout = {f"text {number}" for number in range(0, 1000, 2)} | {item.text for item in unlabelled}
    chosen = choose(labelled + unlabelled, range(1100), lambda text: text not in heldout, tuned=True, seed=0)
    assert not chosen.learned
    assert sum(item.intent == "a" for item in chosen.queries) == 500
    assert sum(item.intent is None and item.message < 1100 for item in chosen.queries) == 100
    assert sum(item.message >= 1100 for item in chosen.queries) == 55, "one in twelve, as in the record"
    assert [item.message for item in chosen.queries] == sorted(item.message for item in chosen.queries)


@pytest.mark.parametrize(("tuned", "count", "learned"), [(False, 3000, True), (True, 75, False)])
def test_only_a_tuned_encoder_leaves_out_what_it_has_learned_from(tuned: bool, count: int, learned: bool) -> None:
    queries = [query(number, "a") for number in range(3000)]
    heldout = {f"text {number}" for number in range(75)}
    chosen = choose(queries, ALL, lambda text: text not in heldout, tuned=tuned, seed=0)
    assert (len(chosen.queries), chosen.learned) == (count, learned)


def test_all_are_asked_where_hardly_any_is_unseen() -> None:
    queries = [query(number, "a") for number in range(300)]
    chosen = choose(queries, ALL, lambda text: text != "text 5", tuned=True, seed=0)
    assert (len(chosen.queries), chosen.learned) == (300, True)


def test_what_a_version_learned_from_is_read_from_its_folder(tmp_path: Path) -> None:
    write_seen(tmp_path, ["Where is it?"])
    learned = learned_from(tmp_path, ())
    assert learned("where  is IT?")
    assert not learned("something else")


def test_a_folder_that_does_not_say_has_learned_from_all_but_what_was_held_out(tmp_path: Path) -> None:
    learned = learned_from(tmp_path, {text_hash("kept out")})
    assert not learned("Kept out")
    assert learned("anything else")


def test_what_a_classifier_learned_from_is_judged_by_a_head_that_did_not(sqlite_database: Database, tmp_path: Path) -> None:
    record(sqlite_database)
    encoder = WordEncoder()
    index = indexed(sqlite_database, tmp_path, encoder)
    material = gather(sqlite_database, index, encoder, CLASSIFIER, lambda _: True, judge=encoder, tuned=False)
    prior = FEATURES.index("prior")
    right = [float(point.rows[point.right, prior].max()) for point in material.questions]
    assert min(right) > 0.5, "the head of the test says refund of everything; the one fitted here knows passwords"


def test_the_index_lends_its_vectors(sqlite_database: Database, tmp_path: Path) -> None:
    add_answer(sqlite_database, "Yes.", ["is it so"])
    index = indexed(sqlite_database, tmp_path, WordEncoder())
    encoder = WordEncoder()
    texts = [Query(text, "", "", 0, 0, frozenset(), None, False) for text in ("new question", "is it so")]
    vectors = vectors_of(texts, index, encoder)
    assert encoder.encoded == ["new question"]
    np.testing.assert_allclose(vectors, WordEncoder().encode(["new question", "is it so"]))


def test_an_intent_that_is_hidden_leaves_its_probability_to_the_others() -> None:
    found = CLASSIFIER.understand("x", np.ones(4, np.float32), without=["refund"])
    assert [(intent.name, intent.confidence) for intent in found.intents] == [("password", 1.0)]
    whole = CLASSIFIER.understand("x", np.ones(4, np.float32))
    assert whole.intents[0].confidence == pytest.approx(np.exp(3) / (np.exp(3) + 1))


def test_entries_of_an_intent_go_together(sqlite_database: Database, tmp_path: Path) -> None:
    one = add_answer(sqlite_database, "In 5 days.", ["when is the refund there", "refund when"], intent="refund")
    add_answer(sqlite_database, "To your card.", ["where does the refund go"], intent="refund")
    add_answer(sqlite_database, "Yes.", ["is it so"])
    examination = Examination(indexed(sqlite_database, tmp_path, WordEncoder()), CLASSIFIER)
    assert len(examination.entries_about({one})) == 3
    assert examination.entries_of(hashes=[text_hash("refund when")]) < examination.entries_about({one})
    assert examination.remaining({one}, examination.entries_of(hashes=[text_hash("refund when")]))
    assert not examination.remaining({one}, examination.entries_about({one}))
