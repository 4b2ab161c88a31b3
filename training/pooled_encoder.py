"""A base as an encoder: pooled to one L2-normalised vector a text."""

from typing import Any

import torch

from training.base_model import Base, Pooling, load_network


class PooledEncoder(torch.nn.Module):
    """(input_ids, attention_mask), both int64 (texts, tokens) -> vectors, float32 (texts, dimension), rows L2-normalised."""

    def __init__(self, network: torch.nn.Module, pooling: Pooling) -> None:
        super().__init__()
        self.network = network
        self.pooling = pooling

    @classmethod
    def of(cls, base: Base, dropout: float = 0.0) -> "PooledEncoder":
        return cls(load_network(base, dropout), base.pooling)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        output: Any = self.network(input_ids=input_ids, attention_mask=attention_mask)
        return pooled(output.last_hidden_state, attention_mask, self.pooling)


def pooled(hidden: torch.Tensor, attention_mask: torch.Tensor, pooling: Pooling) -> torch.Tensor:
    """Hidden states (texts, tokens, dimension) to float32 (texts, dimension), rows L2-normalised."""
    hidden = hidden.float()
    if pooling is Pooling.CLS:
        return torch.nn.functional.normalize(hidden[:, 0], dim=1)
    weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
    return torch.nn.functional.normalize((hidden * weights).sum(1) / weights.sum(1), dim=1)
