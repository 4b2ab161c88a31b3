"""manifest.json: what a model folder holds, and the checksums that prove it is still what was written."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from nlu.errors import ModelDamagedError, ModelMissingError, ModelTooNewError
from nlu.scores import Doubt

FORMAT = 4
"""1: one head. 2: two, see `nlu.head.Heads`; the vector may be that of two branches. 3: a lexical head may be there too. 4: and an
untuned reading (`nlu.untuned`)."""
FILE = "manifest.json"
ENCODER_FILE = "encoder.onnx"
TOKENIZER_FILE = "tokenizer.json"
HEAD_FILE = "head.safetensors"
LEXICAL_FILE = "lexical.safetensors"

REMEDY = "train again (`firstline train`) or go back to an earlier version (`firstline models rollback`)"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model folder says about itself. `files` maps a file name to its SHA-256."""

    kind: str
    """"intent", or "encoder" for a frozen base without a head."""
    version: str
    dimension: int
    max_tokens: int
    files: Mapping[str, str]
    format: int = FORMAT
    labels: tuple[str, ...] = ()
    temperature: float = 1.0
    """Logits are divided by this before the softmax whose values are shown as confidences."""
    out_of_scope_threshold: float = 1.0
    """The out-of-scope score that 95 % of the validation split stay below: a default until thresholds are calibrated."""
    doubt_temperature: float = 1.0
    doubt_power: float = 1.0
    """See `nlu.scores.Doubt`; both are 1 in a folder of format 1."""
    heldout: tuple[str, ...] = ()
    """Hashes (`dialogs.text_hash`) of the validation texts, sorted: this version never trained on them."""
    data_hash: str = ""
    base: str = ""
    multilingual: bool = False
    """Whether the base reads many languages, so that examples in one teach others too."""
    seed: int = 0
    metrics: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=dict)

    @property
    def doubt(self) -> Doubt:
        return Doubt(self.doubt_temperature, self.doubt_power)

    @property
    def encoder_id(self) -> str:
        """Hex digest of encoder.onnx and tokenizer.json together."""
        return hashlib.sha256(f"{self.files[ENCODER_FILE]}{self.files[TOKENIZER_FILE]}".encode()).hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path, *, verify: bool = True) -> Manifest:
    """The folder's manifest, its files checked against it unless `verify` is False.

    Raises ModelMissingError, ModelDamagedError (naming the file) or ModelTooNewError.
    """
    path = folder / FILE
    if not path.is_file():
        raise ModelMissingError(f"there is no model in {folder} ({FILE} is missing); {REMEDY}")
    manifest = _parsed(path)
    for name in manifest.files:
        if not (folder / name).is_file():
            raise ModelMissingError(f"the model {folder} lacks its file {name}; {REMEDY}")
    if verify:
        _verify(folder, manifest)
    return manifest


def file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _parsed(path: Path) -> Manifest:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        number = int(values["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise ModelDamagedError(f"{path} can't be read as a manifest ({error}); {REMEDY}") from error
    if number > FORMAT:
        raise ModelTooNewError(
            f"{path} has format {number}, this code reads up to {FORMAT}; upgrade firstline, or train a new version with this one"
        )
    known = {item.name for item in fields(Manifest)}
    values = {name: value for name, value in values.items() if name in known}
    try:
        return Manifest(**(values | {"labels": tuple(values["labels"]), "heldout": tuple(values["heldout"])}))
    except (KeyError, TypeError) as error:
        raise ModelDamagedError(f"{path} lacks a field ({error}); {REMEDY}") from error


def _verify(folder: Path, manifest: Manifest) -> None:
    for name, expected in manifest.files.items():
        if file_hash(folder / name) != expected:
            raise ModelDamagedError(
                f"{folder / name} is damaged: its checksum is not the one written when the model was trained; {REMEDY}"
            )
