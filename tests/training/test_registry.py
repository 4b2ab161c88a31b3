from pathlib import Path

import pytest

from dialogs.database import Database
from training.errors import VersionError
from training.registry import Registry


def registry(database: Database, tmp_path: Path, *names: str) -> Registry:
    found = Registry(database, tmp_path / "models")
    for name in names:
        found.register(name, kind="intent", data_hash=f"data of {name}", metrics={"accuracy": 0.9})
        found.folder(name).mkdir(parents=True)
    return found


def statuses(found: Registry) -> dict[str, str]:
    return {version.name: version.status for version in found.versions()}


def test_a_new_version_is_a_candidate(database: Database, tmp_path: Path) -> None:
    found = registry(database, tmp_path, "v1")
    version = found.get("v1")
    assert (version.status, version.data_hash, version.metrics, version.promoted_at) == (
        "candidate",
        "data of v1",
        {"accuracy": 0.9},
        None,
    )
    assert found.live() is None


def test_one_is_live(database: Database, tmp_path: Path) -> None:
    found = registry(database, tmp_path, "v1", "v2")
    found.promote("v1")
    live = found.promote("v2")
    assert statuses(found) == {"v2": "live", "v1": "retired"}
    assert found.live() == live
    assert live.promoted_at is not None
    assert [version.name for version in found.versions()] == ["v2", "v1"]


def test_rollback_goes_back_one_and_then_further(database: Database, tmp_path: Path) -> None:
    found = registry(database, tmp_path, "v1", "v2", "v3")
    for name in ("v1", "v2", "v3"):
        found.promote(name)
    assert found.rollback().name == "v2"
    assert statuses(found) == {"v3": "retired", "v2": "live", "v1": "retired"}
    assert found.rollback().name == "v1"
    with pytest.raises(VersionError, match="no version before v1 to go back to"):
        found.rollback()
    assert found.promote("v3").name == "v3"
    assert found.rollback().name == "v1"


def test_rollback_passes_over_a_version_whose_folder_is_gone(database: Database, tmp_path: Path) -> None:
    found = registry(database, tmp_path, "v1", "v2", "v3")
    for name in ("v1", "v2", "v3"):
        found.promote(name)
    found.folder("v2").rmdir()
    assert found.rollback().name == "v1"


def test_kinds_do_not_disturb_each_other(database: Database, tmp_path: Path) -> None:
    found = registry(database, tmp_path, "v1")
    found.promote("v1")
    found.register("s1", kind="sentiment", data_hash="", metrics={})
    found.folder("s1").mkdir()
    found.promote("s1")
    assert statuses(found) == {"s1": "live", "v1": "live"}


def test_errors_say_what_there_is(sqlite_database: Database, tmp_path: Path) -> None:
    found = registry(sqlite_database, tmp_path)
    with pytest.raises(VersionError, match=r"no model version 'v9'; versions: none: run `firstline train` first"):
        found.promote("v9")
    with pytest.raises(VersionError, match="no model is live yet"):
        found.rollback()
    with pytest.raises(VersionError, match="no model is live yet"):
        found.chosen(None)
    found.register("v1", kind="intent", data_hash="", metrics={})
    with pytest.raises(VersionError, match="no model version 'v9'; versions: v1"):
        found.get("v9")
    with pytest.raises(VersionError, match="the folder of version v1 is gone"):
        found.promote("v1")
    assert found.get("v1").status == "candidate"
