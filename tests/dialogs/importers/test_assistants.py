"""Assistants and knowledge bases: each fixture is written to the format's documented structure, traps included."""

import pytest

from dialogs.errors import UnreadableExport
from dialogs.record import Dropped, ParsedDialog, ParsedExample, ParsedMessage, ParsedPair, Rejection, Role
from tests.dialogs.importers.moments import utc
from tests.dialogs.importers.reading import read_fixture, read_text

CUSTOMER, AGENT, BOT = Role.CUSTOMER, Role.AGENT, Role.BOT


def test_contact_lens_drops_the_systems_voice() -> None:
    assert read_fixture("contact_lens.json") == (
        "contact_lens",
        [
            ParsedDialog("8cb9fd4d", language="en-US"),
            Dropped(1, "system row"),
            ParsedMessage("8cb9fd4d", "I lost my card.", 1, id="t1", role=CUSTOMER, author="p1"),
            ParsedMessage("8cb9fd4d", "I block it now.", 1, id="t2", role=AGENT, author="p2"),
            Rejection(1, "contact 8cb9fd4d: 'p9' is no participant's role; expected one of CUSTOMER, AGENT, BOT, CUSTOM_BOT"),
        ],
    )


def test_dialogflow_roles_and_languages() -> None:
    assert read_fixture("dialogflow.json") == (
        "dialogflow",
        [
            ParsedDialog("projects/p/conversations/c1", language="es"),
            ParsedMessage(
                "projects/p/conversations/c1",
                "hola",
                2,
                id="projects/p/conversations/c1/messages/m1",
                role=CUSTOMER,
                at=utc(2023, 1, 1, 10, 0, 0, 500000),
                language="es",
            ),
            ParsedMessage(
                "projects/p/conversations/c1",
                "¿En qué ayudo?",
                2,
                id="projects/p/conversations/c1/messages/m2",
                role=BOT,
                at=utc(2023, 1, 1, 10, 0, 1),
                language="es",
            ),
            ParsedMessage(
                "projects/p/conversations/c1",
                "Soy Ana",
                2,
                id="projects/p/conversations/c1/messages/m3",
                role=AGENT,
                at=utc(2023, 1, 1, 10, 0, 2),
                language="es",
            ),
            Dropped(2, "empty"),
            Rejection(
                2,
                "conversation projects/p/conversations/c1: 'ROLE_UNSPECIFIED' is no role; expected one of HUMAN_AGENT, AGENT, AUTOMATED_AGENT, END_USER, CUSTOMER",
            ),
        ],
    )


def test_rasa_tracker_events_are_an_endless_chat_a_sender() -> None:
    assert read_fixture("rasa_events.jsonl") == (
        "rasa_events",
        [
            Dropped(1, "system row"),
            ParsedDialog("u1", customer="u1", endless=True),
            ParsedMessage("u1", "hi", 2, id="a1", role=CUSTOMER, author="u1", at=utc(2023, 11, 14, 22, 13, 21)),
            ParsedMessage("u1", "Hello!", 3, role=BOT, at=utc(2023, 11, 14, 22, 13, 22)),
            ParsedDialog("u2", customer="u2", endless=True),
            ParsedMessage("u2", "bye", 4, role=CUSTOMER, author="u2", at=utc(2023, 11, 14, 22, 13, 23)),
            Dropped(5, "empty"),
            Rejection(6, "an event without a sender_id"),
        ],
    )


def test_rasa_nlu_gives_examples_without_entity_marks() -> None:
    assert read_fixture("rasa_nlu.yml") == (
        "rasa_nlu",
        [
            ParsedExample("hey", "greet", 6),
            ParsedExample("hello Berlin", "greet", 7),
            ParsedExample("in NY now", "greet", 8),
            ParsedExample("how much", "faq/ask_price", 12),
            ParsedExample("what does it cost", "faq/ask_price", 16),
            Dropped(17, "no intent"),
            Rejection(20, "intent empty has no examples"),
        ],
    )


def test_rasa_nlu_that_is_no_yaml_says_where() -> None:
    with pytest.raises(UnreadableExport, match=r"export.bin is not valid YAML: .* line 3, column"):
        read_text('nlu:\n- intent: greet\n  examples: "open\n')


def test_qna_maker_rows_that_share_an_id_are_wordings_of_one_question() -> None:
    assert read_fixture("qna_maker.tsv") == (
        "qna_maker",
        [
            ParsedPair("How do I pay?", "By **card**.\nOr cash.", 2, id="1"),
            ParsedPair("Which cards?", "By **card**.\nOr cash.", 3, id="1"),
            Dropped(4, "answers only within its context"),
            Rejection(5, "has no answer"),
        ],
    )
