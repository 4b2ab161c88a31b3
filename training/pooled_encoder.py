"""The network that is trained and exported: a base, pooled to one L2-normalised vector a text."""

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
        hidden: torch.Tensor = output.last_hidden_state.float()
        if self.pooling is Pooling.CLS:
            pooled = hidden[:, 0]
        else:
            weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
            pooled = (hidden * weights).sum(1) / weights.sum(1)
        return torch.nn.functional.normalize(pooled, dim=1)
