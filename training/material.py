"""Everything a fit works on: texts, targets and frozen vectors, divided into what is trained on and what is held out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dialogs.progress import Progress, silent
from dialogs.text_hash import text_hash
from nlu.encoder import Encoder
from nlu.result import Matrix
from retrieval.encoding import embed
from training.examples import ExampleSet
from training.intent_names import says_what_it_is, words_of
from training.linear_head import Targets
from training.split import split

FEW = 20
"""Examples an intent, on average."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Texts with their target (a row of the labels) and their vector on the frozen base."""

    texts: tuple[str, ...]
    targets: Targets
    vectors: Matrix

    @property
    def hashes(self) -> tuple[str, ...]:
        return tuple(sorted({text_hash(text) for text in self.texts}))


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """`names` holds the intents' names in words as further examples, where they are words at all; `outside` out-of-scope texts, whose
    targets mean nothing."""

    labels: tuple[str, ...]
    train: Part
    heldout: Part
    names: Part
    outside: Part
    data_hash: str

    @property
    def few(self) -> bool:
        """Whether examples are so few that other methods serve better."""
        return len(self.train.texts) <= FEW * len(self.labels)

    @property
    def heldout_intents(self) -> tuple[str, ...]:
        return tuple(self.labels[target] for target in self.heldout.targets)


def prepare(examples: ExampleSet, frozen: Encoder, seed: int, progress: Progress = silent) -> Material:
    """Split the examples and embed them once with the frozen base."""
    labels = examples.labels
    rows = {label: row for row, label in enumerate(labels)}
    texts = [example.text for example in examples.examples]
    targets = np.array([rows[example.intent] for example in examples.examples], dtype=np.int64)
    vectors = embed(frozen, texts, progress)
    parts = split(examples.examples, seed)
    return Material(
        labels,
        _part(texts, targets, vectors, parts.train),
        _part(texts, targets, vectors, parts.heldout),
        _names(labels, frozen),
        _outside(examples.out_of_scope, frozen),
        examples.data_hash,
    )


def together(*parts: Part) -> Part:
    return Part(
        tuple(text for part in parts for text in part.texts),
        np.concatenate([part.targets for part in parts]),
        np.concatenate([part.vectors for part in parts]),
    )


def nothing(dimension: int) -> Part:
    return Part((), np.zeros(0, np.int64), np.zeros((0, dimension), np.float32))


def _names(labels: Sequence[str], frozen: Encoder) -> Part:
    rows = [row for row, label in enumerate(labels) if says_what_it_is(label)]
    texts = tuple(words_of(labels[row]) for row in rows)
    return Part(texts, np.array(rows, dtype=np.int64), embed(frozen, texts))


def _outside(texts: tuple[str, ...], frozen: Encoder) -> Part:
    return Part(texts, np.full(len(texts), -1, dtype=np.int64), embed(frozen, texts))


def _part(texts: Sequence[str], targets: Targets, vectors: Matrix, rows: Sequence[int]) -> Part:
    chosen = np.array(rows, dtype=np.int64)
    return Part(tuple(texts[row] for row in rows), targets[chosen], vectors[chosen])
