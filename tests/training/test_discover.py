from collections.abc import Sequence

import pytest
from sqlalchemy import select

from dialogs.database import Database
from dialogs.tables import Example, Intent, Message
from tests.retrieval.encoders import WordEncoder
from tests.retrieval.record import add_answer, add_dialog
from training.discover import Discovery, Wishes, discover

ROOMS = ("kitchen", "garden", "bath", "cellar", "attic", "hall", "study", "porch")
REFUND = [f"the refund for the {room} lamp has not been received" for room in ROOMS]
PASSWORD = [f"please reset the password of my {room} account" for room in ROOMS]
COURIER = [f"your courier lost the {room} parcel yesterday" for room in ROOMS]
STRAYS = ["do you sell violins made of oak", "my aunt owns seven tortoises"]


def fill(database: Database, questions: Sequence[str], *, intent: str | None = None) -> None:
    for question in questions:
        add_dialog(database, question, [("customer", question), ("agent", "One moment please.")], intent=intent)


def found(database: Database, *, accept: bool = True) -> Discovery:
    return discover(database, WordEncoder(), accept=accept, smallest=5)


def labels(database: Database) -> dict[str, str]:
    with database.session() as session:
        return dict(session.execute(select(Example.text, Intent.name).join(Intent)).all())


def test_proposals_have_names_sizes_and_typical_messages_and_store_nothing(database: Database) -> None:
    fill(database, REFUND + PASSWORD + STRAYS)
    add_dialog(database, "the same words again", [("customer", REFUND[0])])
    report = found(database, accept=False)
    assert [(item.name, item.size, item.new) for item in report.clusters] == [
        ("refund_lamp_not_received", 9, True),
        ("reset_password_account", 8, True),
    ]
    assert set(report.clusters[1].examples) < set(PASSWORD)
    assert (report.questions, report.labelled, report.noise, report.accepted) == (19, 0, 2, 0)
    assert labels(database) == {}


def test_accepted_intents_become_examples_that_know_their_message(database: Database) -> None:
    fill(database, REFUND + PASSWORD + STRAYS)
    assert found(database).accepted == 16
    assert labels(database) == dict.fromkeys(REFUND, "refund_lamp_not_received") | dict.fromkeys(PASSWORD, "reset_password_account")
    with database.session() as session:
        rows = session.execute(select(Example.origin, Example.text, Message.text).join(Message)).all()
    assert {origin for origin, _, _ in rows} == {"discovered"}
    assert all(example == message for _, example, message in rows)


def test_proposals_are_renamed_and_taken_together_before_they_are_accepted(sqlite_database: Database) -> None:
    fill(sqlite_database, REFUND + PASSWORD)
    wishes = Wishes(merge=(("Access", "reset_password_account"), ("Access", "refund_lamp_not_received")))
    report = discover(sqlite_database, WordEncoder(), accept=True, smallest=5, wishes=wishes)
    assert [(item.name, item.size) for item in report.clusters] == [("Access", 16)]
    assert set(labels(sqlite_database).values()) == {"Access"}


def test_a_second_time_finds_nothing_left(database: Database) -> None:
    fill(database, REFUND + PASSWORD + STRAYS)
    found(database)
    again = found(database)
    assert (again.clusters, again.accepted, again.labelled, again.noise) == ((), 0, 16, 2)


def test_new_dialogs_join_the_intents_there_are_and_new_matters_become_intents(database: Database) -> None:
    fill(database, REFUND[:6] + PASSWORD)
    found(database)
    fill(database, REFUND[6:] + COURIER)
    report = found(database)
    assert {(item.name, item.size, item.new) for item in report.clusters} == {
        ("refund_lamp_not_received", 2, False),
        ("courier_lost_parcel", 8, True),
    }
    assert labels(database)[REFUND[7]] == "refund_lamp_not_received"


def test_messages_join_an_intent_that_a_human_named(database: Database) -> None:
    fill(database, PASSWORD[:4], intent="Access")
    fill(database, PASSWORD[4:] + REFUND)
    report = found(database)
    assert {(item.name, item.size, item.new) for item in report.clusters} == {
        ("Access", 4, False),
        ("refund_lamp_not_received", 8, True),
    }
    assert labels(database)[PASSWORD[7]] == "Access"


def test_small_talk_is_skipped_for_the_question_that_follows(database: Database) -> None:
    for question in REFUND + PASSWORD:
        turns = [("customer", "Good morning!"), ("agent", "Hello, how can I help?"), ("customer", question)]
        add_dialog(database, question, turns)
    found(database)
    assert set(labels(database)) == {*REFUND, *PASSWORD}


def test_placeholders_bring_nothing_together(database: Database) -> None:
    fill(database, [f"<ORDER_{number}> {question}" for number, question in enumerate(STRAYS)] + REFUND + PASSWORD)
    encoder = WordEncoder()
    discover(database, encoder, smallest=5)
    assert encoder.encoded
    assert not any("<" in text for text in encoder.encoded)


@pytest.mark.parametrize("questions", [[], ["where is my parcel"], ["hi", "thanks"]])
def test_a_record_with_little_in_it_proposes_nothing(sqlite_database: Database, questions: list[str]) -> None:
    fill(sqlite_database, questions)
    add_answer(sqlite_database, "We are open from 9.")
    assert found(sqlite_database).clusters == ()
