"""The linear layer that turns vectors into intent scores, and its file in a model folder."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from nlu.errors import ModelDamagedError
from nlu.lexical_head import BLIND, LexicalHeads
from nlu.manifest import HEAD_FILE, LEXICAL_FILE, REMEDY, Manifest
from nlu.result import Matrix, Vector


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """logits = vectors @ weight.T + bias; `weight` (classes, dimension), `bias` (classes,), float32, rows in the order of the labels."""

    weight: Matrix
    bias: Vector

    def logits(self, vectors: Matrix) -> Matrix:
        """Unscaled scores: shape (texts, classes), float32."""
        return np.asarray(vectors @ self.weight.T + self.bias, dtype=np.float32)

    def scaled(self, share: float) -> "Head":
        """The head whose scores are `share` times these."""
        return Head(np.asarray(self.weight * share, np.float32), np.asarray(self.bias * share, np.float32))

    def save(self, path: Path) -> None:
        save_file({"weight": np.ascontiguousarray(self.weight), "bias": np.ascontiguousarray(self.bias)}, path)


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """`serving` has learned from every example, `blind` from all but the held-out texts, which may judge it therefore. What `lexical`
    says is added, where there is a lexical head."""

    serving: Head
    blind: Head
    lexical: LexicalHeads | None = None

    def logits(self, vectors: Matrix, texts: Sequence[str]) -> Matrix:
        """Unscaled scores of the heads that serve: shape (texts, classes), float32. `vectors` are those of `texts`."""
        scores = self.serving.logits(vectors)
        return scores if self.lexical is None else scores + self.lexical.serving.logits(texts)

    def blinded(self) -> "Heads":
        """The blind heads in the place of those that serve."""
        return Heads(self.blind, self.blind, self.lexical.blinded() if self.lexical else None)

    def save(self, folder: Path) -> None:
        named = {"": self.serving, BLIND: self.blind}
        parts = {f"{prefix}weight": head.weight for prefix, head in named.items()}
        parts |= {f"{prefix}bias": head.bias for prefix, head in named.items()}
        save_file({name: np.ascontiguousarray(part) for name, part in parts.items()}, folder / HEAD_FILE)
        if self.lexical is not None:
            save_file(self.lexical.parts(), folder / LEXICAL_FILE)


def load_heads(folder: Path, manifest: Manifest) -> Heads:
    """Raises ModelDamagedError. A folder of format 1 has one head, which is blind."""
    path = folder / HEAD_FILE
    blind = BLIND if manifest.format > 1 else ""
    with _explained(path):
        parts = load_file(path)
        serving, unseeing = (Head(parts[f"{prefix}weight"], parts[f"{prefix}bias"]) for prefix in ("", blind))
    for head in (serving, unseeing):
        _check(head, path, manifest)
    return Heads(serving, unseeing, _lexical(folder, manifest))


def _lexical(folder: Path, manifest: Manifest) -> LexicalHeads | None:
    if LEXICAL_FILE not in manifest.files:
        return None
    path = folder / LEXICAL_FILE
    with _explained(path):
        lexical = LexicalHeads.of(load_file(path))
    expected = (len(lexical.serving.idf), len(manifest.labels))
    if any(head.weight.shape != expected for head in (lexical.serving, lexical.blind)):
        raise ModelDamagedError(f"{path} holds a lexical head of another shape than {expected}; {REMEDY}")
    return lexical


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (SafetensorError, KeyError) as error:
        raise ModelDamagedError(f"{path} can't be read as a classifier's head ({error}); {REMEDY}") from error


def _check(head: Head, path: Path, manifest: Manifest) -> None:
    classes = len(manifest.labels)
    if head.weight.shape != (classes, manifest.dimension) or head.bias.shape != (classes,):
        raise ModelDamagedError(
            f"{path} holds a head of shape {head.weight.shape} where {classes} intents of {manifest.dimension} are expected; {REMEDY}"
        )
