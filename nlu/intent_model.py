"""A trained model version, serving: one encoder pass gives intents, the out-of-scope score and the query vector."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from nlu.cleaning import says_something
from nlu.encoder import Encoder
from nlu.errors import ModelDamagedError
from nlu.manifest import HEAD_FILE, REMEDY, Manifest, read_manifest
from nlu.onnx_encoder import OnnxEncoder
from nlu.result import IntentScore, Matrix, NluResult, Vector
from nlu.scores import normalised_entropy, softmax

CHUNK = 64


class IntentModel:
    """Encoder and linear head of a model folder: logits = vectors @ weight.T + bias."""

    def __init__(self, encoder: Encoder, manifest: Manifest, weight: Matrix, bias: Vector) -> None:
        """`weight` has shape (classes, dimension), `bias` (classes,), both float32, rows in the order of the manifest's labels."""
        self.encoder = encoder
        self.manifest = manifest
        self.version = manifest.version
        self.labels = manifest.labels
        self._weight = weight
        self._bias = bias

    @classmethod
    def load(cls, folder: Path, *, threads: int = 1, verify: bool = True) -> "IntentModel":
        """Raises ModelMissingError, ModelDamagedError or ModelTooNewError."""
        manifest = read_manifest(folder, verify=verify)
        weight, bias = _load_head(folder / HEAD_FILE, manifest)
        return cls(OnnxEncoder(folder, threads, manifest=manifest), manifest, weight, bias)

    def parse(self, text: str) -> NluResult:
        return self.parse_many([text])[0]

    def parse_many(self, texts: Sequence[str]) -> list[NluResult]:
        """One result a text, in the order given."""
        if not texts:
            return []
        vectors = self.encoder.encode(texts)
        logits = self.logits(vectors)
        confidences = softmax(logits / self.manifest.temperature)
        doubts = normalised_entropy(logits)
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

    def logits(self, vectors: Matrix) -> Matrix:
        """Unscaled scores: shape (texts, classes), float32."""
        return np.asarray(vectors @ self._weight.T + self._bias, dtype=np.float32)

    def _result(self, text: str, confidences: Vector, doubt: float, vector: Vector) -> NluResult:
        order = np.argsort(-confidences, kind="stable")
        intents = tuple(IntentScore(self.labels[row], float(confidences[row])) for row in order)
        return NluResult(text, intents, doubt, vector, self.version)

    def _nothing(self, text: str, vector: Vector) -> NluResult:
        """Blanks, emoji and dots say no intent: every one is equally likely, and doubt is complete."""
        share = 1.0 / len(self.labels)
        return NluResult(text, tuple(IntentScore(label, share) for label in self.labels), 1.0, vector, self.version)


def _load_head(path: Path, manifest: Manifest) -> tuple[Matrix, Vector]:
    try:
        head = load_file(path)
        weight, bias = head["weight"], head["bias"]
    except (SafetensorError, KeyError) as error:
        raise ModelDamagedError(f"{path} can't be read as a classifier's head ({error}); {REMEDY}") from error
    if weight.shape != (len(manifest.labels), manifest.dimension) or bias.shape != (len(manifest.labels),):
        raise ModelDamagedError(
            f"{path} holds a head of shape {weight.shape} where {len(manifest.labels)} intents of {manifest.dimension} are expected; {REMEDY}"
        )
    return weight.astype(np.float32), bias.astype(np.float32)
