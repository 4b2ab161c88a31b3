"""Fitting the lexical head: logistic regression on hashed n-grams, each weighed by how rare it is (tf-idf).

What it knows and a small encoder does not is the wording: it is right where two intents mean nearly the same and are said differently.
Alone it is worse than the frozen base; together they are better than either (docs/adr/022-a-lexical-head.md).
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from nlu.head import Head, Heads
from nlu.lexical_head import LexicalHead, LexicalHeads
from nlu.ngrams import SIZES, Columns, hashed_ngrams, weighed
from nlu.result import Matrix, Vector
from training.linear_head import Targets, folds_of, minimise

MOST_BUCKETS, FEWEST_BUCKETS = 1 << 14, 1 << 12
MOST_WEIGHTS = 5_000_000
"""Buckets times classes: 10 MB in half precision. With more than about 1,200 classes there is no lexical head."""
MOST_WORK = 500_000_000
"""N-grams of all examples times classes: about a minute for all seven fits. Beyond, there is no lexical head: examples are many then."""
STEPS = 20


@dataclass(frozen=True, slots=True, eq=False)
class LexicalExamples:
    """Texts as rows of weighed n-grams, with their targets; `outside` are out-of-scope texts, for which every class shall be as likely."""

    rows: "_Rows"
    targets: Targets
    outside: "_Rows"
    classes: int
    idf: Vector

    @classmethod
    def of(cls, texts: Sequence[str], targets: Targets, classes: int, outside: Sequence[str] = ()) -> "LexicalExamples | None":
        """None where a fit would take too long, or too much room."""
        buckets = buckets_for(classes)
        if not buckets or len(SIZES) * sum(map(len, texts)) * classes > MOST_WORK:
            return None
        counted = [hashed_ngrams(text, buckets) for text in texts]
        idf = inverse_document_frequency([columns for columns, _ in counted], buckets)
        beyond = _Rows.of([hashed_ngrams(text, buckets) for text in outside], idf)
        return cls(_Rows.of(counted, idf), targets, beyond, classes, idf)

    def head(self) -> LexicalHead:
        """Deterministic."""
        weight = self._weight(np.arange(len(self.targets)))
        return LexicalHead(np.ascontiguousarray(weight.T, dtype=np.float16), self.idf)

    def out_of_fold_logits(self, seed: int) -> Matrix:
        """Of every text by a head that was not fitted on it: shape (texts, classes)."""
        logits = np.zeros((len(self.targets), self.classes), dtype=np.float32)
        folds = folds_of(self.targets, seed)
        for fold in np.unique(folds):
            weight = self._weight(np.flatnonzero(folds != fold))
            inside = np.flatnonzero(folds == fold)
            logits[inside] = (self.rows.chosen(inside).tensor() @ torch.from_numpy(weight.T)).numpy()
        return logits

    def _weight(self, numbers: Targets) -> Matrix:
        """Shape (classes, buckets). Without a bias: it is not regularised, and would take most of so few steps."""
        start = Head(np.zeros((self.classes, len(self.idf)), np.float32), np.zeros(self.classes, np.float32))
        outside = self.outside.tensor() if self.outside.rows else None
        targets = torch.from_numpy(self.targets[numbers])
        return minimise(start, STEPS, self.rows.chosen(numbers).tensor(), targets, outside, biased=False).weight


def with_lexical_head(head: Head, texts: Sequence[str], targets: Targets, classes: int, share: float) -> Heads:
    """`head` and a lexical head fitted on these texts, whose share in the scores is known; all of it is blind."""
    examples = LexicalExamples.of(texts, targets, classes) if share else None
    if examples is None:
        return Heads(head, head)
    lexical, rest = examples.head().scaled(share), head.scaled(1.0 - share)
    return Heads(rest, rest, LexicalHeads(lexical, lexical))


def buckets_for(classes: int) -> int:
    """How many columns n-grams are hashed to: a power of two, 0 where even the fewest would be too many weights."""
    buckets = MOST_BUCKETS
    while buckets * classes > MOST_WEIGHTS:
        buckets //= 2
    return buckets if buckets >= FEWEST_BUCKETS else 0


def inverse_document_frequency(documents: Sequence[Columns], buckets: int) -> Vector:
    """log((1 + documents) / (1 + documents with it)) + 1 of each column: shape (buckets,)."""
    seen = np.bincount(np.concatenate([*documents, np.zeros(0, np.int64)]), minlength=buckets)
    return np.asarray(np.log((1 + len(documents)) / (1 + seen)) + 1, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """A sparse matrix, row by row: (columns, values) of each text."""

    rows: tuple[tuple[Columns, Vector], ...]
    buckets: int

    @classmethod
    def of(cls, counted: Sequence[tuple[Columns, Vector]], idf: Vector) -> "_Rows":
        return cls(tuple((columns, weighed(columns, counts, idf)) for columns, counts in counted), len(idf))

    def chosen(self, numbers: Targets) -> "_Rows":
        return _Rows(tuple(self.rows[number] for number in numbers.tolist()), self.buckets)

    def tensor(self) -> torch.Tensor:
        """Shape (texts, buckets), compressed rows."""
        ends = np.cumsum([0, *(len(columns) for columns, _ in self.rows)])
        columns = np.concatenate([np.zeros(0, np.int64), *(columns for columns, _ in self.rows)])
        values = np.concatenate([np.zeros(0, np.float32), *(values for _, values in self.rows)])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that sparse matrices are "in beta state"
            given = [torch.from_numpy(part) for part in (ends, columns, values)]
            return torch.sparse_csr_tensor(given[0], given[1], given[2], size=(len(self.rows), self.buckets))
