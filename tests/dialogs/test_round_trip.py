"""Whatever a team's log holds: what the record exports, an empty home imports and exports again to the same bytes."""

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.database import Database, open_database
from dialogs.export import export_record
from tests.databases import fresh_url
from tests.dialogs.importing import Desk, dialog, lines

NASTY = [
    "=1+1",
    "'=x",
    "\tx",
    "-5",
    "@me",
    "a\r\nb",
    "a\nb",
    '"',
    "'",
    "[1]",
    "a, b",
    "ann@example.org",
    "+49 170 1234567",
    "Ã¼",
    "\ufeff",
    "\x85x",
]
TEXT = st.one_of(st.sampled_from(NASTY), st.text(max_size=20), st.text(st.characters(), max_size=6))
PRINTED = st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))
"""Ids have no white space around them, nor NUL inside, once they are read."""
NAME = st.one_of(st.sampled_from(["1", "a/b", "=x", "x, y", "d~1"]), st.text(PRINTED, min_size=1, max_size=12))
TIME = st.one_of(
    st.none(), st.datetimes().map(lambda at: at.isoformat() + "Z"), st.sampled_from(["2026-01-31 09:30", 1_700_000_000.25])
)
TURN = st.fixed_dictionaries(
    {"role": st.sampled_from(["customer", "agent", "bot", "user", "Assistant", "somebody"]), "content": TEXT},
    optional={
        "id": NAME,
        "at": TIME,
        "reply_to": NAME,
        "attachments": st.lists(st.sampled_from(["photo", "a, b", "[x", "=file"]), max_size=2),
    },
)
DIALOG = st.fixed_dictionaries(
    {"turns": st.lists(TURN, min_size=1, max_size=5)},
    optional={
        "id": NAME,
        "customer": NAME,
        "started_at": TIME,
        "language": st.sampled_from(["en", "de-AT", "zh_CN", "="]),
        "tags": st.lists(TEXT, max_size=3),
        "rating": st.one_of(st.integers(-3, 10), st.floats(allow_nan=False, allow_infinity=False, width=32)),
    },
)


def exported(database: Database, format_name: str) -> str:
    out = io.StringIO()
    export_record(database, out, format_name)
    return out.getvalue()


def came_back(folder: Path, format_name: str, content: str, **options: Any) -> tuple[str, str]:
    """The export of a home that imported `content`, and the export of the home that imported that."""
    found: list[str] = []
    for number, (name, text) in enumerate((("log", content), (format_name, ""))):
        with fresh_url("sqlite", folder) as url:
            desk = Desk(open_database(url), Path(url.removeprefix("sqlite:///")).parent)
            given_text = text or found[0]
            if given_text.strip() and given_text.count("\n") > (number and format_name == "csv"):
                desk.run(desk.file(f"{name}.dat", given_text), **(options if not number else {}))
            found.append(exported(desk.database, format_name))
            desk.database.close()
    return found[0], found[1]


@pytest.mark.parametrize("format_name", ["jsonl", "csv"])
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DIALOG, min_size=1, max_size=4))
def test_dialogs(tmp_path: Path, format_name: str, dialogs: list[dict[str, Any]]) -> None:
    first, second = came_back(tmp_path, format_name, lines([*dialogs, dialog("sure", ("user", "hi"))]))
    assert second == first


@pytest.mark.parametrize("format_name", ["jsonl", "csv"])
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.fixed_dictionaries({"question": TEXT, "answer": TEXT}, optional={"intent": TEXT}), min_size=1, max_size=4))
def test_pairs(tmp_path: Path, format_name: str, pairs: list[dict[str, str]]) -> None:
    sure = {"question": "when do you open", "answer": "at nine"}
    first, second = came_back(tmp_path, format_name, lines([*pairs, sure]))
    assert second == first


@pytest.mark.parametrize("format_name", ["jsonl", "csv"])
def test_an_endless_chat_in_stretches(tmp_path: Path, format_name: str) -> None:
    days = (
        "06.08.16, 13:23 - Ash: hi",
        "06.08.16, 13:24 - Shop: hello Ash, bye",
        "08.08.16, 13:24 - Shop: still there?",
        "10.08.16, 13:24 - Ash: yes",
    )
    first, second = came_back(tmp_path, format_name, "\n".join(days) + "\n")
    assert first.count("whatsapp") >= 3
    assert second == first


def test_messages_keep_their_order_where_only_some_rows_of_a_burst_had_a_time(tmp_path: Path) -> None:
    turns = [
        {"role": "agent", "content": "second", "at": "2026-01-31T09:30:00Z"},
        {"role": "customer", "content": "first", "at": "2000-01-01T00:00:00Z"},
        {"role": "customer", "content": "some time"},
    ]
    first, second = came_back(tmp_path, "jsonl", lines([{"turns": turns}]))
    assert first.index("second") < first.index("first")
    assert second == first


@pytest.mark.parametrize("format_name", ["jsonl", "csv"])
def test_two_photos_of_one_burst_stay_two(tmp_path: Path, format_name: str) -> None:
    turns = [{"role": "customer", "content": text, "attachments": ["photo"]} for text in ("look", "and here")]
    first, second = came_back(tmp_path, format_name, lines([{"turns": turns}]))
    assert first.count("photo") == 2
    assert second == first


def test_a_carriage_return_in_an_id_ends_no_row(tmp_path: Path) -> None:
    first, second = came_back(tmp_path, "csv", lines([dialog("0\r0", ("user", "hi"))]))
    assert first.count("\n") == 2
    assert second == first


def test_tags_of_nothing_but_white_space_are_none(tmp_path: Path) -> None:
    first, second = came_back(tmp_path, "jsonl", lines([dialog("a", ("user", "hi"), tags=["\x00", "vip", "vip "])]))
    assert '"tags": ["vip"]' in first
    assert second == first
