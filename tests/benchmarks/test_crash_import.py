"""A small run of benchmarks/crash_import.py, which kills fifty times."""

from pathlib import Path

from benchmarks.crash_import import crash


def test_an_import_killed_at_random_moments_ends_like_an_undisturbed_one(tmp_path: Path) -> None:
    found = crash(tmp_path, kills=4, dialogs=900, seed=1)
    assert found.kills == 4
    assert found.torn == 0
    assert found.same == found.rounds
