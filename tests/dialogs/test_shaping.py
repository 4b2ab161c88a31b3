"""Splitting chats, merging bursts, and the small values that the import is made of."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.bursts import merge_bursts
from dialogs.customers import customer_key, hash_customer
from dialogs.drafts import RowDraft
from dialogs.durations import duration_of
from dialogs.errors import OptionError
from dialogs.identity import Part, digest, replace_part
from dialogs.importers.own_table import joined, neutral
from dialogs.record import Role
from dialogs.split import in_order, split
from dialogs.storable import fitting, storable

START = datetime(2026, 1, 1, tzinfo=UTC)


def row(minutes: float | None, author: str = "ann", role: Role = Role.CUSTOMER, text: str = "hi") -> RowDraft:
    at = None if minutes is None else START + timedelta(minutes=minutes)
    return RowDraft(str(minutes), "", role, author, text, at)


def minutes(rows: list[RowDraft]) -> list[float | None]:
    return [None if item.at is None else (item.at - START).total_seconds() / 60 for item in rows]


def test_a_chat_is_split_where_the_silence_is_longer_than_the_gap() -> None:
    rows = [row(0), row(60), row(121), row(None), row(122), row(500)]
    assert [minutes(part) for part in split(rows, timedelta(hours=1))] == [[0, 60], [121, None, 122], [500]]


def test_a_goodbye_ends_a_dialog_unless_what_follows_is_close_or_a_goodbye_too() -> None:
    rows = [row(0), row(1, text="thanks, bye!"), row(20), row(21, text="Bye!"), row(60, "kim", text="Have a nice day!"), row(95)]
    assert [minutes(part) for part in split(rows, timedelta(hours=12))] == [[0, 1, 20, 21, 60], [95]]


def test_rows_come_in_order_of_time_and_a_log_that_runs_backwards_is_turned() -> None:
    assert minutes(in_order([row(5), row(1), row(3)])) == [1, 3, 5]
    first, second = row(1, text="first"), row(1, text="second")
    assert in_order([row(2), second, first])[:2] == [first, second]
    assert in_order([first, second, row(2)])[:2] == [first, second]
    assert minutes(in_order([row(5), row(None), row(3)])) == [5, None, 3]


def test_rows_of_one_author_within_an_hour_are_one_message() -> None:
    merged = merge_bursts([row(0, text="a"), row(50, text="b"), row(200, text="c"), row(201, "bob"), row(202, "bob", Role.AGENT)])
    assert [message.text for message in merged] == ["a\nb", "c", "hi", "hi"]
    assert (merged[0].external_id, merged[0].at) == ("0", START)


def test_rows_without_times_are_merged() -> None:
    assert [message.text for message in merge_bursts([row(None, text="a"), row(None, text="b")])] == ["a\nb"]


def test_a_part_of_a_merged_text_can_be_replaced() -> None:
    parts = [Part(3, "", "a"), Part(0, "", "b"), Part(5, "", "c:d")]
    assert replace_part("one\n\nthree", parts, 2, "3") == "one\n\n3"
    assert replace_part("one\n\nthree", parts, 1, "two") == "one\ntwo\nthree"
    assert [Part.parse(str(part)) for part in parts] == parts


def test_digests_depend_on_the_key_and_on_where_values_end() -> None:
    assert digest(b"key", "a", "b") == digest(b"key", "a", "b")
    assert len({digest(b"key", "a", "b"), digest(b"other", "a", "b"), digest(b"key", "ab"), digest(b"key", "a", "c")}) == 4


@pytest.mark.parametrize(
    ("text", "duration"),
    [("12h", timedelta(hours=12)), ("90d", timedelta(days=90)), (" 1.5 Hours", timedelta(minutes=90)), ("2w", timedelta(14))],
)
def test_durations(text: str, duration: timedelta) -> None:
    assert duration_of(text) == duration


@pytest.mark.parametrize("text", ["", "12", "h", "-3d", "0d", "ten days", "99999999999w"])
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(OptionError, match="such as 12h or 90d"):
        duration_of(text)


@given(st.text() | st.text(alphabet=st.sampled_from("a\0\ud83d\ude00é")))
def test_storable_text_can_be_encoded_and_keeps_what_is_sound(text: str) -> None:
    stored = storable(text)
    assert "\0" not in stored
    assert storable(stored.encode().decode()) == stored
    if "\0" not in text and text.isascii():
        assert stored == text


def test_halves_of_a_pair_that_meet_are_joined() -> None:
    assert storable("\ud83d\ude00 é") == "😀 é"


def test_long_ids_fit_and_stay_apart() -> None:
    one, other = fitting("x" * 300 + "1"), fitting("x" * 300 + "2")
    assert (len(one), len(other), one == other) == (255, 255, False)
    assert fitting("short") == "short"


def test_the_homes_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    key = customer_key(tmp_path / "home")
    assert len(key) == 32
    assert customer_key(tmp_path / "home") == key
    assert customer_key(tmp_path / "other") != key
    assert [file.name for file in (tmp_path / "home").iterdir()] == ["customer.key"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "home" / "customer.key").stat().st_mode) == 0o600


def test_a_customers_hash_depends_on_key_source_and_id() -> None:
    hashes = {hash_customer(key, source, name) for key in (b"a", b"b") for source in ("x", "y") for name in ("1", "2")}
    assert len(hashes) == 8
    assert {len(item) for item in hashes} == {64}


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1", "'=1"), ("-1", "'-1"), ("'=1", "''=1"), ("'tis", "'tis"), ("a=1", "a=1"), ("", ""), ("\t=", "'\t=")],
)
def test_formulas_are_neutralised(cell: str, written: str) -> None:
    assert neutral(cell) == written


def test_words_in_a_cell() -> None:
    assert [joined(words) for words in (["a", "b c"], ["a, b"], [])] == ["a, b c", '["a, b"]', ""]
