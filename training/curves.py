"""Curves of a run, for TensorBoard or Weights & Biases: loss and learning rate of the steps, accuracy and loss of the epochs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import torch

from training.errors import MissingPackageError
from training.run_log import CurveKind, RunLog

RUNS = "runs"
"""The folder under the models that holds them, a folder for each run."""
EVERY = 5
"""Steps of which one is written."""


class _Writer(Protocol):
    def write(self, values: dict[str, float], step: int) -> None: ...

    def close(self) -> None: ...


@contextmanager
def curves(kind: CurveKind, folder: Path, settings: dict[str, Any]) -> Iterator[RunLog]:
    """A log that writes into `folder`. Raises MissingPackageError."""
    writer = _writer(kind, folder, settings)
    try:
        yield _Curves(writer)
    finally:
        writer.close()


def _writer(kind: CurveKind, folder: Path, settings: dict[str, Any]) -> _Writer:
    match kind:
        case CurveKind.TENSORBOARD:
            return _TensorBoard(folder, settings)
        case CurveKind.WANDB:
            return _Wandb(folder, settings)


class _Curves:
    def __init__(self, writer: _Writer) -> None:
        self._writer = writer
        self._step = 0

    def step(self, step: int, loss: torch.Tensor, rate: float) -> None:
        self._step = step
        if step % EVERY == 0 or step == 1:
            self._writer.write({"train/loss": float(loss), "train/learning_rate": rate}, step)

    def epoch(self, epoch: int, accuracy: float, loss: float) -> None:
        self._writer.write({"heldout/accuracy": accuracy, "heldout/loss": loss, "epoch": epoch}, self._step)


class _TensorBoard:
    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise MissingPackageError.of("--log tensorboard", "tensorboard") from error
        self._to: Any = SummaryWriter(str(folder))
        self._to.add_text("settings", "\n".join(f"    {name}: {value}" for name, value in settings.items()))

    def write(self, values: dict[str, float], step: int) -> None:
        for name, value in values.items():
            self._to.add_scalar(name, value, step)

    def close(self) -> None:
        self._to.close()


class _Wandb:
    """Offline: nothing leaves the machine until somebody runs `wandb sync` on the folder."""

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        try:
            import wandb
        except ImportError as error:
            raise MissingPackageError("--log wandb needs wandb, which is not installed; run: pip install wandb") from error
        folder.mkdir(parents=True, exist_ok=True)
        self._to: Any = wandb.init(project="firstline", name=folder.name, dir=str(folder), mode="offline", config=settings)

    def write(self, values: dict[str, float], step: int) -> None:
        self._to.log(values, step=step)

    def close(self) -> None:
        self._to.finish()
