"""Adapters: a branch is tuned through a few small matrices beside its own, by peft, and they are added to those before it is exported.

LoRA (Hu et al. 2022) puts a product of two narrow matrices beside every matrix of the tuned layers; AdaLoRA (Zhang et al. 2023) begins with
wider ones and takes away what turns out to matter least. Optimiser and gradients then hold a hundredth of the numbers: what a large base
needs to fit in memory. What serves is an encoder like any other.
"""

import warnings
from dataclasses import dataclass
from typing import Any, Protocol

import torch

from training.branches import Branch
from training.errors import MissingPackageError
from training.schedule import Adapter, AdapterKind

SCALE = 2
"""What is added counts this many times: lora_alpha over the rank."""
WIDER = 1.5
"""AdaLoRA begins with so many times the rank that is asked for, and ends with it on average."""
SETTLING, ENDING = 0.1, 0.3
"""Shares of the steps before AdaLoRA takes anything away, and after which it takes no more, counted from the end."""
ORTHOGONALITY = 0.5


class Adapted(Protocol):
    """What a run does about its adapters."""

    def penalty(self) -> torch.Tensor | float:
        """To be added to the loss."""

    def after(self, step: int) -> None:
        """After the optimiser's step number `step`, before the gradients are cleared."""

    def merge(self) -> None:
        """Adds the adapters to the branch's own matrices."""


class Whole:
    """No adapters: every number of the branch is tuned."""

    def penalty(self) -> float:
        return 0.0

    def after(self, step: int) -> None:
        pass

    def merge(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class _Peft:
    branch: Branch
    kind: AdapterKind

    def penalty(self) -> torch.Tensor | float:
        """AdaLoRA wants its outer matrices to stay orthogonal (Zhang et al. 2023, equation 4)."""
        match self.kind:
            case AdapterKind.LORA:
                return 0.0
            case AdapterKind.ADALORA:
                outer = [item for name, item in self.branch.named_parameters() if "lora_A" in name or "lora_B" in name]
                return ORTHOGONALITY * torch.stack([_far_from_orthogonal(matrix) for matrix in outer]).mean()

    def after(self, step: int) -> None:
        match self.kind:
            case AdapterKind.LORA:
                pass
            case AdapterKind.ADALORA:
                network: Any = self.branch.network
                network.base_model.update_and_allocate(step)

    def merge(self) -> None:
        network: Any = self.branch.network
        self.branch.network = network.merge_and_unload()


def with_adapters(branch: Branch, adapter: Adapter | None, steps: int) -> Adapted:
    """Puts adapters into the branch, which is tuned for `steps` steps; only they are tuned then. Raises MissingPackageError."""
    if adapter is None:
        return Whole()
    try:
        import peft
    except ImportError as error:
        raise MissingPackageError.of(f"--{adapter.kind}", "peft") from error
    shared = {"target_modules": "all-linear", "lora_alpha": SCALE * adapter.rank, "lora_dropout": 0.0}
    match adapter.kind:
        case AdapterKind.LORA:
            config = peft.LoraConfig(r=adapter.rank, **shared)
        case AdapterKind.ADALORA:
            config = peft.AdaLoraConfig(
                init_r=max(adapter.rank + 1, round(WIDER * adapter.rank)),
                target_r=adapter.rank,
                total_step=steps,
                tinit=int(SETTLING * steps),
                tfinal=int(ENDING * steps),
                **shared,
            )
    network: Any = branch.network
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft asks for an attribute that transformers renames
        branch.network = peft.get_peft_model(network, config)
    return _Peft(branch, adapter.kind)


def _far_from_orthogonal(matrix: torch.Tensor) -> torch.Tensor:
    narrow = matrix if matrix.shape[0] < matrix.shape[1] else matrix.T
    distance: torch.Tensor = torch.linalg.matrix_norm(narrow @ narrow.T - torch.eye(len(narrow), device=matrix.device))
    return distance
