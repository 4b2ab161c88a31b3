"""The encoder of the query vector, where a version has one of its own beside that of the intents: tuned to bring a message near the
replies that agents gave to it (`training.search_tuning`)."""

from dataclasses import replace
from pathlib import Path

from nlu.encoder import Encoder
from nlu.intent_model import IntentModel
from nlu.onnx_encoder import OnnxEncoder
from nlu.result import NluResult
from nlu.understanding import Understander

FOLDER = "search"
"""Inside the version's folder; a folder of an encoder like any other."""


def search_encoder(folder: Path, model: IntentModel, *, threads: int = 1) -> Encoder:
    """What the index of the version in `folder` is built with: its own search encoder, else that of its intents.

    Raises ModelMissingError or ModelDamagedError.
    """
    own = folder / FOLDER
    return OnnxEncoder(own, threads) if own.is_dir() else model.encoder


class WithSearchVector:
    """Understands as `understander` does, and searches with a vector of the search encoder: a second pass, about as long as the first."""

    def __init__(self, understander: Understander, search: Encoder) -> None:
        self._understander = understander
        self._search = search

    @property
    def version(self) -> str:
        return self._understander.version

    def parse(self, text: str) -> NluResult:
        return replace(self._understander.parse(text), vector=self._search.encode([text])[0])
