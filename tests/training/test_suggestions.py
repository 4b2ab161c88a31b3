"""What comes next is learned from the record, and shown only where that is better than what is asked most."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from dialogs.database import Database
from dialogs.tables import Dialog
from retrieval.answer_index import current_folder
from retrieval.index import update_index
from retrieval.next_intents import FILE, NextIntents
from tests.retrieval.encoders import WordEncoder
from tests.retrieval.record import add_answer, add_dialog
from training.publish import learn_suggestions
from training.suggestions import fit_suggestions, read_histories, try_out

START = datetime(2026, 1, 1, tzinfo=UTC)
INTENTS = tuple(f"intent {number}" for number in range(12))


def histories(follow: bool, customers: int = 400) -> list[list[tuple[datetime, str]]]:
    """Two questions a customer: the second follows from the first, or is drawn by lot."""
    draw = random.Random(0)
    found = []
    for number in range(customers):
        first = draw.randrange(12)
        second = (first + 1) % 12 if follow else (first + draw.randrange(1, 12)) % 12
        at = START + timedelta(hours=number)
        found.append([(at, INTENTS[first]), (at + timedelta(minutes=1), INTENTS[second])])
    return found


def test_where_one_question_leads_to_another_suggestions_are_on() -> None:
    trial = try_out(histories(follow=True, customers=600))
    assert (trial.steps, trial.hits, trial.on) == (120, 120, True)
    assert trial.popular_hit_rate < 0.5


def test_where_nothing_follows_from_anything_they_are_off() -> None:
    trial = try_out(histories(follow=False, customers=600))
    assert (trial.steps, trial.on) == (120, False)


def test_with_few_steps_they_are_off_however_good_they_look() -> None:
    trial = try_out(histories(follow=True, customers=400))
    assert (trial.steps, trial.hits, trial.on) == (80, 80, False)
    assert try_out([]).on is False


def test_a_customers_questions_are_read_in_order_of_time(database: Database) -> None:
    for number, (name, intent) in enumerate([("d1", "refund"), ("d2", "order"), ("d3", "order"), ("d4", "gift")]):
        key = add_dialog(database, name, [("customer", f"question {name}")], customer="c", intent=intent)
        with database.session() as session:
            session.execute(update(Dialog).where(Dialog.id == key).values(started_at=START - timedelta(days=number)))
    (asked,) = read_histories(database)
    assert [name for _, name in asked] == ["gift", "order", "refund"]
    assert fit_suggestions(database).model is None


def test_they_lie_beside_the_index_while_they_are_on(sqlite_database: Database, tmp_path: Path) -> None:
    add_answer(sqlite_database, "Five days.", ["where is my refund"], intent="refund")
    update_index(sqlite_database, WordEncoder(), tmp_path)
    folder = current_folder(tmp_path)
    (folder / FILE).write_text("[]")
    assert learn_suggestions(sqlite_database, tmp_path).on is False
    assert NextIntents.load(folder) is None
