"""The classifier's head: one linear layer on the vectors. Fitted by logistic regression, or started from class prototypes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from nlu.result import Matrix, Vector
from nlu.scores import softmax

if TYPE_CHECKING:
    import torch

Targets = npt.NDArray[np.int64]
"""Row numbers into the labels: shape (examples,)."""

C = 30.0
"""Inverse regularisation for L2-normalised vectors, chosen on validation splits."""
STEPS = 100
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
    """Multinomial logistic regression, started from the prototypes; every class must have a row. Deterministic.

    L-BFGS on one thread: the products are too small to share among threads.
    """
    start = prototype_head(vectors, targets, classes)
    if vectors.size * classes > LARGEST_FIT:
        return start
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return _minimise(start, torch.from_numpy(vectors), torch.from_numpy(targets))
    finally:
        torch.set_num_threads(threads)


def _minimise(start: Head, vectors: "torch.Tensor", targets: "torch.Tensor") -> Head:
    import torch

    weight = torch.from_numpy(start.weight.copy()).requires_grad_()
    bias = torch.from_numpy(start.bias.copy()).requires_grad_()
    optimiser = torch.optim.LBFGS(
        [weight, bias], max_iter=STEPS, history_size=20, line_search_fn="strong_wolfe", tolerance_grad=1e-5
    )

    def loss() -> float:
        optimiser.zero_grad()
        fit = torch.nn.functional.cross_entropy(vectors @ weight.T + bias, targets)
        total = fit + 0.5 / (C * len(targets)) * (weight * weight).sum()
        total.backward()  # type: ignore[no-untyped-call]  # torch does not annotate it
        return float(total.detach())

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return Head(weight.detach().numpy(), bias.detach().numpy())


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
