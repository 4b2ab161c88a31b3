"""Several processes that tune one model together: torchrun or `accelerate launch` starts `firstline train` on each GPU, or several times on a CPU.

All read the same examples and prepare the same material; each then works on its share of every batch, and the gradients are averaged (accelerate,
over torch's DistributedDataParallel). Only the first process writes, judges and publishes.
"""

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from training.errors import MissingPackageError

if TYPE_CHECKING:
    import torch


PATIENCE = timedelta(days=1)
"""While the first process searches a recipe or trains a teacher, the others wait."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a process does of a batch. Its mean loss counts `weight` times, so that the average over the processes is the batch's mean."""

    rows: list[int]
    weight: float


class Processes(Protocol):
    """`number` is this process's, from 0, of `count`."""

    @property
    def number(self) -> int: ...

    @property
    def count(self) -> int: ...

    def first_alone(self) -> AbstractContextManager[None]:
        """The first process goes through the block before the others: what it writes there they find."""

    def shared(self, network: "torch.nn.Module") -> "torch.nn.Module":
        """The network to call: its gradients become those of all processes."""

    def agreed(self, value: tuple[float, float]) -> tuple[float, float]:
        """What the first process says."""

    def summed(self, values: "torch.Tensor") -> "torch.Tensor":
        """Over the processes."""

    def wait(self) -> None:
        """For the others."""

    def leave(self) -> None:
        """When nothing is left to do together."""


class Alone:
    number, count = 0, 1

    def first_alone(self) -> AbstractContextManager[None]:
        return nullcontext()

    def shared(self, network: "torch.nn.Module") -> "torch.nn.Module":
        return network

    def agreed(self, value: tuple[float, float]) -> tuple[float, float]:
        return value

    def summed(self, values: "torch.Tensor") -> "torch.Tensor":
        return values

    def wait(self) -> None:
        pass

    def leave(self) -> None:
        pass


class _Together:
    def __init__(self) -> None:
        import torch

        try:
            from accelerate import Accelerator, InitProcessGroupKwargs
        except ImportError as error:
            raise MissingPackageError.of("training in several processes", "accelerate") from error
        patient = InitProcessGroupKwargs(timeout=PATIENCE)
        self._accelerator: Any = Accelerator(cpu=not torch.cuda.is_available(), kwargs_handlers=[patient])
        self.number: int = self._accelerator.process_index
        self.count: int = self._accelerator.num_processes

    def first_alone(self) -> AbstractContextManager[None]:
        block: AbstractContextManager[None] = self._accelerator.main_process_first()
        return block

    def shared(self, network: "torch.nn.Module") -> "torch.nn.Module":
        wrapped: torch.nn.Module = self._accelerator.prepare(network)
        return wrapped

    def agreed(self, value: tuple[float, float]) -> tuple[float, float]:
        from accelerate.utils import broadcast_object_list

        told: list[tuple[float, float]] = broadcast_object_list([value])
        return told[0]

    def summed(self, values: "torch.Tensor") -> "torch.Tensor":
        total: torch.Tensor = self._accelerator.reduce(values.to(self._accelerator.device), reduction="sum")
        return total.to(values.device)

    def wait(self) -> None:
        self._accelerator.wait_for_everyone()

    def leave(self) -> None:
        self._accelerator.end_training()


def processes() -> Processes:
    """This one, or those that a launcher started with it. Raises MissingPackageError."""
    return _Together() if int(os.environ.get("WORLD_SIZE") or 1) > 1 else Alone()


def share(rows: Sequence[int], of: Processes) -> Share:
    """One row in `of.count`. A process for which nothing is left works on the first row, which counts nothing: all must take part."""
    mine = list(rows[of.number :: of.count])
    return Share(mine, len(mine) * of.count / len(rows)) if mine else Share(list(rows[:1]), 0.0)
