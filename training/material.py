"""Everything a fit works on: texts, targets and frozen vectors, divided into what is trained on and what is held out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dialogs.text_hash import text_hash
from nlu.encoder import Encoder
from nlu.result import Matrix
from training.examples import ExampleSet
from training.linear_head import Targets
from training.progress import Progress, silent
from training.split import split

CHUNK = 512


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
    labels: tuple[str, ...]
    train: Part
    heldout: Part
    data_hash: str

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
        labels, _part(texts, targets, vectors, parts.train), _part(texts, targets, vectors, parts.heldout), examples.data_hash
    )


def embed(encoder: Encoder, texts: Sequence[str], progress: Progress = silent) -> Matrix:
    """Vectors of the texts, in order, telling how far it is."""
    vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    for start in range(0, len(order), CHUNK):
        chunk = order[start : start + CHUNK]
        vectors[chunk] = encoder.encode([texts[row] for row in chunk])
        progress("embedding", start + len(chunk), len(texts))
    return vectors


def _part(texts: Sequence[str], targets: Targets, vectors: Matrix, rows: Sequence[int]) -> Part:
    chosen = np.array(rows, dtype=np.int64)
    return Part(tuple(texts[row] for row in rows), targets[chosen], vectors[chosen])
