"""Help desks: each fixture is written to the format's documented structure, traps included."""

import json

import pytest

from dialogs.errors import UnreadableExport
from dialogs.record import Dropped, ParsedDialog, ParsedMessage, Rejection, Role
from tests.dialogs.importers.moments import local, utc
from tests.dialogs.importers.reading import read_fixture, read_text

CUSTOMER, AGENT, BOT = Role.CUSTOMER, Role.AGENT, Role.BOT


def test_zendesk_keeps_public_comments_without_quotes_and_signatures() -> None:
    assert read_fixture("zendesk.jsonl") == (
        "zendesk",
        [
            ParsedDialog(
                "35436",
                customer="20978392",
                customer_name="Ann Lee",
                started_at=utc(2009, 7, 20, 22, 55, 29),
                tags=("printer", "vip"),
                rating=5.0,
            ),
            ParsedMessage(
                "35436",
                "The printer smokes",
                1,
                id="1",
                role=CUSTOMER,
                author="20978392",
                author_name="Ann Lee",
                at=utc(2009, 7, 20, 22, 55, 29),
                attachments=("image",),
            ),
            Dropped(1, "private note"),
            ParsedMessage("35436", "Unplug it.", 1, id="3", role=AGENT, author="235323", at=utc(2009, 7, 20, 23, 1)),
            ParsedMessage(
                "35436", "Thanks!", 1, id="4", role=CUSTOMER, author="77", author_name="Her boss", at=utc(2009, 7, 20, 23, 2)
            ),
            Dropped(1, "empty"),
            Rejection(1, "ticket 35436, comment 6: 'yesterday' is not a time; write it as 2025-01-31T09:30:00Z"),
            Rejection(2, "ticket 35437 has no comments"),
            Rejection(3, "not JSON: Expecting ',' delimiter"),
            Rejection(4, "a ticket without an id"),
        ],
    )


def test_zendesk_tickets_as_the_api_lists_them_say_what_to_export_instead() -> None:
    tickets = {"tickets": [{"id": 1, "requester_id": 2, "assignee_id": 3, "via": {}, "description": "x"}], "next_page": None}
    with pytest.raises(
        UnreadableExport, match=r"holds tickets without their comments; export /api/v2/tickets/\{id\}/comments\.json"
    ):
        read_text(json.dumps(tickets))


def test_intercom_starts_with_its_source_and_keeps_comments() -> None:
    assert read_fixture("intercom.json") == (
        "intercom",
        [
            ParsedDialog(
                "1295",
                customer="6329",
                customer_name="Jo Doe",
                started_at=utc(2022, 9, 19, 14, 20, 23),
                tags=("billing",),
                rating=5.0,
            ),
            ParsedMessage(
                "1295",
                "My card was charged & nothing came",
                2,
                id="3",
                role=CUSTOMER,
                author="6329",
                author_name="Jo Doe",
                at=utc(2022, 9, 19, 14, 20, 23),
            ),
            Dropped(2, "system row"),
            Dropped(2, "private note"),
            ParsedMessage(
                "1295",
                "Let me see (https://shop.example/status).",
                2,
                id="6",
                role=BOT,
                author="9",
                author_name="Fin",
                at=utc(2022, 9, 19, 14, 20, 40),
            ),
            ParsedMessage(
                "1295",
                "Refunded.",
                2,
                id="7",
                role=AGENT,
                author="274",
                author_name="Eve",
                at=utc(2022, 9, 19, 14, 20, 50),
                attachments=("file",),
            ),
            Dropped(2, "deleted"),
            ParsedMessage("1295", "by the assistant", 2, id="9", role=BOT, author="275", at=utc(2022, 9, 19, 14, 20, 52)),
            Dropped(2, "system row"),
            Rejection(15, "a conversation without an id"),
        ],
    )


def test_intercom_one_conversation_alone_or_in_a_list() -> None:
    conversation = {
        "type": "conversation",
        "id": "7",
        "source": {"id": "s", "body": "<p>hi</p>", "author": {"type": "user", "id": "u"}},
        "conversation_parts": {"conversation_parts": []},
    }
    expected = [ParsedDialog("7", customer="u"), ParsedMessage("7", "hi", 1, id="s", role=CUSTOMER, author="u")]
    for document in (conversation, [conversation], {"type": "conversation.list", "conversations": [conversation]}):
        assert read_text(json.dumps(document)) == ("intercom", expected)


def test_freshdesk_starts_with_its_description() -> None:
    assert read_fixture("freshdesk.json") == (
        "freshdesk",
        [
            ParsedDialog("20", customer="129", started_at=utc(2015, 8, 24, 11, 59, 5), tags=("exchange",)),
            ParsedMessage(
                "20", "The shoes\nare too small", 2, id="description", role=CUSTOMER, author="129", at=utc(2015, 8, 24, 11, 59, 5)
            ),
            Dropped(2, "private note"),
            ParsedMessage("20", "We sent 42.", 2, id="4", role=AGENT, author="7", at=utc(2015, 8, 24, 12, 1)),
            ParsedMessage(
                "20", "Thanks", 2, id="5", role=CUSTOMER, author="129", at=utc(2015, 8, 24, 12, 2), attachments=("image",)
            ),
            Dropped(2, "empty"),
        ],
    )


def test_freshdesk_conversations_in_a_file_of_their_own() -> None:
    assert read_fixture("freshdesk_conversations.json") == (
        "freshdesk",
        [
            ParsedMessage("21", "Any news?", 2, id="8", role=CUSTOMER, author="130", at=utc(2015, 8, 24, 12, 1)),
            ParsedMessage("21", "Tomorrow.", 3, id="9", role=AGENT, author="7", at=utc(2015, 8, 24, 12, 2)),
        ],
    )


def test_chatwoot_from_the_api() -> None:
    assert read_fixture("chatwoot.json") == (
        "chatwoot",
        [
            ParsedDialog("42", customer="5", customer_name="Mia"),
            ParsedMessage(
                "42",
                "Hi, is it in stock?",
                2,
                id="1",
                role=CUSTOMER,
                author="5",
                author_name="Mia",
                at=utc(2023, 11, 14, 22, 13, 20),
                attachments=("image",),
            ),
            Dropped(3, "system row"),
            Dropped(4, "private note"),
            Dropped(5, "system row"),
            ParsedMessage("42", "Yes.", 6, id="5", role=AGENT, author="9", author_name="Ed", at=utc(2023, 11, 14, 22, 13, 24)),
            ParsedMessage("42", "I am a bot", 7, id="6", role=BOT, author="1", at=utc(2023, 11, 14, 22, 13, 25)),
            Dropped(8, "empty"),
            Rejection(9, "a message without a conversation_id"),
        ],
    )


def test_chatwoot_from_a_dump_of_its_table() -> None:
    assert read_fixture("chatwoot.csv") == (
        "chatwoot",
        [
            ParsedDialog("43", customer="5"),
            ParsedMessage("43", "Hello,\nanybody?", 2, id="1", role=CUSTOMER, author="5", at=local(2024, 2, 3, 10, 0, 0, 123000)),
            Dropped(4, "private note"),
            ParsedMessage("43", "Here!", 5, id="3", role=AGENT, author="9", at=local(2024, 2, 3, 10, 2)),
            Dropped(6, "system row"),
        ],
    )


def test_chatwoot_webhooks_use_words_for_types() -> None:
    event = {
        "event": "message_created",
        "id": 1,
        "content": "hi",
        "message_type": "incoming",
        "conversation": {"id": 4},
        "sender": {"id": 2},
    }
    note = {**event, "message_type": "activity"}
    assert read_text(f"{json.dumps(event)}\n{json.dumps(note)}\n") == (
        "chatwoot",
        [ParsedDialog("4", customer="2"), ParsedMessage("4", "hi", 1, id="1", role=CUSTOMER, author="2"), Dropped(2, "system row")],
    )


def test_livechat_keeps_what_everybody_saw() -> None:
    assert read_fixture("livechat.json") == (
        "livechat",
        [
            ParsedDialog("PJ0MRSHTDG", customer="b7eff798", customer_name="Thomas", tags=("bug_report",)),
            Dropped(2, "system row"),
            ParsedMessage(
                "PJ0MRSHTDG",
                "the page is broken",
                2,
                id="e1",
                role=CUSTOMER,
                author="b7eff798",
                author_name="Thomas",
                at=utc(2020, 5, 7, 7, 11, 28, 288340),
            ),
            Dropped(2, "private note"),
            Dropped(2, "system row"),
            ParsedMessage(
                "PJ0MRSHTDG",
                "Reload it",
                2,
                id="e4",
                role=AGENT,
                author="smith@example.com",
                author_name="Agent Smith",
                at=utc(2020, 5, 7, 7, 11, 31),
            ),
            ParsedMessage(
                "PJ0MRSHTDG",
                "[file]",
                2,
                id="e5",
                role=CUSTOMER,
                author="b7eff798",
                author_name="Thomas",
                at=utc(2020, 5, 7, 7, 11, 32),
                attachments=("file",),
            ),
        ],
    )


def test_tidio_keeps_public_messages() -> None:
    assert read_fixture("tidio.jsonl") == (
        "tidio",
        [
            ParsedDialog("t1", customer="k1", customer_name="Lou", started_at=utc(2024, 5, 1, 8, 0)),
            ParsedMessage("t1", "How much is it?", 1, id="m1", role=CUSTOMER, author="k1", at=utc(2024, 5, 1, 8, 0)),
            Dropped(1, "private note"),
            ParsedMessage("t1", "5 euros\neach", 1, id="m3", role=AGENT, author="o1", author_name="Ann", at=utc(2024, 5, 1, 8, 2)),
            Dropped(1, "empty"),
        ],
    )
