"""The linear layer that turns vectors into intent scores, and its file in a model folder."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from nlu.errors import ModelDamagedError
from nlu.manifest import HEAD_FILE, REMEDY, Manifest
from nlu.result import Matrix, Vector

BLIND = "blind_"


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """logits = vectors @ weight.T + bias; `weight` (classes, dimension), `bias` (classes,), float32, rows in the order of the labels."""

    weight: Matrix
    bias: Vector

    def logits(self, vectors: Matrix) -> Matrix:
        """Unscaled scores: shape (texts, classes), float32."""
        return np.asarray(vectors @ self.weight.T + self.bias, dtype=np.float32)

    def save(self, path: Path) -> None:
        save_file({"weight": np.ascontiguousarray(self.weight), "bias": np.ascontiguousarray(self.bias)}, path)


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """`serving` has learned from every example, `blind` from all but the held-out texts, which may judge it therefore."""

    serving: Head
    blind: Head

    def save(self, folder: Path) -> None:
        named = {"": self.serving, BLIND: self.blind}
        parts = {f"{prefix}weight": head.weight for prefix, head in named.items()}
        parts |= {f"{prefix}bias": head.bias for prefix, head in named.items()}
        save_file({name: np.ascontiguousarray(part) for name, part in parts.items()}, folder / HEAD_FILE)


def load_heads(folder: Path, manifest: Manifest) -> Heads:
    """Raises ModelDamagedError. A folder of format 1 has one head, which is blind."""
    path = folder / HEAD_FILE
    blind = BLIND if manifest.format > 1 else ""
    try:
        parts = load_file(path)
        heads = Heads(Head(parts["weight"], parts["bias"]), Head(parts[f"{blind}weight"], parts[f"{blind}bias"]))
    except (SafetensorError, KeyError) as error:
        raise ModelDamagedError(f"{path} can't be read as a classifier's head ({error}); {REMEDY}") from error
    for head in (heads.serving, heads.blind):
        _check(head, path, manifest)
    return heads


def _check(head: Head, path: Path, manifest: Manifest) -> None:
    classes = len(manifest.labels)
    if head.weight.shape != (classes, manifest.dimension) or head.bias.shape != (classes,):
        raise ModelDamagedError(
            f"{path} holds a head of shape {head.weight.shape} where {classes} intents of {manifest.dimension} are expected; {REMEDY}"
        )
