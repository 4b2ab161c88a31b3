"""What the trunk makes of each text: computed once, where it fits in memory."""

from collections.abc import Sequence

import torch

from dialogs.progress import Progress, silent
from training.batches import Tokens, padded, sorted_batches
from training.branches import Trunk
from training.hidden_words import HiddenWords

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

    def batch(self, rows: Sequence[int], hiding: HiddenWords | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """(hidden states, float32 (texts, tokens, dimension), attention_mask), as wide as the longest text. A text in which `hiding`
        hides words is read anew."""
        plain = [self._tokens[row] for row in rows]
        read = [hiding.of(ids) for ids in plain] if hiding is not None else plain
        if self._kept is None:
            return self._read(read)
        width = max(map(len, read))
        hidden = torch.zeros(len(rows), width, self._dimension)
        mask = torch.zeros(len(rows), width, dtype=torch.int64)
        for place, row in enumerate(rows):
            length = len(plain[place])
            hidden[place, :length] = self._kept[self._ends[row] - length : self._ends[row]]
            mask[place, :length] = 1
        if anew := [place for place in range(len(rows)) if read[place] is not plain[place]]:
            found, _ = self._read([read[place] for place in anew])
            hidden[anew, : found.shape[1]] = found.cpu()
        return hidden.to(self._device), mask.to(self._device)

    def _read(self, tokens: Tokens) -> tuple[torch.Tensor, torch.Tensor]:
        ids, mask = padded(tokens, range(len(tokens)), self._device)
        with torch.no_grad():
            return self._trunk(ids, mask), mask

    def _computed(self, progress: Progress) -> torch.Tensor:
        """Shape (tokens of all texts, dimension), float16."""
        kept = torch.empty(self._ends[-1] if self._ends else 0, self._dimension, dtype=torch.float16)
        done = 0
        for rows in sorted_batches(self._tokens, BATCH):
            hidden = self._read([self._tokens[row] for row in rows])[0].half().cpu()
            for place, row in enumerate(rows):
                length = len(self._tokens[row])
                kept[self._ends[row] - length : self._ends[row]] = hidden[place, :length]
            done += len(rows)
            progress("reading", done, len(self._tokens))
        return kept
