"""What a teacher says of the training texts, for a smaller base to learn from (Hinton et al. 2015, "Distilling the Knowledge in a Neural Network").

The teacher is a registered version, or a larger base that is trained on the same examples first. Nobody serves it: only its opinion is
kept, softened by a temperature, for how likely it thinks the wrong intents is what the labels do not say.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from dialogs.progress import Progress, silent
from nlu.intent_model import IntentModel
from nlu.onnx_encoder import OnnxEncoder
from nlu.result import Matrix
from retrieval.encoding import embed
from training.base_model import Base, resolve_base
from training.cores import training_threads
from training.errors import VersionError
from training.examples import ExampleSet
from training.fit import Fitted, Tuning, better, exported_encoder, fit_frozen, fit_tuned
from training.frozen import frozen_folder
from training.linear_head import probabilities
from training.material import Material, prepare
from training.registry import Registry

SOFTER = 2.0
"""By how much the teacher's calibrated confidences are flattened, as a temperature."""


@dataclass(frozen=True, slots=True, eq=False)
class Opinion:
    """Of the teacher called `name`: `probabilities` of the training texts, shape (texts, classes), float32, rows sum to 1."""

    name: str
    probabilities: Matrix


def ask_teacher(
    name: str, registry: Registry, examples: ExampleSet, material: Material, work: Path, tuning: Tuning, progress: Progress = silent
) -> Opinion:
    """`name` is a version of the registry, else a base (`base_model.resolve_base`), which learns from the examples as `tuning` says.

    Its opinion is kept in `work`, so that a run that goes on does not ask again. Raises VersionError, BaseModelError.
    """
    if any(version.name == name for version in registry.versions("intent")):
        return _of_version(name, registry, material, progress)
    base = resolve_base(name)
    kept = work / f"teacher-{_key(base.hash, material, tuning)}.safetensors"
    found = _kept(kept)
    if found is None:
        found = _of_base(base, registry.models, examples, material, work / "teacher", tuning, progress)
        kept.parent.mkdir(parents=True, exist_ok=True)
        save_file({"probabilities": found}, kept)
    return Opinion(base.name, found)


def _of_version(name: str, registry: Registry, material: Material, progress: Progress) -> Opinion:
    """By the head that has not seen the texts that were held out from that version."""
    model = IntentModel.load(registry.folder(name), threads=training_threads()).blind()
    missing = sorted(set(material.labels) - set(model.labels))
    if missing:
        raise VersionError(
            f"the version {name} can't teach: it does not know {len(missing)} of the intents ({', '.join(missing[:5])}); name another "
            "version, or a base that learns from these examples first"
        )
    columns = [model.labels.index(label) for label in material.labels]
    texts = material.train.texts
    logits = model.logits(embed(model.encoder, texts, progress), texts)[:, columns]
    return Opinion(name, softened(logits, model.manifest.temperature))


def _of_base(
    base: Base, models: Path, examples: ExampleSet, material: Material, work: Path, tuning: Tuning, progress: Progress
) -> Matrix:
    frozen = frozen_folder(models, base, progress=progress)
    own = prepare(examples, OnnxEncoder(frozen, training_threads()), tuning.seed, progress)
    assert own.train.texts == material.train.texts, "the split follows from the seed and the texts"
    quick = fit_frozen(own, frozen, tuning.seed, progress)
    best = better(quick, fit_tuned(own, quick, base, work, tuning, progress), own.heldout.targets)
    return softened(best.heads.blinded().logits(_vectors(best, own, base, progress), own.train.texts), best.temperature())


def _vectors(fitted: Fitted, material: Material, base: Base, progress: Progress) -> Matrix:
    if fitted.method == "frozen":
        return material.train.vectors
    return embed(exported_encoder(fitted.encoder, base), material.train.texts, progress)


def softened(logits: Matrix, temperature: float) -> Matrix:
    return probabilities(logits, SOFTER * temperature)


def _key(base: str, material: Material, tuning: Tuning) -> str:
    parts = f"{base} {material.data_hash} {tuning.seed} {tuning.recipe} {tuning.contrast}"
    return hashlib.sha256(parts.encode()).hexdigest()[:12]


def _kept(path: Path) -> Matrix | None:
    try:
        return np.asarray(load_file(path)["probabilities"], dtype=np.float32)
    except (FileNotFoundError, SafetensorError, KeyError):
        return None
