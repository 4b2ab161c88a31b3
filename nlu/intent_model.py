"""A trained model version, serving: one encoder pass gives intents, the out-of-scope score and the query vector."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nlu.cleaning import says_something
from nlu.encoder import Encoder
from nlu.head import Heads, load_heads
from nlu.manifest import Manifest, read_manifest
from nlu.onnx_encoder import OnnxEncoder
from nlu.result import IntentScore, Matrix, NluResult, Vector
from nlu.scores import softmax

CHUNK = 64


class IntentModel:
    """Encoder and heads of a model folder."""

    def __init__(self, encoder: Encoder, manifest: Manifest, heads: Heads) -> None:
        self.encoder = encoder
        self.manifest = manifest
        self.version = manifest.version
        self.labels = manifest.labels
        self._heads = heads

    @classmethod
    def load(cls, folder: Path, *, threads: int = 1, verify: bool = True) -> "IntentModel":
        """Raises ModelMissingError, ModelDamagedError or ModelTooNewError."""
        manifest = read_manifest(folder, verify=verify)
        heads = load_heads(folder, manifest)
        return cls(OnnxEncoder(folder, threads, manifest=manifest), manifest, heads)

    def blind(self) -> "IntentModel":
        """This model as it was before its head learned from the held-out texts too."""
        return IntentModel(self.encoder, self.manifest, self._heads.blinded())

    def parse(self, text: str) -> NluResult:
        return self.parse_many([text])[0]

    def parse_many(self, texts: Sequence[str]) -> list[NluResult]:
        """One result a text, in the order given."""
        return self.read(texts, self.encoder.encode(texts)) if texts else []

    def read(self, texts: Sequence[str], vectors: Matrix) -> list[NluResult]:
        """As `parse_many`, of texts whose `vectors` are known: shape (len(texts), dimension)."""
        logits = self.logits(vectors, texts)
        confidences = softmax(logits / self.manifest.temperature)
        doubts = self.manifest.doubt.of(logits)
        return [
            self._result(text, confidences[row], float(doubts[row]), vectors[row])
            if says_something(text)
            else self._nothing(text, vectors[row])
            for row, text in enumerate(texts)
        ]

    def best(self, texts: Sequence[str]) -> list[IntentScore]:
        """The best intent of each text, as `parse_many` tells it, without the others: for thousands of texts and intents."""
        found: list[IntentScore] = []
        for start in range(0, len(texts), CHUNK):
            found += [result.intents[0] for result in self.parse_many(texts[start : start + CHUNK])]
        return found

    def logits(self, vectors: Matrix, texts: Sequence[str]) -> Matrix:
        """Unscaled scores: shape (texts, classes), float32. `vectors` are those of `texts`."""
        return self._heads.logits(vectors, texts)

    def _result(self, text: str, confidences: Vector, doubt: float, vector: Vector) -> NluResult:
        order = np.argsort(-confidences, kind="stable")
        names = [self.labels[row] for row in order.tolist()]
        intents = tuple(map(IntentScore, names, confidences[order].tolist()))
        return NluResult(text, intents, doubt, vector, self.version)

    def _nothing(self, text: str, vector: Vector) -> NluResult:
        """Blanks, emoji and dots say no intent: every one is equally likely, and doubt is complete."""
        share = 1.0 / len(self.labels)
        return NluResult(text, tuple(IntentScore(label, share) for label in self.labels), 1.0, vector, self.version)
