"""Many texts to vectors, telling how far it is."""

from collections.abc import Sequence

import numpy as np

from dialogs.progress import Progress, silent
from nlu.encoder import Encoder
from nlu.result import Matrix

CHUNK = 512
"""Texts that are handed to the encoder at a time."""


def embed(encoder: Encoder, texts: Sequence[str], progress: Progress = silent, what: str = "embedding") -> Matrix:
    """Vectors of the texts, in their order, shape (texts, dimension). Texts of similar length go together: padding is what costs."""
    vectors = np.zeros((len(texts), encoder.dimension), np.float32)
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    for start in range(0, len(order), CHUNK):
        rows = order[start : start + CHUNK]
        vectors[rows] = encoder.encode([texts[row] for row in rows])
        progress(what, start + len(rows), len(order))
    return vectors
