from pathlib import Path

import pytest

from dialogs.database import Database
from tests.records import add_examples
from training.errors import ExamplesError
from training.examples import Example, checked, read_csv, read_texts, record_examples


def csv(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "examples.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def pairs(rows: tuple[Example, ...]) -> list[tuple[str, str]]:
    return [(row.text, row.intent) for row in rows]


@pytest.mark.parametrize(
    "content",
    [
        "text,intent\nwhere is it,delivery\n",
        "\ufeffText,Intent\r\nwhere is it,delivery\r\n",
        "id;Label;Utterance\n1;delivery;where is it\n",
        "intent\tquestion\tanswer\ndelivery\twhere is it\ton its way\n",
        '"text" , "category"\n"where is it",delivery\n'.replace(" , ", ","),
        "\n\ntext,intent\n\nwhere is it, delivery \n\n",
    ],
)
def test_columns_by_name_and_any_delimiter(tmp_path: Path, content: str) -> None:
    assert pairs(read_csv(csv(tmp_path, content))) == [("where is it", "delivery")]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-16", "wo ist es"),
        ("cp1251", "где мой заказ и когда он придёт"),
        ("gb18030", "我的包裹在哪里，什么时候到"),
        ("utf-8", "où est-il"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    path = csv(tmp_path, f"text,intent\n{text},delivery\n".encode(encoding))
    assert pairs(read_csv(path)) == [(text, "delivery")]


def test_rows_know_their_line_and_short_rows_are_empty(tmp_path: Path) -> None:
    rows = read_csv(csv(tmp_path, 'text,intent\n"two\nlines",a\nonly text\n,b\n'))
    assert [(row.text, row.intent, row.row) for row in rows] == [("two\nlines", "a", 3), ("only text", "", 4), ("", "b", 5)]


def test_texts_are_redacted_before_anything_else(tmp_path: Path) -> None:
    rows = read_csv(csv(tmp_path, "text,intent\nmail bob,a\n"), redact=lambda text: text.replace("bob", "<NAME_1>"))
    assert rows[0].text == "mail <NAME_1>"


def test_a_million_characters_in_a_line(tmp_path: Path) -> None:
    assert len(read_csv(csv(tmp_path, f"text,intent\n{'x' * 1_000_000},a\n"))[0].text) == 1_000_000


def test_out_of_scope_texts_need_no_intent(tmp_path: Path) -> None:
    assert read_texts(csv(tmp_path, "text\nwill it rain\n \nwho won\n")) == ("will it rain", "who won")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty; expected a first line"),
        ("  \n\n", "is empty"),
        ("where is it,delivery\n", "no columns for text and intent: its first line reads where is it, delivery; make"),
        ("text,answer\na,b\n", "no columns for text and intent: its first line reads text, answer"),
    ],
)
def test_what_can_not_be_read_says_what_was_expected(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(ExamplesError, match=words):
        read_csv(csv(tmp_path, content))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match=r"there is no file .*none\.csv"):
        read_csv(tmp_path / "none.csv")
    with pytest.raises(ExamplesError, match="is a folder"):
        read_csv(tmp_path)


def test_what_is_left_out_is_listed_with_its_rows() -> None:
    rows = [
        Example("where is it", "delivery", 2),
        Example("", "delivery", 3),
        Example("Where  is IT", "delivery", 4),
        Example("help", "delivery", 5),
        Example("HELP", "refund", 6),
        Example("money back", "refund", 7),
        Example("no label", "", 8),
        Example("more money", "refund", 9),
    ]
    found = checked(rows, "x.csv")
    assert pairs(found.examples) == [("where is it", "delivery"), ("money back", "refund"), ("more money", "refund")]
    assert found.labels == ("delivery", "refund")
    assert found.warnings == (
        "2 rows without text or intent left out: rows 3, 8",
        "1 rows repeat a text of the same intent and count once",
        '1 texts stand under several intents and were left out: "help" (row 5: delivery, row 6: refund)',
        "1 intents have a single example; add more, five at least: delivery",
    )


def test_long_lists_are_cut() -> None:
    rows = [Example("", "a", row) for row in range(2, 15)] + [
        Example("x", "a"),
        Example("y", "b"),
        Example("z", "b"),
        Example("w", "a"),
    ]
    assert checked(rows, "x").warnings == (
        "13 rows without text or intent left out: rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more",
    )


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "holds no row with a text and an intent"),
        ([Example("", "a", 2)], "holds no row with a text and an intent"),
        ([Example("x", "a", 2), Example("y", "a", 3)], r"one intent only \('a'\); a classifier needs at least two"),
        ([Example("x", "a", 2), Example("x", "b", 3)], "holds no row with a text"),
    ],
)
def test_nothing_to_learn_from(rows: list[Example], words: str) -> None:
    with pytest.raises(ExamplesError, match=words):
        checked(rows, "x.csv")


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [Example("a", "x"), Example("b", "y"), Example("c", "x")]
    one, two = checked(rows, "x"), checked(rows[::-1], "x")
    assert one == two
    assert one.data_hash == two.data_hash != checked([*rows, Example("d", "y")], "x").data_hash


def test_the_record_gives_its_examples(database: Database) -> None:
    add_examples(database, [("where is it", "delivery"), ("money back", "refund"), ("late parcel", "delivery")])
    assert pairs(record_examples(database).examples) == [
        ("late parcel", "delivery"),
        ("where is it", "delivery"),
        ("money back", "refund"),
    ]


def test_a_record_without_examples_says_how_to_get_some(sqlite_database: Database) -> None:
    with pytest.raises(ExamplesError, match=r"discover --accept.*question,answer,intent.*train --examples"):
        record_examples(sqlite_database)


def test_rows_without_an_intent_by_name_are_out_of_scope() -> None:
    rows = [*PAIR, Example("tell me a joke", "OOS", 4), Example("who are you", "out_of_scope", 5)]
    found = checked(rows, "x", ("tell me a joke", "sing"))
    assert found.out_of_scope == ("sing", "tell me a joke", "who are you")
    assert found.labels == ("delivery", "refund")
    assert found.data_hash != checked(PAIR, "x").data_hash


def test_an_out_of_scope_text_that_has_an_intent_counts_as_that() -> None:
    found = checked(PAIR, "x", ("where is it", "sing"))
    assert found.out_of_scope == ("sing",)
    assert found.warnings == ("1 out-of-scope texts stand under an intent too and count as that: where is it",)


PAIR = [
    Example("where is it", "delivery", 2),
    Example("money back", "refund", 3),
    Example("send it", "delivery", 4),
    Example("repay", "refund", 5),
]


def test_of_very_many_examples_the_largest_intents_are_thinned_out() -> None:
    rows = [Example(f"where is parcel {number}", "delivery", number) for number in range(60_000)]
    rows += [Example(f"refund me {number}", "refund", number) for number in range(300)]
    found = checked(rows, "the file")
    assert len(found.examples) == 50_000
    assert sum(example.intent == "refund" for example in found.examples) == 300
    assert found.warnings == (
        "60300 examples are more than training needs: 50000 of them are learned from, 49700 of an intent at most",
    )
