import json
from datetime import UTC, datetime

import pytest

from dialogs.importers import json_values
from dialogs.record import Dropped, ParsedDialog, ParsedMessage, Rejection, Role
from tests.dialogs.importers.reading import read_fixture, read_text

MORNING = datetime(2024, 1, 1, 10, tzinfo=UTC)
CHAT = [
    Dropped(6, "system row"),
    ParsedDialog("4455", customer="user4455", customer_name="Alice Johnson", endless=True),
    ParsedMessage(
        "4455",
        "a \x1b control \\x41 character",
        15,
        id="2",
        author="user4455",
        author_name="Alice Johnson",
        at=MORNING.replace(second=5),
    ),
    ParsedMessage(
        "4455",
        "see our page (https://shop.example/a) or shop.example😀",
        26,
        id="3",
        author="user77",
        author_name="Shop",
        at=MORNING.replace(second=6, tzinfo=None),
        reply_to="2",
    ),
    Rejection(53, "not JSON here: Expecting ',' delimiter"),
    ParsedMessage(
        "4455", "[photo]", 59, id="5", author="user4455", at=MORNING.replace(second=9, tzinfo=None), attachments=("photo",)
    ),
    ParsedMessage(
        "4455",
        "listen",
        69,
        id="6",
        author="user4455",
        author_name="Alice Johnson",
        at=MORNING.replace(second=10, tzinfo=None),
        attachments=("voice",),
    ),
    Dropped(82, "unsupported"),
    Rejection(86, "message 8: has no date"),
    Dropped(93, "empty"),
    Rejection(101, "message 10: text is '5'; expected a string or an array"),
    ParsedMessage(
        "4455",
        "+491512345Al",
        109,
        id="11",
        author="user4455",
        author_name="Alice Johnson",
        at=MORNING.replace(second=13, tzinfo=None),
    ),
    Rejection(117, "the file ends in the middle of a value; what came before is kept"),
]


def test_a_chat_with_illegal_escapes_bare_values_a_broken_row_and_a_broken_tail() -> None:
    assert read_fixture("telegram_chat.json") == ("telegram", CHAT)


def test_where_the_text_is_cut_into_pieces_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (1, 7, 64, 333):
        monkeypatch.setattr(json_values, "CHUNK", size)
        assert read_fixture("telegram_chat.json")[1] == CHAT


def test_an_account_has_its_owner_as_the_agent_and_leaves_channels_out() -> None:
    name, parsed = read_fixture("telegram_account.json")

    assert name == "telegram"
    assert parsed == [
        ParsedDialog("4455", customer="user4455", customer_name="Alice", endless=True),
        ParsedMessage("4455", "hi", 16, id="1", role=Role.CUSTOMER, author="user4455", author_name="Alice", at=MORNING),
        ParsedMessage(
            "4455", "hello", 17, id="2", role=Role.AGENT, author="user77", author_name="Shop", at=MORNING.replace(minute=1)
        ),
        Dropped(24, "saved messages"),
        Dropped(32, "channel post"),
        Dropped(40, "system row"),
        ParsedDialog("901/10", endless=True),
        ParsedMessage(
            "901/10", "help", 41, id="11", role=Role.CUSTOMER, author="user5", author_name="Bob", at=MORNING, reply_to="10"
        ),
        ParsedMessage(
            "901/10", "yes?", 42, id="12", role=Role.AGENT, author="user77", author_name="Shop", at=MORNING, reply_to="11"
        ),
        ParsedDialog("901", endless=True),
        ParsedMessage("901", "in general", 43, id="13", role=Role.CUSTOMER, author="user6", author_name="Cy", at=MORNING),
        ParsedDialog("902", endless=True),
        ParsedMessage(
            "902",
            "[sticker]",
            56,
            id="14",
            role=Role.CUSTOMER,
            author="user7",
            author_name="Dee",
            at=MORNING,
            attachments=("sticker",),
        ),
    ]


def test_agents_named_by_a_person_leave_the_roles_to_the_record() -> None:
    named = read_fixture("telegram_account.json", agents=("Bob",))[1]
    assert named == [
        item._replace(role=None) if isinstance(item, ParsedMessage) else item for item in read_fixture("telegram_account.json")[1]
    ]


def test_an_account_whose_contacts_fill_the_sample_is_recognised() -> None:
    contacts = {"list": [{"user_id": number, "first_name": "Somebody"} for number in range(5000)]}
    account = {"about": "x", "personal_information": {"user_id": 1}, "contacts": contacts, "chats": {"list": []}}
    assert read_text(json.dumps(account, indent=1)) == ("telegram", [])
