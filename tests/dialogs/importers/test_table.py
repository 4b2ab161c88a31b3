from datetime import UTC, datetime, timedelta, timezone

import pytest

from dialogs.errors import UnreadableExport
from dialogs.importers.columns import columns_of
from dialogs.importers.formats import detect, importer_named
from dialogs.importers.importer import ReadOptions, Source
from dialogs.record import Dropped, ParsedDialog, ParsedExample, ParsedMessage, ParsedPair, Rejection, Role
from tests.dialogs.importers.reading import read, read_fixture, read_text

CUSTOMER, AGENT = Role.CUSTOMER, Role.AGENT


def test_a_message_a_row() -> None:
    name, parsed = read_fixture("messages.csv")

    at = datetime(2025, 1, 31, 9, 30)  # noqa: DTZ001 - the file gives local time
    assert name == "csv"
    assert parsed == [
        ParsedDialog("d1", rating=5.0),
        ParsedMessage("d1", "Hello;\r\nwhere is it?", 2, id="1", role=CUSTOMER, author="c9", at=at, language="en"),
        ParsedMessage(
            "d1",
            'On its way, "today"',
            4,
            id="2",
            role=AGENT,
            author="a1",
            at=datetime(2025, 1, 31, 9, 31, tzinfo=timezone(timedelta(hours=1))),
            language="en",
        ),
        Dropped(5, "private note"),
        Dropped(6, "system row"),
        Rejection(7, "'soon' is not a time; write it as 2025-01-31T09:30:00Z"),
        Rejection(8, "has 4 cells, but the header's column 'text' is number 5"),
        Rejection(9, "does not say which dialog it belongs to"),
        ParsedDialog("d2"),
        ParsedMessage("d2", "Hi again", 10, id="8", role=CUSTOMER, author="c8", at=at.replace(minute=42)),
        ParsedMessage("d2", "one", 11, id="9", role=CUSTOMER, author="two", at=at.replace(minute=43), language="three"),
        Dropped(12, "empty"),
    ]


def test_a_pair_a_row_with_tabs_and_a_byte_order_mark() -> None:
    assert read_fixture("pairs.tsv") == (
        "tsv",
        [
            ParsedPair("How long does delivery take?", "Two days.", 2, intent="delivery_time"),
            Rejection(3, "has no answer"),
            ParsedPair("Do you ship abroad?", "Yes, to the EU.", 5),
        ],
    )


def test_labelled_texts() -> None:
    assert read_fixture("labelled.csv") == (
        "csv",
        [
            ParsedExample("where is my card", "card_arrival", 2),
            ParsedExample("late, again", "card_arrival", 3),
            Rejection(4, "has no text"),
            Rejection(5, "has no intent"),
        ],
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gbk"])
def test_chinese_in_any_encoding(encoding: str) -> None:
    text = "问题,答案\n我的订单什么时候到？,一般需要三天左右。\n"
    assert read(Source.of_bytes(text.encode(encoding)))[1] == [ParsedPair("我的订单什么时候到？", "一般需要三天左右。", 2)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251", "koi8-r"])
def test_russian_in_any_encoding(encoding: str) -> None:
    text = "диалог;роль;текст\r\n7;клиент;Где мой заказ?\r\n7;оператор;Уже в пути.\r\n"
    assert read(Source.of_bytes(text.encode(encoding)))[1] == [
        ParsedDialog("7"),
        ParsedMessage("7", "Где мой заказ?", 2, role=CUSTOMER),
        ParsedMessage("7", "Уже в пути.", 3, role=AGENT),
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize("question", ["Où est mon colis déjà payé ?", "¿Dónde está?", "Wo ist mein Päckchen?", "GRÜSSE AUS KÖLN"])
def test_western_languages_in_any_encoding(encoding: str, question: str) -> None:
    text = f"question,answer\n{question},Da.\n"
    assert read(Source.of_bytes(text.encode(encoding)))[1] == [ParsedPair(question, "Da.", 2)]


def test_the_encoding_shows_only_behind_the_sample() -> None:
    text = "question,answer\n" + "plain question,plain answer\n" * 5000 + "Où ça ?,À côté\n"
    assert read(Source.of_bytes(text.encode("cp1252")))[1][-1] == ParsedPair("Où ça ?", "À côté", 5002)


def test_one_broken_byte_does_not_change_the_encoding_of_a_file() -> None:
    content = "question,answer\nпривет,пока\n".encode() * 20 + b"caf\xe9,x\n"
    parsed = read(Source.of_bytes(content))[1]
    assert parsed[0] == ParsedPair("привет", "пока", 2)
    assert parsed[-1] == ParsedPair("caf\ufffd", "x", 41)


def test_a_quote_that_is_never_closed_costs_one_row() -> None:
    rows = "".join(f"q{number},a{number}\n" for number in range(3))
    assert read_text(f'question,answer\n{rows}"never closed,x\n{rows}')[1] == [
        ParsedPair("q0", "a0", 2),
        ParsedPair("q1", "a1", 3),
        ParsedPair("q2", "a2", 4),
        Rejection(5, "opens a quote that is never closed"),
        ParsedPair("q0", "a0", 6),
        ParsedPair("q1", "a1", 7),
        ParsedPair("q2", "a2", 8),
    ]


def test_a_stray_quote_in_a_long_file_is_given_up_after_some_thousand_lines() -> None:
    rows = "".join(f"q{number},a{number}\n" for number in range(12_000))
    parsed = read_text(f'question,answer\n"open,x\n{rows}last,"said ""hi"""\n')[1]
    assert parsed[0] == Rejection(2, "opens a quote that is never closed")
    assert parsed[1] == ParsedPair("q0", "a0", 3)
    assert parsed[-1] == ParsedPair("last", 'said "hi"', 12_003)
    assert len(parsed) == 12_002


def test_a_million_characters_in_a_cell() -> None:
    parsed = read_text(f"question,answer\n{'long ' * 200_000}x,short\nq,a\n")[1]
    assert [len(pair.question) for pair in parsed if isinstance(pair, ParsedPair)] == [1_000_001, 1]


def test_duplicate_headers_count_as_one_column() -> None:
    assert read_text("question,answer,answer\nq1,a1,b1\nq2,,b2\n")[1] == [ParsedPair("q1", "a1", 2), ParsedPair("q2", "b2", 3)]


def test_a_forgotten_quote_around_the_last_column_is_forgiven_and_elsewhere_not() -> None:
    assert read_text("intent,question,answer\nx,q,first, then\n")[1] == [ParsedPair("q", "first, then", 2, intent="x")]
    assert read_text("question,answer,intent\nq,first, then,x\nq,a,x,,\n")[1] == [
        Rejection(2, "has 4 cells where the header has 3; put text that holds a comma in quotes"),
        ParsedPair("q", "a", 3, intent="x"),
    ]


def test_columns_mapped_by_name_win_over_their_synonyms() -> None:
    text = "Ticket,Wer,Was,text\nT1,kunde,Hallo,internal code\n"
    parsed = read_text(text, mapping={"dialog": "ticket", "role": "Wer", "text": "Was"})[1]
    assert parsed == [ParsedDialog("T1"), ParsedMessage("T1", "Hallo", 2, role=CUSTOMER)]


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ({"text": "Body"}, "--map names the column 'Body', which is not there; the header has a, text"),
        ({"colour": "a"}, "--map names the field 'colour'; there are dialog, id, at,"),
    ],
)
def test_a_mapping_that_fits_nothing_says_so(mapping: dict[str, str], reason: str) -> None:
    with pytest.raises(UnreadableExport, match=reason):
        read_text("a,text\n1,2\n", mapping=mapping)


def test_a_table_of_something_else_says_what_is_missing() -> None:
    source = Source.of_bytes(b"sku,price\n1,2\n", "prices.csv")
    with pytest.raises(UnreadableExport, match=r"prices.csv is in no format that is known here \(.*csv.*\); export it as CSV"):
        detect(source.sample())
    with pytest.raises(UnreadableExport, match="found none of the columns text, or question and answer; the header has sku, price"):
        list(importer_named("csv").read(source, ReadOptions()))


@pytest.mark.parametrize("content", [b"", b"  \n\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableExport, match=r"empty\.json is empty; give an export with at least one message"):
        detect(Source.of_bytes(content, "empty.json").sample())


def test_an_unknown_name_of_a_format_lists_the_known_ones() -> None:
    with pytest.raises(UnreadableExport, match=r"no format named 'xml'; choose one of .*telegram.*csv"):
        importer_named("xml")


def test_texts_alone_are_a_dialog_each() -> None:
    assert read_text("message\nwhere is it\nhow much\n")[1] == [
        ParsedDialog("export:2"),
        ParsedMessage("export:2", "where is it", 2),
        ParsedDialog("export:3"),
        ParsedMessage("export:3", "how much", 3),
    ]


def test_a_chat_without_dialogs_is_one_endless_dialog_a_customer() -> None:
    text = "ts,role,customer,text\n2025-01-31T09:30:00Z,customer,ann,hi\n2025-01-31T09:31:00Z,agent,ann,hello\n2025-01-31T09:32:00Z,customer,bob,hey\n"
    at = datetime(2025, 1, 31, 9, 30, tzinfo=UTC)
    assert read_text(text)[1] == [
        ParsedDialog("ann", customer="ann", endless=True),
        ParsedMessage("ann", "hi", 2, role=CUSTOMER, at=at),
        ParsedMessage("ann", "hello", 3, role=AGENT, at=at.replace(minute=31)),
        ParsedDialog("bob", customer="bob", endless=True),
        ParsedMessage("bob", "hey", 4, role=CUSTOMER, at=at.replace(minute=32)),
    ]


def test_the_order_of_day_and_month_is_read_from_the_file() -> None:
    later = "7,14/02/2025 10:00,b\n"
    parsed = read_text(f"dialog,date,text\n7,03/02/2025 10:00,a\n{later}")[1]
    assert [item.at for item in parsed if isinstance(item, ParsedMessage)] == [datetime(2025, 2, 3, 10), datetime(2025, 2, 14, 10)]  # noqa: DTZ001


def test_labels_of_customer_messages_are_examples_as_well() -> None:
    parsed = read_text("dialog_id,role,text,intent\n1,user,where is it,tracking\n1,agent,on its way,tracking\n")[1]
    assert parsed[2] == ParsedExample("where is it", "tracking", 2)
    assert len(parsed) == 4


def test_backslashes_before_quotes_as_databases_write_them() -> None:
    assert read_text('question,answer\n"say \\"hi\\", please","ok"\n')[1] == [ParsedPair('say "hi", please', "ok", 2)]


def test_the_preview_says_which_columns_were_taken() -> None:
    assert columns_of(["Ticket ID", "Body", "noise", "Sent At"], {}).taken() == {
        "dialog": "Ticket ID",
        "text": "Body",
        "at": "Sent At",
    }
