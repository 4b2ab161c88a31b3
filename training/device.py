"""Where and how precisely to compute: a GPU if there is one, bfloat16 where the processor has it in hardware."""

from contextlib import AbstractContextManager, nullcontext

import torch


def best_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def has_fast_bfloat16(device: torch.device) -> bool:
    """On processors without these instructions bfloat16 is emulated, and slower than float32."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    found = torch.cpu.get_capabilities()
    return bool(found.get("amx_bf16") or found.get("avx512_bf16"))


def precision(device: torch.device) -> AbstractContextManager[object]:
    """The autocast to compute in."""
    return torch.autocast(device.type, dtype=torch.bfloat16) if has_fast_bfloat16(device) else nullcontext()
