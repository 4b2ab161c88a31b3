"""A base whose layers were tuned, ready to be exported."""

from dataclasses import dataclass
from pathlib import Path

from nlu.manifest import TOKENIZER_FILE
from training.base_model import Base
from training.branches import TwoBranches
from training.export_onnx import export_encoder


@dataclass(frozen=True, slots=True, eq=False)
class TunedEncoder:
    """The network of both branches, and what goes with it."""

    network: TwoBranches
    base: Base
    tokenizer_json: str

    def save(self, folder: Path) -> None:
        """encoder.onnx and tokenizer.json."""
        (folder / TOKENIZER_FILE).write_text(self.tokenizer_json, encoding="utf-8")
        export_encoder(self.network, folder)
