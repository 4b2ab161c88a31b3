"""What an import says of itself: its report, a dry run, rejected rows and errors."""

import pytest
from sqlalchemy import func, select

from dialogs.errors import UnreadableExport
from dialogs.tables import ImportBatch, RejectedRow
from tests.dialogs.importing import Desk, dialog

LATE = dialog("d1", ("customer", "where is my order 406-1234567-8901234"), ("agent", "Order 406-1234567-8901234 comes on Monday."))
THANKS = dialog("d2", ("customer", "mail me at ann@example.org"), ("agent", "Sent to ann@example.org."), ("customer", "thanks"))


def test_rejected_rows_are_reported_and_kept_with_file_line_and_reason(desk: Desk) -> None:
    good, bad = '{"id": "a", "turns": [{"role": "user", "content": "hi"}]}', '{"id": "b", "turns": [{'
    path = desk.file("log.jsonl", "\n".join((good, bad, good.replace('"a"', '"c"'), "")))
    report = desk.run(path)
    assert (report.dialogs, report.rejected) == (2, 1)
    (rejection,) = report.rejections
    assert (rejection.file, rejection.line) == (path, 2)
    assert rejection.reason.startswith("not JSON")
    with desk.database.session() as session:
        row = session.scalars(select(RejectedRow)).one()
        batch = session.scalars(select(ImportBatch)).one()
        assert (row.file, row.line, row.reason, row.batch_id) == (path, 2, rejection.reason, batch.id)
        assert (batch.counts["dialogs"], batch.counts["rejected"], batch.finished_at is not None) == (2, 1, True)


def test_several_files_give_one_total_with_the_files_inside(desk: Desk) -> None:
    one = desk.file("one.csv", "dialog_id,role,text\na,customer,hi\n")
    two = desk.file("two.jsonl", '{"id": "b", "turns": [{"role": "user", "content": "hi"}]}\n')
    report = desk.run(one, two)
    assert (report.format, report.dialogs, report.messages) == ("csv, jsonl", 2, 2)
    assert [(file.file, file.format, file.dialogs) for file in report.files] == [(one, "csv", 1), (two, "jsonl", 1)]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(desk: Desk) -> None:
    desk.jsonl(LATE)
    report = desk.jsonl(LATE, THANKS, name="b.jsonl", dry_run=True)
    assert (report.dry_run, report.dialogs, report.messages, report.customers, report.duplicates) == (True, 1, 3, 1, 2)
    assert report.redacted == {"email": 2}
    (preview,) = report.preview
    assert [turn["content"] for turn in preview.dialogs[0]["turns"]] == ["mail me at <EMAIL_1>", "Sent to <EMAIL_1>.", "thanks"]
    assert list(desk.record()) == ["d1"]
    with desk.database.session() as session:
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 1
    assert desk.jsonl(LATE, THANKS, name="b.jsonl").dialogs == 1


def test_a_dry_run_shows_which_column_was_taken_for_what(desk: Desk) -> None:
    rows = ("Ticket,Who,Body", "7,client,hi", "7,agent,hello")
    report = desk.csv(*rows, dry_run=True, mapping={"dialog": "Ticket", "role": "Who", "text": "Body"})
    assert report.preview[0].columns == {"dialog": "Ticket", "role": "Who", "text": "Body"}
    assert report.preview[0].dialogs[0]["turns"][1]["role"] == "agent"
    assert desk.csv(*rows, mapping={"dialog": "Ticket", "role": "Who", "text": "Body"}).messages == 2


def test_a_dry_run_names_the_columns_that_nothing_is_read_from(desk: Desk) -> None:
    (preview,) = desk.csv("Ticket,Who,Body,Mood,", "7,client,hi,good,", dry_run=True).preview
    assert preview.unused == ("Mood",)
    assert desk.jsonl(dialog("a", ("user", "hi")), dry_run=True).preview[0].unused == ()


def test_nothing_readable_at_all_is_an_error_that_says_why(desk: Desk) -> None:
    with pytest.raises(UnreadableExport, match="is empty; give an export with at least one message"):
        desk.run(desk.file("empty.csv", ""))
    with pytest.raises(UnreadableExport, match="does not exist"):
        desk.run(str(desk.folder / "nowhere.csv"))
    assert desk.record() == {}
