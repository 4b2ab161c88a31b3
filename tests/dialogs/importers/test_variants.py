"""What one vendor writes in several ways: a page of the API, one object alone, an older or a newer field."""

import json
from typing import Any

import pytest

from dialogs.importers.importer import Source
from dialogs.record import Dropped, ParsedDialog, ParsedMessage, Role
from tests.dialogs.importers.reading import read, read_text

CUSTOMER, AGENT, BOT = Role.CUSTOMER, Role.AGENT, Role.BOT

TICKET = {"id": 1, "requester_id": 10, "assignee_id": 20, "via": {}, "created_at": "2024-05-01T10:00:00Z"}
REFUND = {"id": 3, "requester_id": 10, "responder_id": 20, "tags": ["refund"], "created_at": "2024-05-01T11:00:00Z"}


def comment(number: int, author: int, text: str, **facts: Any) -> dict[str, Any]:
    return {"id": number, "author_id": author, "plain_body": text, "public": True, "created_at": "2024-05-01T10:00:00Z", **facts}


def said(document: object) -> list[tuple[Role | None, str]]:
    return [(item.role, item.text) for item in read_text(json.dumps(document))[1] if isinstance(item, ParsedMessage)]


def test_zendesk_users_beside_the_tickets_tell_who_is_in_copy() -> None:
    ticket = TICKET | {"comments": [comment(1, 10, "q"), comment(2, 20, "a"), comment(3, 30, "and me")]}
    users = [
        {"id": 10, "name": "Ann", "role": "end-user"},
        {"id": 20, "name": "Tom", "role": "agent"},
        {"id": 30, "role": "end-user"},
    ]
    assert said({"tickets": [ticket], "users": users}) == [(CUSTOMER, "q"), (AGENT, "a"), (CUSTOMER, "and me")]
    assert said({"tickets": [ticket]})[-1] == (AGENT, "and me")


def test_zendesk_comments_as_their_own_endpoint_wraps_them() -> None:
    wrapped = {"comments": [comment(1, 10, "q"), comment(2, 20, "a")], "count": 2}
    assert said(TICKET | {"comments": wrapped}) == [(CUSTOMER, "q"), (AGENT, "a")]


def test_html_that_is_only_a_wrapping_does_not_hide_where_the_quotation_begins() -> None:
    plain = "Restart it.\n\nOn Wed, 1 May 2024 at 10:00, Ann <a@b.org> wrote:\n> it broke"
    wrapped = comment(1, 20, plain, html_body=f"<p>{plain}</p>")
    assert said(TICKET | {"comments": [wrapped]}) == [(AGENT, "Restart it.")]


@pytest.mark.parametrize("document", [lambda ticket: ticket, lambda ticket: [ticket], lambda ticket: {"tickets": [ticket]}])
def test_freshdesk_a_ticket_alone_in_a_list_or_on_a_page(document: Any) -> None:
    """A ticket alone holds its conversations under a key that another file may have at its root."""
    answer = {
        "id": 5,
        "body": "<p>done</p>",
        "incoming": False,
        "private": False,
        "user_id": 20,
        "created_at": "2024-05-01T11:05:00Z",
    }
    ticket = REFUND | {"description": "<div>money back</div>", "conversations": [answer]}
    assert said(document(ticket)) == [(CUSTOMER, "money back"), (AGENT, "done")]


def test_intercom_parts_that_were_redacted_are_left_out() -> None:
    parts = [
        {
            "id": "1",
            "part_type": "comment",
            "body": "<p>on it</p>",
            "created_at": 1714557700,
            "author": {"type": "admin", "id": "a"},
        },
        {"id": "2", "part_type": "comment", "body": "<p>gone</p>", "redacted": True, "author": {"type": "user", "id": "u"}},
    ]
    conversation = {"id": "7", "source": {"body": "<p>hi</p>", "author": {"type": "user", "id": "u"}}, "conversation_parts": parts}
    parsed = read_text(json.dumps(conversation))[1]
    assert [item.text for item in parsed if isinstance(item, ParsedMessage)] == ["hi", "on it"]
    assert parsed[-1] == Dropped(1, "deleted")


def test_chatwoot_conversations_bring_their_labels() -> None:
    messages = [
        {"id": 1, "content": "hi", "message_type": 0, "created_at": 1714557600, "sender": {"id": 3, "type": "contact"}},
        {"id": 2, "content": "hello", "message_type": 1, "created_at": 1714557660, "sender": {"id": 8, "type": "user"}},
    ]
    listed = {
        "data": {"payload": [{"id": 5, "labels": ["billing"], "messages": [{"conversation_id": 5, **item} for item in messages]}]}
    }
    name, parsed = read_text(json.dumps(listed))
    assert name == "chatwoot"
    assert next(item.tags for item in parsed if isinstance(item, ParsedDialog)) == ("billing",)
    assert said(listed) == [(CUSTOMER, "hi"), (AGENT, "hello")]


def test_telegram_text_may_stand_in_entities_alone() -> None:
    message = {"id": 1, "type": "message", "date": "2024-07-01T10:00:00", "from": "A", "from_id": "user7"}
    chat = {"name": "A", "type": "personal_chat", "id": 7}
    entities = [{"type": "plain", "text": "call "}, {"type": "phone", "text": "112"}]
    assert said(chat | {"messages": [message | {"text": "", "text_entities": entities}]}) == [(None, "call 112")]


def test_telegram_the_other_side_of_a_chat_with_a_bot_is_the_bot() -> None:
    def message(number: int, author: str, text: str) -> dict[str, Any]:
        return {"id": number, "type": "message", "date": "2024-07-01T10:00:00", "from": author, "from_id": author, "text": text}

    chat = {
        "name": "ShopBot",
        "type": "bot_chat",
        "id": 77,
        "messages": [message(1, "user5", "hours?"), message(2, "user77", "9 to 5")],
    }
    assert said(chat) == [(CUSTOMER, "hours?"), (BOT, "9 to 5")]


def test_generic_rows_that_are_not_public_are_private_notes() -> None:
    """A list of comments without its ticket reads as a generic file: its internal notes stay out all the same."""
    comments = [comment(1, 10, "q"), comment(2, 20, "check the warranty", public=False), comment(3, 20, "a")]
    assert [text for _, text in said({"comments": [{"body": item.pop("plain_body"), **item} for item in comments]})] == ["q", "a"]
    assert read_text("dialog_id,role,text,public\n1,agent,secret,no\n")[1] == [Dropped(2, "private note")]
    turns = [{"role": "agent", "content": "secret", "public": False}, {"role": "agent", "content": "note", "internal": True}]
    assert said({"id": "x", "turns": [*turns, {"role": "user", "content": "hi"}]}) == [(CUSTOMER, "hi")]


def test_times_have_the_names_that_dialogflow_gives_them() -> None:
    parsed = read_text(json.dumps([{"role": "END_USER", "text": "hi", "createTime": "2024-05-01T10:00:00Z"}]))[1]
    assert [item.at.isoformat() for item in parsed if isinstance(item, ParsedMessage) and item.at] == ["2024-05-01T10:00:00+00:00"]


def test_a_stray_zero_byte_does_not_make_a_file_utf16() -> None:
    parsed = read(Source.of_bytes(b"dialog_id,role,text\nd1,user,a\x00b\n"))[1]
    assert [item.text for item in parsed if isinstance(item, ParsedMessage)] == ["a\x00b"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("said", ["grüße aus köln", "где мой заказ", "我的订单在哪里"])
def test_utf16_without_a_mark(encoding: str, said: str) -> None:
    parsed = read(Source.of_bytes(f"dialog_id,role,text\nd1,user,{said}\n".encode(encoding)))[1]
    assert [item.text for item in parsed if isinstance(item, ParsedMessage)] == [said]


def test_whatsapp_calls_and_pictures_seen_once_say_nothing_and_a_place_is_an_attachment() -> None:
    lines = ("Missed voice call", "null", "location: https://maps.google.com/?q=52.520008,13.404954", "where are you?")
    text = "".join(f"06/08/2016, 13:2{place} - Ash: {line}\n" for place, line in enumerate(lines))
    parsed = read_text(text)[1]
    assert parsed[1:3] == [Dropped(1, "system row"), Dropped(2, "system row")]
    assert [(item.text, item.attachments) for item in parsed if isinstance(item, ParsedMessage)] == [
        ("[location]", ("location",)),
        ("where are you?", ()),
    ]
