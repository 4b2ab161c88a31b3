"""Where and how precisely to compute: a GPU if there is one, bfloat16 where it is faster."""

import time
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache

import torch

ROWS, INNER, OUTER = 1024, 384, 1536
"""Of the matrix product that is timed: a batch of short texts in the widest layer of the default base."""
TRIALS = 3
WORTH_IT = 1.3
"""How many times faster bfloat16 must be: it is less exact, and what is near the limit would be decided by noise."""


def best_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def has_fast_bfloat16(device: torch.device) -> bool:
    """Whether bfloat16 makes training faster.

    What a processor says of itself does not tell: with AMX it is two to three times as fast as float32, but on some that have only the
    AVX-512 instructions it is slower, so there it is timed once. Without either it is emulated.
    """
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    found = torch.cpu.get_capabilities()
    return bool(found.get("amx_bf16") or (found.get("avx512_bf16") and _is_faster()))


def precision(device: torch.device) -> AbstractContextManager[object]:
    """The autocast to compute in."""
    return torch.autocast(device.type, dtype=torch.bfloat16) if has_fast_bfloat16(device) else nullcontext()


@lru_cache(maxsize=1)
def _is_faster() -> bool:
    return _seconds(torch.float32) > WORTH_IT * _seconds(torch.bfloat16)


def _seconds(number: torch.dtype) -> float:
    """Of processor time, the best of a few trials: a layer forwards and backwards. Draws no random number: it is first asked in the middle
    of a training, whose dropout must not depend on whether it was."""
    weight = torch.ones(OUTER, INNER, dtype=number, requires_grad=True)
    given = torch.ones(ROWS, INNER, dtype=number, requires_grad=True)
    best = float("inf")
    for _ in range(TRIALS):
        started = time.process_time()
        torch.autograd.backward(torch.nn.functional.linear(given, weight).sum())
        best = min(best, time.process_time() - started)
    return best
