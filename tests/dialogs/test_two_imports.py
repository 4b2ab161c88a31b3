"""Two imports into one record at the same time, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dialogs import ingest_file
from dialogs.database import open_database
from dialogs.ingest_report import ImportReport
from dialogs.tables import Customer, Dialog, Example, Message
from tests.dialogs.importing import Desk, dialog, lines

DIALOGS = [
    dialog(
        f"d{number}",
        ("user", f"question {number}"),
        ("agent", f"answer {number}"),
        customer=f"c{number % 40}",
        tags=[f"t{number % 5}"],
    )
    for number in range(300)
]


def test_dialogs_that_both_bring_are_stored_once(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In several transactions each, one file forwards and one backwards, so that they meet in the middle."""
    monkeypatch.setattr(ingest_file, "BATCH", 40)

    def imported(name: str, content: str) -> ImportReport:
        desk = Desk(open_database(database_url), tmp_path)
        try:
            return desk.run(desk.file(name, content))
        finally:
            desk.database.close()

    with ThreadPoolExecutor(2) as pool:
        files = {"one.jsonl": lines(DIALOGS[:240]), "two.jsonl": lines(reversed(DIALOGS[60:]))}
        reports = list(pool.map(imported, files, files.values()))
    assert sum(report.dialogs for report in reports) == 300
    assert sum(report.messages for report in reports) == 600
    assert sum(report.duplicates for report in reports) == 360
    desk = Desk(open_database(database_url), tmp_path)
    assert desk.record() == {f"d{n}": [("customer", f"question {n}"), ("agent", f"answer {n}")] for n in range(300)}
    with desk.database.session(read_only=True) as session:
        rows = [session.scalar(select(func.count()).select_from(table)) for table in (Dialog, Message, Customer, Example)]
    assert rows == [300, 600, 40, 300]
    desk.database.close()
