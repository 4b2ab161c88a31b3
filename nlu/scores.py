"""From logits to numbers in [0, 1]."""

import numpy as np

from nlu.result import Matrix, Vector


def softmax(logits: Matrix) -> Matrix:
    """Rows of probabilities: shape (texts, classes), float32."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)


def normalised_entropy(logits: Matrix) -> Vector:
    """Entropy of the softmax over its maximum: shape (texts,), in [0, 1], 1 where all classes are equally likely.

    Taken on unscaled logits: dividing them by a calibration temperature worsens the ranking of out-of-scope texts.
    """
    if logits.shape[1] < 2:
        return np.zeros(len(logits), dtype=np.float32)
    probabilities = np.clip(softmax(logits).astype(np.float64), 1e-12, 1.0)
    entropy = -(probabilities * np.log(probabilities)).sum(axis=1) / np.log(logits.shape[1])
    return np.asarray(np.clip(entropy, 0.0, 1.0), dtype=np.float32)
