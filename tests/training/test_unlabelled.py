from pathlib import Path

import pytest

from tests.dialogs.importing import Desk, dialog
from training.errors import ExamplesError
from training.unlabelled import file_messages, record_messages


def test_the_records_customer_messages_each_once_without_small_talk(sqlite_desk: Desk) -> None:
    sqlite_desk.jsonl(
        dialog("1", ("customer", "Where is my parcel?"), ("agent", "It is on its way."), ("customer", "Thank you!")),
        dialog("2", ("customer", "How do I get a refund?")),
        dialog("3", ("customer", "Where is my parcel?")),
    )
    assert record_messages(sqlite_desk.database) == ("How do I get a refund?", "Where is my parcel?")


def test_one_text_a_line(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_text("where is it, please\n\n  my refund  \nwhere is it, please\n", encoding="utf-8")
    assert file_messages(path, redact=str.upper) == ("MY REFUND", "WHERE IS IT, PLEASE")


def test_a_csv_file_with_a_text_column(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("id,message\n1,where is it\n2,my refund\n", encoding="utf-8")
    assert file_messages(path) == ("where is it", "my refund")


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match=r"there is no file .*none\.txt; give a text file with one message a line"):
        file_messages(tmp_path / "none.txt")
