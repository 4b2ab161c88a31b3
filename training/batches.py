"""Token batches for training: texts of similar length together, in an order that seed and epoch decide."""

from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer

from nlu.cleaning import clean

POOL = 32
"""Batches that are drawn together and sorted by length: enough to save padding, few enough to stay random."""

Tokens = list[list[int]]


def tokenise(tokenizer_json: str, texts: Sequence[str], max_tokens: int) -> Tokens:
    tokenizer = Tokenizer.from_str(tokenizer_json)
    tokenizer.enable_truncation(max_tokens)
    return [encoding.ids for encoding in tokenizer.encode_batch([clean(text) for text in texts])]


def shuffled_batches(tokens: Tokens, size: int, seed: int, epoch: int, among: Sequence[int] | None = None) -> list[list[int]]:
    """Row numbers of each batch; every row once, or every one of `among`."""
    random = np.random.default_rng((seed, epoch))
    rows = random.permutation(len(tokens) if among is None else np.asarray(among, np.int64))
    batches: list[list[int]] = []
    for start in range(0, len(rows), POOL * size):
        pool = sorted(rows[start : start + POOL * size].tolist(), key=lambda row: len(tokens[row]))
        batches += [pool[first : first + size] for first in range(0, len(pool), size)]
    return [batches[number] for number in random.permutation(len(batches))]


def sorted_batches(tokens: Tokens, size: int) -> list[list[int]]:
    """Row numbers of each batch, shortest texts first: for evaluation."""
    rows = sorted(range(len(tokens)), key=lambda row: len(tokens[row]))
    return [rows[first : first + size] for first in range(0, len(rows), size)]


def padded(tokens: Tokens, rows: Sequence[int], device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """(input_ids, attention_mask), int64, as wide as the longest text of the batch."""
    width = max(len(tokens[row]) for row in rows)
    ids = torch.zeros(len(rows), width, dtype=torch.int64)
    mask = torch.zeros_like(ids)
    for position, row in enumerate(rows):
        ids[position, : len(tokens[row])] = torch.tensor(tokens[row])
        mask[position, : len(tokens[row])] = 1
    return ids.to(device), mask.to(device)
