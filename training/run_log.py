"""What a training run tells while it goes on, for whoever wants to draw curves or to stop it."""

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import torch


class CurveKind(StrEnum):
    """Where curves are drawn."""

    TENSORBOARD = "tensorboard"
    WANDB = "wandb"


class RunLog(Protocol):
    """Told by a run of `training.fine_tune` or `training.contrast`. An error that it raises ends the run."""

    def step(self, step: int, loss: "torch.Tensor", rate: float) -> None:
        """After each batch. `loss` is a number on whatever device; `rate` the layers' learning rate."""

    def epoch(self, epoch: int, accuracy: float, loss: float) -> None:
        """After each epoch, from 1: what the validation texts say."""
