"""Many texts to vectors, telling how far it is."""

from collections.abc import Iterable, Sequence

import numpy as np

from dialogs.progress import Progress, silent
from nlu.encoder import Encoder
from nlu.result import Matrix, Vector

CHUNK = 512
"""Texts that are handed to the encoder at a time."""
BATCH = 256
"""The same of an index. What shares a batch decides the last bits of a vector, so that it stays what it was."""


def embed(encoder: Encoder, texts: Sequence[str], progress: Progress = silent, what: str = "embedding") -> Matrix:
    """Vectors of the texts, in their order, shape (texts, dimension). Texts of similar length go together: padding is what costs."""
    vectors = np.zeros((len(texts), encoder.dimension), np.float32)
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    for start in range(0, len(order), CHUNK):
        rows = order[start : start + CHUNK]
        vectors[rows] = encoder.encode([texts[row] for row in rows])
        progress(what, start + len(rows), len(order))
    return vectors


def embed_new(
    encoder: Encoder, texts: Iterable[str], known: dict[str, Vector], progress: Progress = silent, what: str = "embedding"
) -> int:
    """Put the vectors of those texts into `known` that it does not have; how many these were."""
    new = sorted(set(texts) - known.keys(), key=lambda text: (len(text), text))
    for begin in range(0, len(new), BATCH):
        batch = new[begin : begin + BATCH]
        known |= dict(zip(batch, encoder.encode(batch), strict=True))
        progress(what, begin + len(batch), len(new))
    return len(new)
