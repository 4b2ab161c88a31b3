import os
from pathlib import Path

import pytest

from tests.console import run


def test_a_ready_home_passes(quick_home: Path) -> None:
    outcome = run(quick_home, "doctor", "--json")
    assert outcome.code == 0, outcome.err
    checks = {check["name"]: check for check in outcome.json["checks"]}
    assert all(checks[name]["ok"] for name in ("home", "database", "record", "answers", "model", "index"))
    assert not checks["token"]["ok"]
    assert "@BotFather" in checks["token"]["hint"]


def test_an_empty_home_is_told_what_to_do_first(tmp_path: Path) -> None:
    outcome = run(tmp_path / "home", "doctor", "--json")
    checks = {check["name"]: check for check in outcome.json["checks"]}
    assert outcome.code == 1
    assert "firstline import" in checks["record"]["hint"]
    assert "firstline train" in checks["model"]["hint"]


def test_an_answer_whose_look_up_is_not_installed_is_named(own_home: Path) -> None:
    run(own_home, "answers", "add", "It {order_status}.", "--question", "where is it")
    outcome = run(own_home, "doctor", "--json")
    assert outcome.code == 0
    lookups = {check["name"]: check for check in outcome.json["checks"]}["lookups"]
    assert not lookups["ok"]
    assert "order_status, which is not installed" in lookups["hint"]


def test_a_home_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    outcome = run(tmp_path / "home", "doctor")
    assert outcome.code in (1, 2)
    assert "home" in outcome.err + outcome.out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_home_is_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    outcome = run(home, "doctor", "--json")
    assert outcome.code == 1
