"""The seam between texts and vectors."""

from collections.abc import Sequence
from typing import Protocol

from nlu.result import Matrix


class Encoder(Protocol):
    """Turns texts into vectors; texts that mean the same get a cosine near 1.

    Two encoders with the same `id` give comparable vectors, whatever model version they belong to.
    """

    @property
    def id(self) -> str:
        """Hex digest of the network and its tokenizer."""
        ...

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Matrix:
        """One row a text, in the order given: shape (len(texts), dimension), float32, rows L2-normalised."""
        ...
