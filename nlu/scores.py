"""From logits to numbers in [0, 1]."""

from dataclasses import dataclass

import numpy as np

from nlu.result import Matrix, Vector


def softmax(logits: Matrix) -> Matrix:
    """Rows of probabilities: shape (texts, classes), float32."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Doubt:
    """How logits become the out-of-scope score: the entropy of softmax(logits / temperature) over its maximum, to the power `power`.

    The temperature is not that of the confidences: a flat softmax also sees how high the highest logits are, not only how far apart,
    and tells out-of-scope texts better. The power puts a version's threshold at one half, whatever the number of its intents.
    """

    temperature: float = 1.0
    power: float = 1.0

    def of(self, logits: Matrix) -> Vector:
        """Shape (texts,), in [0, 1], 1 where all classes are equally likely."""
        entropy = normalised_entropy(np.asarray(logits / self.temperature, dtype=np.float32))
        return np.asarray(entropy**self.power, dtype=np.float32)


def normalised_entropy(logits: Matrix) -> Vector:
    """Entropy of the softmax over its maximum: shape (texts,), in [0, 1], 1 where all classes are equally likely."""
    if logits.shape[1] < 2:
        return np.zeros(len(logits), dtype=np.float32)
    probabilities = np.clip(softmax(logits).astype(np.float64), 1e-12, 1.0)
    entropy = -(probabilities * np.log(probabilities)).sum(axis=1) / np.log(logits.shape[1])
    return np.asarray(np.clip(entropy, 0.0, 1.0), dtype=np.float32)
