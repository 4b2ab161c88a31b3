"""The classifier's head: one linear layer on the vectors. Fitted by logistic regression, or started from class prototypes."""

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from nlu.result import Matrix, Vector
from nlu.scores import softmax

Targets = npt.NDArray[np.int64]
"""Row numbers into the labels: shape (examples,)."""

C = 30.0
"""Inverse regularisation for L2-normalised vectors, chosen on validation splits."""
PROTOTYPE_SCALE = 16.0
LARGEST_FIT = 2e10
"""Examples times classes times dimension beyond which logistic regression would take hours: prototypes are used instead."""
FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """logits = vectors @ weight.T + bias; `weight` (classes, dimension), `bias` (classes,), float32."""

    weight: Matrix
    bias: Vector

    def logits(self, vectors: Matrix) -> Matrix:
        return np.asarray(vectors @ self.weight.T + self.bias, dtype=np.float32)

    def save(self, path: str) -> None:
        save_file({"weight": np.ascontiguousarray(self.weight), "bias": np.ascontiguousarray(self.bias)}, path)


def fit_head(vectors: Matrix, targets: Targets, classes: int) -> Head:
    """Multinomial logistic regression; every class must have a row. Deterministic."""
    if vectors.size * classes > LARGEST_FIT:
        return prototype_head(vectors, targets, classes)
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=C, max_iter=200, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # 200 steps are enough for accuracy; the temperature sets the scale
        model.fit(vectors.astype(np.float64), targets)
    weight, bias = np.asarray(model.coef_, np.float32), np.asarray(model.intercept_, np.float32)
    if classes == 2:  # scikit-learn keeps one row of logit differences for two classes
        halves = np.asarray([-0.5, 0.5], dtype=np.float32)
        weight, bias = halves[:, None] * weight, halves * bias
    return Head(weight, bias)


def prototype_head(vectors: Matrix, targets: Targets, classes: int) -> Head:
    """Each class's mean vector, normalised and scaled: the cosine with it times 16 is its logit."""
    sums = np.zeros((classes, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, targets, vectors)
    norms = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return Head(np.asarray(PROTOTYPE_SCALE * sums / norms, np.float32), np.zeros(classes, dtype=np.float32))


def out_of_fold_logits(vectors: Matrix, targets: Targets, classes: int, seed: int) -> Matrix:
    """Logits of each row from a head that was not fitted on it: shape (examples, classes).

    A class that has no row outside a fold gets the lowest logit there.
    """
    logits = np.empty((len(targets), classes), dtype=np.float32)
    folds = _folds(targets, seed)
    for fold in range(FOLDS):
        inside = folds == fold
        present, inner = np.unique(targets[~inside], return_inverse=True)
        if not inside.any():
            continue
        if len(present) < 2:
            logits[inside] = 0.0
            continue
        found = fit_head(vectors[~inside], inner.astype(np.int64), len(present)).logits(vectors[inside])
        filled = np.repeat(found.min(axis=1, keepdims=True), classes, axis=1)
        filled[:, present] = found
        logits[inside] = filled
    return logits


def probabilities(logits: Matrix, temperature: float) -> Matrix:
    return softmax(np.asarray(logits / temperature, dtype=np.float32))


def _folds(targets: Targets, seed: int) -> Targets:
    """A fold number for each row, each class spread over the folds."""
    order = np.random.default_rng(seed).permutation(len(targets))
    order = order[np.argsort(targets[order], kind="stable")]
    folds = np.empty(len(targets), dtype=np.int64)
    folds[order] = np.arange(len(targets)) % FOLDS
    return folds
