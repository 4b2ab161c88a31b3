from pathlib import Path

import pytest
import torch

from training.checkpoint import Checkpoints, State


def state() -> State:
    weight = torch.arange(6.0).reshape(2, 3)
    return State(2, 1, ((0.5, 1.25), (0.75, 0.5)), {"w": weight}, {"w": weight}, {"0/step": torch.tensor(7.0)})


def test_comes_back_as_it_was(tmp_path: Path) -> None:
    Checkpoints(tmp_path, "run", 0).save(state())
    found = Checkpoints(tmp_path, "run", 0).load()
    assert found is not None
    assert (found.epoch, found.best_epoch, found.history) == (2, 1, ((0.5, 1.25), (0.75, 0.5)))
    assert found.network["w"].tolist() == found.best["w"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert found.optimiser["0/step"].item() == 7.0
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.safetensors"]


def test_of_another_run_is_not_taken_up(tmp_path: Path) -> None:
    Checkpoints(tmp_path, "run", 0).save(state())
    assert Checkpoints(tmp_path, "other", 0).load() is None


@pytest.mark.parametrize("content", [b"", b"torn", b"\x08\0\0\0\0\0\0\0{}      "])
def test_a_torn_file_starts_over(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "checkpoint.safetensors").write_bytes(content)
    assert Checkpoints(tmp_path, "run", 0).load() is None


def test_none_yet_and_none_any_more(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path, "run", 0)
    assert checkpoints.load() is None
    checkpoints.save(state())
    checkpoints.clear()
    assert checkpoints.load() is None


def test_due_after_its_time(tmp_path: Path) -> None:
    assert Checkpoints(tmp_path, "run", 0).due()
    assert not Checkpoints(tmp_path, "run", 3600).due()
