import json
from datetime import UTC, datetime
from typing import Any

from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedExample, ParsedMessage, ParsedPair, Rejection, Role
from tests.dialogs.importers.reading import read_fixture, read_text

CUSTOMER, AGENT = Role.CUSTOMER, Role.AGENT


def test_turns_with_roles_in_any_case_keep_everything_that_is_readable() -> None:
    name, parsed = read_fixture("turns.jsonl")

    assert name == "jsonl"
    assert parsed == [
        ParsedDialog("conv_1"),
        ParsedMessage("conv_1", "Where is my parcel?", 1, role=CUSTOMER),
        ParsedMessage("conv_1", "On its way.", 1, role=AGENT),
        ParsedDialog("conv_2"),
        ParsedMessage("conv_2", "a discount?", 2, role=CUSTOMER),
        ParsedMessage("conv_2", "I can offer 10 %.", 2, role=AGENT),
        ParsedMessage("conv_2", "Call me back.", 2, role=AGENT),
        ParsedMessage("conv_2", "ok!!", 2, role=CUSTOMER),
        ParsedDialog("conv_3"),
        ParsedMessage("conv_3", "[photo of the box]", 3, role=CUSTOMER, attachments=("image",)),
        Dropped(3, "empty"),
        Dropped(3, "system row"),
        ParsedMessage("conv_3", "Hi", 3, role=Role.BOT),
        Rejection(4, "not JSON: Expecting value"),
        ParsedDialog("conv_4"),
        Rejection(5, "dialog conv_4, turn 1: no text; expected one of content, text, message, body, utterance, value"),
        Rejection(5, "dialog conv_4, turn 2: expected an object with role and content, found 'hello'"),
        ParsedMessage("conv_4", "still here", 5, role=CUSTOMER),
        ParsedDialog("conv_5", tags=("refund",), rating=4.0),
        ParsedMessage("conv_5", "look", 7, role=CUSTOMER, attachments=("image",)),
        Rejection(8, "holds no turns, text, or question and answer; its keys are note"),
        Rejection(9, "not JSON: Unterminated string starting at"),
    ]


def test_our_own_export_is_read_back_without_loss() -> None:
    _, parsed = read_fixture("own_export.jsonl")

    half_past_nine = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
    assert parsed == [
        ParsedDialog(
            "900",
            customer="5f1c",
            started_at=half_past_nine,
            language="de",
            tags=("refund", "vip"),
            rating=4.5,
            source="zendesk",
            customer_is_hashed=True,
        ),
        ParsedMessage("900", "Wo ist <ORDER_1>?", 1, id="a1", role=CUSTOMER, at=half_past_nine, attachments=("photo",)),
        ParsedMessage("900", "taken over", 1, id="a2", role=Role.SYSTEM, reply_to="a1"),
        ParsedMessage("900", "", 1, id="a3", role=Role.BOT, at=half_past_nine.replace(minute=31), attachments=("file",)),
        ParsedDialog("901", source="csv"),
    ]


def test_a_dialog_without_an_id_is_named_by_what_it_says() -> None:
    turns = {"turns": [{"role": "user", "content": "hi"}]}
    other = {"turns": [{"role": "user", "content": "hello"}]}
    _, parsed = read_text("\n".join(json.dumps(dialog) for dialog in (turns, other, turns)))

    first, second, third = (item.id for item in parsed if isinstance(item, ParsedDialog))
    assert first == third != second


def test_a_word_that_is_no_role_is_a_persons_name() -> None:
    _, parsed = read_text(
        '{"id": 7, "turns": [{"role": "Bianca", "content": "hi"}, {"author": {"id": 3, "name": "Ed", "type": "agent"}, "text": "yo"}]}'
    )

    assert parsed == [
        ParsedDialog("7"),
        ParsedMessage("7", "hi", 1, author="Bianca"),
        ParsedMessage("7", "yo", 1, role=AGENT, author="3", author_name="Ed"),
    ]


def test_messages_pairs_and_examples_a_line() -> None:
    lines = [
        {
            "conversation_id": 1,
            "message_id": "m",
            "sender": {"id": 5},
            "direction": "inbound",
            "body": "hi",
            "created_at": 1700000000,
        },
        {"question": "When?", "answer": "Now.", "intent": "time"},
        {"text": "when", "label": "time"},
    ]
    _, parsed = read_text("\n".join(map(json.dumps, lines)))

    assert parsed == [
        ParsedDialog("1"),
        ParsedMessage("1", "hi", 1, id="m", role=CUSTOMER, author="5", at=datetime.fromtimestamp(1700000000, UTC)),
        ParsedPair("When?", "Now.", 2, intent="time"),
        ParsedExample("when", "time", 3),
    ]


def test_columns_can_be_mapped_by_name() -> None:
    _, parsed = read_text('{"dialog_id": 1, "text": "id of the text", "was_sagt": "hallo"}', mapping={"text": "was_sagt"})

    assert parsed == [ParsedDialog("1"), ParsedMessage("1", "hallo", 1)]


def test_arrays_and_objects_around_dialogs() -> None:
    dialogs = [{"id": number, "turns": [{"role": "user", "content": f"text {number}"}]} for number in (1, 2)]
    expected = [("1", "text 1"), ("2", "text 2")]
    for document in (dialogs, {"version": 2, "dialogs": dialogs, "end": True}):
        for indent in (None, 2):
            name, parsed = read_text(json.dumps(document, indent=indent))
            assert name == "json"
            assert [(item.dialog, item.text) for item in parsed if isinstance(item, ParsedMessage)] == expected


def test_one_dialog_as_a_document() -> None:
    name, parsed = read_text(json.dumps({"id": "x", "messages": [{"role": "user", "content": "one"}]}, indent=1))

    assert (name, parsed) == ("json", [ParsedDialog("x"), ParsedMessage("x", "one", 1, role=CUSTOMER)])


def test_a_truncated_array_keeps_what_came_before() -> None:
    whole = json.dumps([{"id": str(number), "turns": [{"role": "user", "content": "t" * 40}]} for number in range(3)], indent=1)
    _, parsed = read_text(whole[: whole.index('"2"') + 30])

    assert [item.id for item in parsed if isinstance(item, ParsedDialog)] == ["0", "1"]
    assert parsed[-1] == Rejection(20, "the file ends in the middle of a value; what came before is kept")


def test_a_million_character_line_is_one_message() -> None:
    _, parsed = read_text(
        json.dumps({"id": "1", "turns": [{"role": "user", "content": "long " * 200_000}]})
        + '\n{"id": "2", "turns": [{"role": "user", "content": "short"}]}\n'
    )

    assert [(item.dialog, len(item.text)) for item in parsed if isinstance(item, ParsedMessage)] == [("1", 1_000_000), ("2", 5)]


def test_a_turn_says_the_same_with_and_without_keys_that_are_rarely_there() -> None:
    turns: list[dict[str, Any]] = [
        {
            "role": "customer",
            "name": " Ann ",
            "content": " Where is it? ",
            "id": " 1 ",
            "at": "2024-01-01T08:00:00Z",
            "reply_to": "",
        },
        {"role": "Customer", "name": "Ann", "content": "Hello?", "id": "2", "at": None, "reply_to": "1"},
        {"role": "agent", "name": None, "content": "On its way.", "id": 3, "at": 1704096000, "reply_to": "2"},
        {"role": "Bo", "name": "", "content": "I am Bo.", "id": "4", "at": "", "reply_to": None},
        {"role": "system", "name": "", "content": "closed", "id": "5", "at": "", "reply_to": ""},
        {"role": "agent", "name": "", "content": " ", "id": "6", "at": "", "reply_to": ""},
        {"role": "agent", "name": "", "content": "Bye", "id": "7", "at": "soon", "reply_to": ""},
    ]
    rarely: list[dict[str, Any]] = [{**turn, "language": None, "author_id": None, "private": None} for turn in turns]

    assert _read(turns) == _read(rarely)
    assert _read(turns)[:2] == [
        ParsedDialog("d"),
        ParsedMessage("d", " Where is it? ", 1, "1", CUSTOMER, author_name="Ann", at=datetime(2024, 1, 1, 8, tzinfo=UTC)),
    ]


def _read(turns: list[dict[str, Any]]) -> list[Parsed]:
    return read_text(json.dumps({"id": "d", "turns": turns}) + "\n")[1]
