"""A classifier from the material: on the frozen base (seconds), or with the base tuned too (minutes)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlu.onnx_encoder import OnnxEncoder
from nlu.result import Matrix
from training.base_model import Base
from training.cores import training_threads
from training.linear_head import Head, Targets, fit_head, out_of_fold_logits, probabilities
from training.material import Material, embed
from training.progress import Progress
from training.schedule import Recipe
from training.temperature import fit_temperature


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A classifier that is not yet a version. `encoder` holds encoder.onnx and tokenizer.json.

    `calibration_*` are logits, with their targets, of texts that the head was not fitted on; `heldout_logits` are those of the
    held-out part. All are unscaled.
    """

    method: str
    encoder: Path
    head: Head
    heldout_logits: Matrix
    calibration_logits: Matrix
    calibration_targets: Targets
    usual_temperature: float

    def temperature(self) -> float:
        return fit_temperature(self.calibration_logits, self.calibration_targets, self.usual_temperature)


def fit_frozen(material: Material, folder: Path, seed: int, progress: Progress) -> Fitted:
    """Logistic regression on the vectors of the frozen base, whose exported folder is `folder`."""
    classes = len(material.labels)
    progress("fitting the head", 0, 2)
    head = fit_head(material.train.vectors, material.train.targets, classes)
    progress("fitting the head", 1, 2)
    outside = out_of_fold_logits(material.train.vectors, material.train.targets, classes, seed)
    progress("fitting the head", 2, 2)
    heldout = head.logits(material.heldout.vectors)
    targets = material.train.targets[outside.rows]
    return Fitted("frozen", folder, head, heldout, outside.logits, targets, usual_temperature=1.0)


def fit_tuned(
    material: Material,
    frozen: Fitted,
    base: Base,
    work: Path,
    seed: int,
    recipe: Recipe,
    checkpoint_seconds: float,
    progress: Progress,
) -> Fitted:
    """The base tuned with its head; exported into `work`, which also keeps what a stopped run needs to go on."""
    from training.fine_tune import SMOOTHED_TEMPERATURE, Tuned, fine_tune

    teacher = teacher_probabilities(material, frozen)
    tuned: Tuned = fine_tune(material, base, teacher, work, seed, recipe, checkpoint_seconds, progress)
    folder = _exported(tuned.save, work / "export", progress)
    encoder = OnnxEncoder(folder, training_threads(), manifest=tuned.manifest(folder))
    heldout = tuned.head.logits(embed(encoder, material.heldout.texts))
    return Fitted("tuned", folder, tuned.head, heldout, heldout, material.heldout.targets, SMOOTHED_TEMPERATURE)


def teacher_probabilities(material: Material, frozen: Fitted) -> Matrix | None:
    """Out-of-fold probabilities of the frozen head for the training texts: softer targets than the labels alone.

    None where the fit has them for a sample only.
    """
    if len(frozen.calibration_targets) < len(material.train.targets):
        return None
    return probabilities(frozen.calibration_logits, frozen.temperature())


def better(frozen: Fitted, tuned: Fitted, targets: Targets) -> Fitted:
    """The tuned one, unless the held-out texts say that tuning did harm, as it can with a handful of examples an intent.

    Accuracy decides where it differs by more than its standard error, else the likelihood, which tells more from few texts.
    """
    if not len(targets):
        return frozen
    wins = _right(tuned, targets).astype(int) - _right(frozen, targets).astype(int)
    if abs(wins.sum()) > np.sqrt(np.abs(wins).sum()):
        return tuned if wins.sum() > 0 else frozen
    return tuned if _loss(tuned, targets) <= _loss(frozen, targets) else frozen


def _right(fitted: Fitted, targets: Targets) -> npt.NDArray[np.bool_]:
    return np.asarray(fitted.heldout_logits.argmax(axis=1) == targets)


def _loss(fitted: Fitted, targets: Targets) -> float:
    """Mean negative log-likelihood of the held-out texts, each at its best temperature."""
    scale = fit_temperature(fitted.heldout_logits, targets, fitted.usual_temperature)
    told = probabilities(fitted.heldout_logits, scale)[np.arange(len(targets)), targets]
    return float(-np.log(np.maximum(told, 1e-12)).mean())


def out_of_scope_threshold(doubts: Matrix, share: float = 0.95) -> float:
    """The out-of-scope score that `share` of in-scope texts stay below."""
    return float(np.quantile(doubts, share)) if len(doubts) else 1.0


def _exported(save: Callable[[Path], None], folder: Path, progress: Progress) -> Path:
    progress("exporting", 0, 1)
    folder.mkdir(parents=True, exist_ok=True)
    save(folder)
    progress("exporting", 1, 1)
    return folder
