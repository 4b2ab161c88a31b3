"""Which examples an epoch goes through: late in a training, those that the network still gets wrong or is unsure of, and a few others.

Most examples are known after two epochs, and going through them again changes next to nothing; leaving them out saves time, and what is left
weighs more (selective backpropagation, Jiang et al. 2019; online batch selection, Loshchilov and Hutter 2016).
"""

from collections.abc import Sequence

import numpy as np
import torch

from training.linear_head import Targets

HARDEST = 0.8
"""Of the examples that an epoch goes through; the rest are drawn from the others, lest they be forgotten."""


def hard_examples(losses: torch.Tensor, count: int, seed: int, epoch: int) -> Sequence[int] | None:
    """Row numbers, ascending; None where `count` is all of them. `losses`, shape (examples,), are those of when each was last seen."""
    if count >= len(losses):
        return None
    hardest = round(HARDEST * count)
    order: Targets = np.argsort(-losses.numpy(), kind="stable")
    drawn = np.random.default_rng((seed, epoch, 1)).choice(order[hardest:], count - hardest, replace=False)
    chosen: list[int] = np.sort(np.concatenate([order[:hardest], drawn])).tolist()
    return chosen
