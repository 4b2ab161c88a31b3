import json
from pathlib import Path

import pytest

from benchmarks.suggestions import main
from dialogs.database import open_database
from tests.retrieval.record import add_dialog


def test_a_record_with_few_questions_shows_nothing_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'firstline.db'}")
    for number, intent in enumerate(["refund", "order", "refund", "gift", "order", "refund"]):
        add_dialog(database, f"d{number}", [("customer", f"question {number}")], customer=f"c{number % 2}", intent=intent)
    database.close()
    main(["--home", str(tmp_path), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["steps"], found["on"]) == (1, False)
    main(["--home", str(tmp_path)])
    assert capsys.readouterr().out.startswith("1 held-out steps: hit@3 ")
