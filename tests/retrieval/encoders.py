"""A tiny encoder: the direction of a text is the sum of its words' directions, so that shared words mean a near vector."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from nlu.result import Matrix, Vector
from retrieval.tokens import words


@dataclass
class WordEncoder:
    """Deterministic on every machine. `encoded` remembers every text that went through it."""

    id: str = "words-1"
    dimension: int = 256
    encoded: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> Matrix:
        self.encoded += texts
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)

    def _vector(self, text: str) -> Vector:
        total = sum((self._direction(word) for word in words(text)), self._direction("") * 1e-3)
        return (total / np.linalg.norm(total)).astype(np.float32)

    def _direction(self, word: str) -> Vector:
        seed = int.from_bytes(hashlib.sha256(f"{self.id}{word}".encode()).digest()[:8])
        return np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
