"""What the trunk makes of each text: computed once, where it fits in memory."""

from collections.abc import Sequence

import torch

from dialogs.progress import Progress, silent
from training.batches import Tokens, padded, sorted_batches
from training.branches import Trunk

MOST_BYTES = 1 << 30
"""Kept at most: some 90,000 short texts of the default base. Beyond, the trunk works anew on every batch."""
BATCH = 64


class TrunkOutput:
    """Hidden states of texts, in batches; kept in half precision, which is finer than what dropout does to them."""

    def __init__(
        self,
        trunk: Trunk,
        tokens: Tokens,
        dimension: int,
        device: torch.device,
        progress: Progress = silent,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._trunk, self._tokens, self._device, self._dimension = trunk, tokens, device, dimension
        lengths = torch.tensor([len(ids) for ids in tokens], dtype=torch.int64)
        self._ends = lengths.cumsum(0).tolist()
        fits = int(lengths.sum()) * dimension * 2 <= most_bytes
        self._kept = self._computed(progress) if fits else None

    def __len__(self) -> int:
        return len(self._tokens)

    def batch(self, rows: Sequence[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """(hidden states, float32 (texts, tokens, dimension), attention_mask), as wide as the longest text."""
        if self._kept is None:
            ids, mask = padded(self._tokens, rows, self._device)
            with torch.no_grad():
                return self._trunk(ids, mask), mask
        width = max(len(self._tokens[row]) for row in rows)
        hidden = torch.zeros(len(rows), width, self._dimension)
        mask = torch.zeros(len(rows), width, dtype=torch.int64)
        for place, row in enumerate(rows):
            length = len(self._tokens[row])
            hidden[place, :length] = self._kept[self._ends[row] - length : self._ends[row]]
            mask[place, :length] = 1
        return hidden.to(self._device), mask.to(self._device)

    def _computed(self, progress: Progress) -> torch.Tensor:
        """Shape (tokens of all texts, dimension), float16."""
        kept = torch.empty(self._ends[-1] if self._ends else 0, self._dimension, dtype=torch.float16)
        done = 0
        for rows in sorted_batches(self._tokens, BATCH):
            with torch.no_grad():
                hidden = self._trunk(*padded(self._tokens, rows, self._device)).half().cpu()
            for place, row in enumerate(rows):
                length = len(self._tokens[row])
                kept[self._ends[row] - length : self._ends[row]] = hidden[place, :length]
            done += len(rows)
            progress("reading", done, len(self._tokens))
        return kept
