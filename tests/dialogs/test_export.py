import csv
import io
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from dialogs.database import Database, open_database
from dialogs.export import export_examples, export_record, replacing
from dialogs.tables import Answer, Example
from tests.databases import fresh_url
from tests.dialogs.importing import KEY, Desk, dialog

DIALOGS = (
    dialog(
        "b",
        ("customer", "my order 406-1234567-8901234"),
        ("agent", "on its way"),
        started_at="2026-02-01T09:00:00Z",
        tags=["late, again", "vip"],
    ),
    dialog(
        "a",
        ("customer", '=HYPERLINK("http://x")'),
        ("agent", 'line one\nline two, "quoted"'),
        started_at="2026-01-01T09:00:00.250Z",
    ),
    dialog("c", ("customer", "+49 is our prefix"), ("bot", "'=quoted formula"), rating=4.5, language="de"),
    {
        "id": "d",
        "turns": [
            {"role": "customer", "content": "look", "attachments": ["photo"]},
            {"role": "agent", "content": "ok", "reply_to": "x"},
        ],
    },
)


def exported(database: Database, format_name: str = "jsonl") -> str:
    out = io.StringIO()
    export_record(database, out, format_name)
    return out.getvalue()


def test_a_line_is_a_dialog_with_the_documented_keys(desk: Desk) -> None:
    desk.csv(
        "dialog_id,message_id,ts,role,text,reply_to,rating",
        "t1,m1,2026-01-31T09:30:00Z,customer,where is it,,5",
        "t1,m2,2026-01-31T09:31:00.5Z,agent,here,m1,5",
    )
    (line,) = exported(desk.database).splitlines()
    found = json.loads(line)
    assert list(found) == ["id", "source", "customer", "started_at", "language", "tags", "rating", "turns"]
    assert (found["id"], found["source"], found["started_at"], found["rating"]) == ("t1", "csv", "2026-01-31T09:30:00Z", 5)
    assert len(found["customer"]) == 64
    assert found["turns"] == [
        {
            "id": "m1",
            "role": "customer",
            "at": "2026-01-31T09:30:00Z",
            "content": "where is it",
            "reply_to": None,
            "attachments": [],
        },
        {"id": "m2", "role": "agent", "at": "2026-01-31T09:31:00.500000Z", "content": "here", "reply_to": "m1", "attachments": []},
    ]


def test_the_oldest_dialog_comes_first_and_those_without_a_time_before_it(desk: Desk) -> None:
    desk.jsonl(*DIALOGS)
    assert [json.loads(line)["id"] for line in exported(desk.database).splitlines()] == ["c", "d", "a", "b"]


@pytest.mark.parametrize("format_name", ["jsonl", "csv"])
def test_export_import_export_gives_the_same_bytes(desk: Desk, tmp_path: Path, format_name: str) -> None:
    desk.jsonl(*DIALOGS)
    desk.csv("question,answer,intent", "When do you open?,At nine.,hours")
    before = exported(desk.database, format_name)
    with fresh_url("sqlite", tmp_path) as url:
        other = open_database(url)
        second = Desk(other, tmp_path / "other")
        report = second.run(second.file(f"export.{format_name}", before))
        assert (report.dialogs, report.messages, report.redacted) == (5, 10, {})
        assert exported(other, format_name) == before
        assert second.record() == desk.record()
        other.close()


def test_a_pair_comes_back_as_a_pair(desk: Desk, tmp_path: Path) -> None:
    desk.csv("question,answer,intent", "When do you open?,At nine.,hours")
    with fresh_url("sqlite", tmp_path) as url:
        other = open_database(url)
        second = Desk(other, tmp_path / "other")
        second.run(second.file("export.jsonl", exported(desk.database)))
        with other.session() as session:
            assert session.execute(select(Answer.text, Answer.status)).all() == [("At nine.", "approved")]
            assert session.execute(select(Example.text, Example.origin)).all() == [("When do you open?", "pair")]
        other.close()


def test_a_file_in_the_exports_form_with_other_peoples_ids_is_redacted_and_hashed(desk: Desk) -> None:
    made: dict[str, object] = {
        "id": "x",
        "source": "crm",
        "customer": "ann@example.org",
        "started_at": None,
        "language": None,
        "tags": [],
        "rating": None,
    }
    desk.jsonl(made | {"turns": [{"role": "customer", "content": "order 406-1234567-8901234 for ann@example.org"}]})
    text = exported(desk.database)
    assert "ann@" not in text
    assert "<ORDER_1> for <EMAIL_1>" in text


def test_cells_that_look_like_formulas_are_text(desk: Desk) -> None:
    desk.jsonl(*DIALOGS)
    cells = [row["text"] for row in csv.DictReader(io.StringIO(exported(desk.database, "csv")))]
    assert '\'=HYPERLINK("http://x")' in cells
    assert "'+49 is our prefix" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("before")
    with pytest.raises(ZeroDivisionError), replacing(path) as stream:
        stream.write("half")
        raise ZeroDivisionError
    assert path.read_text() == "before"
    with replacing(path) as stream:
        stream.write("after")
    assert path.read_text() == "after"
    assert list(tmp_path.iterdir()) == [path]


def test_the_key_is_not_what_an_export_shows(desk: Desk) -> None:
    desk.jsonl(dialog("a", ("customer", "hi"), customer="ann"))
    assert KEY.decode() not in exported(desk.database)
    assert "ann" not in exported(desk.database)


def test_labelled_examples_are_written_as_they_were_read(desk: Desk) -> None:
    written = 'text,intent\n"where, please, is it",delivery\n我的订单在哪里,delivery\n"give me\nmy money",refund\n'
    desk.run(desk.file("labelled.csv", written))
    out = io.StringIO()
    assert export_examples(desk.database, out) == 3
    assert out.getvalue() == written
