from pathlib import Path

import pytest

from training.model_folder import checksums, new_folder


def test_appears_whole(tmp_path: Path) -> None:
    with new_folder(tmp_path / "v1") as folder:
        (folder / "a").write_text("x")
        assert not (tmp_path / "v1").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["v1"]
    assert checksums(tmp_path / "v1") == {"a": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_or_not_at_all(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), new_folder(tmp_path / "v1") as folder:
        (folder / "a").write_text("x")
        raise error
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".v1.tmp").mkdir()
    (tmp_path / ".v1.tmp" / "half").write_text("")
    with new_folder(tmp_path / "v1"):
        pass
    assert list((tmp_path / "v1").iterdir()) == []


def test_another_process_was_first(tmp_path: Path) -> None:
    with new_folder(tmp_path / "v1"):
        (tmp_path / "v1").mkdir()
        (tmp_path / "v1" / "theirs").write_text("")
    assert [path.name for path in (tmp_path / "v1").iterdir()] == ["theirs"]
