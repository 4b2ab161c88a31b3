"""The classifier's head: one linear layer on the vectors. Fitted by logistic regression, or started from class prototypes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nlu.head import Head
from nlu.result import Matrix
from nlu.scores import softmax

if TYPE_CHECKING:
    import torch

Targets = npt.NDArray[np.int64]
"""Row numbers into the labels: shape (examples,)."""

C = 30.0
"""Inverse regularisation for L2-normalised vectors, chosen on validation splits."""
STEPS = 100
PROTOTYPE_SCALE = 16.0
WORK = 1e11
"""Steps times examples times classes times dimension that a fit may take, about a minute; beyond, it takes fewer steps, or none."""
FEWEST_STEPS = 5
FOLDS = 5
OUTSIDE_SHARE, MOST_OUTSIDE_WEIGHT = 0.05, 10.0
LARGEST_LOGITS = 20_000_000
"""Examples times classes that are kept in memory at once."""


@dataclass(frozen=True, slots=True, eq=False)
class OutOfFold:
    """`logits` (rows, classes) of the examples numbered `rows`, ascending."""

    rows: Targets
    logits: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Always:
    """What every head of `out_of_fold_logits` learns from besides: further examples, and out-of-scope vectors."""

    vectors: Matrix
    targets: Targets
    outside: Matrix

    @classmethod
    def nothing(cls, dimension: int) -> "Always":
        empty = np.zeros((0, dimension), dtype=np.float32)
        return cls(empty, np.zeros(0, dtype=np.int64), empty)


def fit_head(vectors: Matrix, targets: Targets, classes: int, outside: Matrix | None = None) -> Head:
    """Multinomial logistic regression, started from the prototypes; every class must have a row. Deterministic.

    `outside`: vectors of out-of-scope texts, for which every class shall be as likely (outlier exposure, Hendrycks et al. 2019).
    """
    start = prototype_head(vectors, targets, classes)
    steps = min(STEPS, int(WORK / (vectors.size * classes)))
    if steps < FEWEST_STEPS:
        return start
    import torch

    beyond = torch.from_numpy(outside) if outside is not None and len(outside) else None
    return minimise(start, steps, torch.from_numpy(vectors), torch.from_numpy(targets), beyond)


def outside_weight(outside: int, examples: int) -> float:
    """What each of so many out-of-scope texts weighs beside an example: they are few, and speak for a whole world."""
    return min(MOST_OUTSIDE_WEIGHT, OUTSIDE_SHARE * examples / outside) if outside else 0.0


def minimise(
    start: Head,
    steps: int,
    vectors: "torch.Tensor",
    targets: "torch.Tensor",
    outside: "torch.Tensor | None",
    *,
    biased: bool = True,
) -> Head:
    """The regularised cross-entropy, by L-BFGS on one thread: the products are too small to share. `vectors` and `outside` may be sparse (compressed rows)."""
    import torch

    weight = torch.from_numpy(start.weight.copy()).requires_grad_()
    bias = torch.from_numpy(start.bias.copy()).requires_grad_(biased)
    optimiser = torch.optim.LBFGS(
        [weight, bias] if biased else [weight],
        max_iter=steps,
        history_size=10,
        line_search_fn="strong_wolfe",
        tolerance_grad=1e-5,
    )
    share = outside_weight(len(outside), len(targets)) * len(outside) / len(targets) if outside is not None else 0.0

    def loss() -> float:
        optimiser.zero_grad()
        total = torch.nn.functional.cross_entropy(vectors @ weight.T + bias, targets)
        if outside is not None:
            total = total - share * torch.log_softmax(outside @ weight.T + bias, dim=1).mean()
        total = total + 0.5 / (C * len(targets)) * (weight * weight).sum()
        torch.autograd.backward(total)
        return float(total.detach())

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        optimiser.step(loss)  # type: ignore[no-untyped-call]
    finally:
        torch.set_num_threads(threads)
    return Head(weight.detach().numpy(), bias.detach().numpy())


def prototype_head(vectors: Matrix, targets: Targets, classes: int) -> Head:
    """Each class's mean vector, normalised and scaled: the cosine with it times 16 is its logit."""
    sums = np.zeros((classes, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, targets, vectors)
    norms = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return Head(np.asarray(PROTOTYPE_SCALE * sums / norms, np.float32), np.zeros(classes, dtype=np.float32))


def joined(tuned: Head, frozen: Head, share: float) -> Head:
    """One head for a vector of two halves (`training.branches.TwoBranches`): (1 - share) x tuned + share x frozen scores."""
    weight = np.concatenate([(1.0 - share) * tuned.weight, share * frozen.weight], axis=1) * 2**0.5
    return Head(np.asarray(weight, np.float32), np.asarray((1.0 - share) * tuned.bias + share * frozen.bias, np.float32))


def out_of_fold_logits(vectors: Matrix, targets: Targets, classes: int, seed: int, always: Always | None = None) -> OutOfFold:
    """Logits of rows from heads that were not fitted on them: of all rows, or of a sample where all would not fit in memory."""
    always = always or Always.nothing(vectors.shape[1])
    most = max(FOLDS, LARGEST_LOGITS // classes)
    if len(targets) > most:
        rows = np.sort(np.random.default_rng(seed).permutation(len(targets))[:most])
        return OutOfFold(rows, _ignorant(vectors, targets, classes, np.isin(np.arange(len(targets)), rows), always))
    logits = np.zeros((len(targets), classes), dtype=np.float32)
    folds = folds_of(targets, seed)
    for fold in range(FOLDS):
        logits[folds == fold] = _ignorant(vectors, targets, classes, folds == fold, always)
    return OutOfFold(np.arange(len(targets)), logits)


def _ignorant(vectors: Matrix, targets: Targets, classes: int, inside: npt.NDArray[np.bool_], always: Always) -> Matrix:
    """Logits of the rows `inside` by a head fitted on the others. A class without a row among those gets the lowest logit."""
    learned = np.concatenate([vectors[~inside], always.vectors])
    present, inner = np.unique(np.concatenate([targets[~inside], always.targets]), return_inverse=True)
    if len(present) < 2 or not inside.any():
        return np.zeros((int(inside.sum()), classes), dtype=np.float32)
    found = fit_head(learned, inner.astype(np.int64), len(present), always.outside).logits(vectors[inside])
    filled = np.repeat(found.min(axis=1, keepdims=True), classes, axis=1)
    filled[:, present] = found
    return filled


def probabilities(logits: Matrix, temperature: float) -> Matrix:
    return softmax(np.asarray(logits / temperature, dtype=np.float32))


def folds_of(targets: Targets, seed: int) -> Targets:
    """A fold number for each row, each class spread over the folds."""
    order = np.random.default_rng(seed).permutation(len(targets))
    order = order[np.argsort(targets[order], kind="stable")]
    folds = np.empty(len(targets), dtype=np.int64)
    folds[order] = np.arange(len(targets)) % FOLDS
    return folds
