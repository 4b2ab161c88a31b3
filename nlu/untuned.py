"""The untuned reading: what the base makes of a message, with heads fitted on it but nothing tuned. It judges answers where a version has one.

A tuned branch knows the texts that it was tuned on, so that only the few held out can say how far to trust it. Heads are fitted anew
without a text in a moment: of the untuned branch every question of the record can tell, and thousands prove what hundreds can't.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nlu.encoder import Encoder
from nlu.head import load_heads
from nlu.intent_model import IntentModel
from nlu.manifest import read_manifest
from nlu.result import Matrix, NluResult
from nlu.understanding import Understander

FOLDER = "untuned"
"""Inside the version's folder: manifest and heads; the encoder is the untuned branch of the version's own."""
BASE_ENCODER = "encoder"
"""The setting of its manifest that holds the id of the exported base, whose vectors are those of the untuned branch."""


class UntunedBranch:
    """An encoder: the untuned half of the vectors of an encoder of two branches (`training.branches.TwoBranches`)."""

    def __init__(self, both: Encoder, id: str) -> None:
        """`id` is that of the base's own encoder: an index of one stays valid for the other, from one training to the next."""
        self.id = id
        self.dimension = both.dimension // 2
        self._both = both

    def encode(self, texts: Sequence[str]) -> Matrix:
        """One row a text: shape (len(texts), dimension), float32, rows L2-normalised."""
        return untuned_half(self._both.encode(texts))


def untuned_half(vectors: Matrix) -> Matrix:
    """Of vectors of two branches, shape (..., 2 x dimension): the second half, L2-normalised again."""
    half: Matrix = vectors[..., vectors.shape[-1] // 2 :] * 2**0.5
    return half


def answering_model(folder: Path, model: IntentModel) -> IntentModel:
    """What judges the answers of the version in `folder`: its untuned reading, else `model`, which is the version itself.

    Raises ModelMissingError or ModelDamagedError.
    """
    inner = folder / FOLDER
    if not inner.is_dir():
        return model
    manifest = read_manifest(inner)
    encoder = UntunedBranch(model.encoder, str(manifest.settings[BASE_ENCODER]))
    return IntentModel(encoder, manifest, load_heads(inner, manifest))


class WithUntunedReading:
    """Understands as `understander` does, and hands on beside it what judges the answers: the same pass, read by other heads."""

    def __init__(self, understander: Understander, untuned: IntentModel) -> None:
        self._understander = understander
        self._untuned = untuned

    @property
    def version(self) -> str:
        return self._understander.version

    def parse(self, text: str) -> NluResult:
        result = self._understander.parse(text)
        half = untuned_half(result.vector)
        return replace(result, vector=half, judges=self._untuned.read([text], half[None])[0])
