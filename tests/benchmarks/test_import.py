"""The synthetic log and the bare loop that `firstline bench import` measures with."""

import json
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.bare_import import bare_import
from benchmarks.synthetic_log import write_log
from dialogs.database import Database
from dialogs.ingest import ImportOptions, import_paths
from dialogs.redaction import Redactor
from dialogs.tables import Message


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.jsonl"
    write_log(path, 500, 7)
    return path


def test_the_log_has_as_many_messages_as_asked_for_and_the_same_for_a_seed(log: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.jsonl"
    dialogs = write_log(again, 500, 7)
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    ids = [turn["id"] for line in lines for turn in line["turns"]]
    assert again.read_bytes() == log.read_bytes()
    assert len(lines) == dialogs == len({line["id"] for line in lines})
    assert len(ids) == len(set(ids)) == 500


def test_nothing_personal_that_the_log_makes_up_is_left_by_the_import(log: Path, sqlite_database: Database) -> None:
    report = import_paths(sqlite_database, [str(log)], ImportOptions(b"k" * 32), Redactor())
    with sqlite_database.session(read_only=True) as session:
        texts = " ".join(session.scalars(select(Message.text)))
    assert (report.messages, report.rejected) == (500, 0)
    assert {"email", "phone", "card", "iban", "order", "tracking", "name"} <= report.redacted.keys()
    assert not any(sign in texts for sign in ("@example.com", "+44 7700", "4000 00", " 1Z"))


def test_the_bare_loop_stores_every_message(log: Path, sqlite_database: Database) -> None:
    assert bare_import(log, sqlite_database) == 500
    with sqlite_database.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 500


def test_a_pace_is_messages_by_processor_time() -> None:
    benchmark = import_module("benchmarks.import")
    cost = benchmark.Cost(cpu_seconds=4.0, seconds=9.0, peak_mib=80.0)
    assert benchmark.Imported(cost, 100_000, {}).pace == 25_000
