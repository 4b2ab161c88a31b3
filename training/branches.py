"""A base divided: a trunk of lower layers that stays as it is, and above it two branches, one that is tuned and one that is not.

The trunk's output depends on the text alone, so that it is computed once and not in every epoch; when serving, it is computed once for
both branches, and the second opinion costs the upper layers only.
"""

from typing import Any

import torch

from training.base_model import Base, Pooling, load_network
from training.pooled_encoder import pooled


class Trunk(torch.nn.Module):
    """(input_ids, attention_mask), both int64 (texts, tokens) -> hidden states, float32 (texts, tokens, dimension).

    The embeddings and the lower `share` of the layers.
    """

    def __init__(self, base: Base, share: float) -> None:
        super().__init__()
        self.network = load_network(base)
        layers = _layers(self.network)
        del layers[lower_layers(len(layers), share) :]

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        output: Any = self.network(input_ids=input_ids, attention_mask=attention_mask)
        hidden: torch.Tensor = output.last_hidden_state
        return hidden


class Branch(torch.nn.Module):
    """(hidden states of the trunk, attention_mask) -> vectors, float32 (texts, dimension), rows L2-normalised.

    The layers above the lower `share`.
    """

    def __init__(self, base: Base, share: float, dropout: float = 0.0) -> None:
        super().__init__()
        self.network = load_network(base, dropout)
        self.pooling: Pooling = base.pooling
        layers = _layers(self.network)
        del layers[: lower_layers(len(layers), share)]
        self.network.embeddings = _Given()
        for name in ("embeddings_project", "pooler"):
            if getattr(self.network, name, None) is not None:
                setattr(self.network, name, torch.nn.Identity())

    def forward(self, hidden: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        output: Any = self.network(inputs_embeds=hidden, attention_mask=attention_mask)
        return pooled(output.last_hidden_state, attention_mask, self.pooling)


class TwoBranches(torch.nn.Module):
    """The encoder of a tuned model: (input_ids, attention_mask) -> float32 (texts, 2 x dimension), rows L2-normalised.

    The first half is the tuned branch's vector, the second the untuned one's, each divided by the root of two: a dot product is the
    mean of the two cosines.
    """

    def __init__(self, trunk: Trunk, tuned: Branch, untuned: Branch) -> None:
        super().__init__()
        self.trunk, self.tuned, self.untuned = trunk, tuned, untuned

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.trunk(input_ids, attention_mask)
        both = torch.cat([self.tuned(hidden, attention_mask), self.untuned(hidden, attention_mask)], dim=1)
        return both / 2**0.5


class _Given(torch.nn.Module):
    """In the place of the embeddings: what comes in is past them already."""

    def forward(self, input_ids: None = None, inputs_embeds: torch.Tensor | None = None, **_: object) -> torch.Tensor | None:
        return inputs_embeds


def lower_layers(count: int, share: float) -> int:
    """How many of `count` layers are the trunk's: at least one is left to tune."""
    return min(count - 1, int(share * count))


def _layers(network: torch.nn.Module) -> torch.nn.ModuleList:
    """DistilBERT calls its encoder a transformer; all others agree."""
    stack: Any = getattr(network, "encoder", None) or network.transformer
    layers: torch.nn.ModuleList = stack.layer
    return layers
