"""A step of an optimiser, the same for everything that is tuned here."""

from collections.abc import Iterable
from typing import Any

import torch


def take_step(optimiser: torch.optim.Optimizer, loss: torch.Tensor, tuned: Iterable[torch.nn.Parameter], clip: float) -> None:
    """Once down the gradient of `loss`, whose norm over the parameters `tuned` is cut to `clip`."""
    optimiser.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(tuned, clip)
    optimiser.step()


def decaying_groups(module: torch.nn.Module, rate: float, decay: float) -> list[dict[str, Any]]:
    """Parameters for an optimiser: matrices decay, vectors (biases, norms) don't."""
    tuned = [parameter for parameter in module.parameters() if parameter.requires_grad]
    matrices = [parameter for parameter in tuned if parameter.dim() > 1]
    vectors = [parameter for parameter in tuned if parameter.dim() <= 1]
    return [
        {"params": matrices, "lr": rate, "peak": rate, "weight_decay": decay},
        {"params": vectors, "lr": rate, "peak": rate, "weight_decay": 0.0},
    ]
