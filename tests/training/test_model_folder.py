import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from google.protobuf.message import DecodeError
from safetensors import SafetensorError

from training.errors import NoSpaceError
from training.model_folder import checksums, new_folder, told_if_full


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


@pytest.mark.parametrize("error", [SafetensorError, DecodeError])
def test_a_full_disk_is_called_by_its_name(tmp_path: Path, error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        with told_if_full(tmp_path):
            raise error("I/O error: os error 28")

    with pytest.raises(error):
        fails()
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=5_000_000))
    with pytest.raises(NoSpaceError, match="the disk is full: 5 MB are left"):
        fails()
