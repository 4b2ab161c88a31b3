"""A classifier from the material: on the frozen base (seconds), or with the base tuned too (minutes)."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from dialogs.progress import Progress
from nlu.head import Head, Heads
from nlu.lexical_head import LexicalHeads
from nlu.manifest import Manifest
from nlu.onnx_encoder import OnnxEncoder
from nlu.result import Matrix, Vector
from nlu.scores import Doubt
from retrieval.encoding import embed
from training.base_model import Base
from training.cores import training_threads
from training.linear_head import Always, OutOfFold, Targets, fit_head, joined, out_of_fold_logits, probabilities
from training.material import Material, Part, nothing, together
from training.model_folder import checksums
from training.processes import Alone, Processes
from training.run_log import RunLog
from training.schedule import ContrastRecipe, Recipe
from training.temperature import fit_temperature

if TYPE_CHECKING:
    from training.fine_tune import Tuned
    from training.tuned_encoder import TunedEncoder

SHARES: tuple[float, ...] = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
"""Of the frozen model in the scores of one that was tuned together with its head: what makes the held-out texts likeliest."""
LEXICAL_SHARES: tuple[float, ...] = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
"""Of the lexical head in the scores of the frozen model."""
LEXICAL_FEWEST = 50
"""Examples an intent, on average, from which there is a lexical head. Fewer don't hold enough wordings: with 10 it gained nothing, and with
the 31 of the example shop, whose log repeats itself, it was sure of the log and 87 new questions were answered instead of 102."""
WORTH_IT = 0.02
"""Of the negative log-likelihood: a lexical head that saves less than this is left out."""
CONTRAST_SHARES: tuple[float, ...] = (0.5,)
"""The same after contrast, where held-out texts are too few to choose."""
FEWEST_TO_JUDGE_BY = 2_000
"""Examples from which the untuned reading may judge a tuned version's answers. A twentieth to a tenth of them is held out of the tuning: too
few to prove a risk of 2 % where a hundredth of the record is labelled wrongly. All of them can."""
SURELY_WORSE = 2.0
"""Standard errors by which a classifier must tell fewer held-out texts to count as the worse one."""
FLAT = 2.5
"""Temperature of the out-of-scope score: 2 to 3 ranked best on CLINC150's validation split, for tuned and for frozen scores."""
IN_SCOPE, THRESHOLD = 0.95, 0.5
POWERS = (0.1, 100.0)
EXPORT = "export"


@dataclass(frozen=True, slots=True, eq=False)
class Tuning:
    """How to tune. Same seed, same machine: same model."""

    seed: int = 0
    recipe: Recipe = field(default_factory=Recipe)
    contrast: ContrastRecipe = field(default_factory=ContrastRecipe)
    checkpoint_seconds: float = 20.0
    teacher: Matrix | None = None
    """Probabilities of the training texts, shape (texts, classes), that are mixed into the targets. The frozen head's would not do: it
    speaks beside the tuned one anyway, and both together know less where one repeats the other (docs/adr/026-words-are-hidden.md)."""
    log: RunLog | None = None
    group: Processes = field(default_factory=Alone)
    """The processes that tune together."""

    def by_contrast(self, material: Material) -> bool:
        """Whether the layers are tuned by contrast, not together with the head: where examples are few and nobody teaches."""
        return material.few and self.teacher is None


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A classifier that is not yet a version. `encoder` holds encoder.onnx and tokenizer.json.

    `calibration_*` are logits, with their targets, of texts that the blind head was not fitted on; `heldout_logits` are its logits of
    the held-out part. All are unscaled. `lexical_share` is the lexical head's in the scores.
    `untuned` is the frozen classifier that judges the answers of a tuned one (`nlu.untuned`), where that pays.
    """

    method: str
    encoder: Path
    heads: Heads
    heldout_logits: Matrix
    calibration_logits: Matrix
    calibration_targets: Targets
    usual_temperature: float
    lexical_share: float = 0.0
    untuned: "Fitted | None" = None

    def temperature(self) -> float:
        return fit_temperature(self.calibration_logits, self.calibration_targets, self.usual_temperature)


def fit_frozen(material: Material, folder: Path, seed: int, progress: Progress) -> Fitted:
    """Logistic regression on the vectors of the frozen base, whose exported folder is `folder`, and on the n-grams where examples are many."""
    classes = len(material.labels)
    progress("fitting the head", 0, 4)
    names, ignorant = names_that_help(material, seed)
    progress("fitting the head", 1, 4)
    outside = material.outside.vectors
    blind = head_of(together(material.train, names), classes, outside)
    progress("fitting the head", 2, 4)
    serving = head_of(together(material.train, material.heldout, names), classes, outside)
    progress("fitting the head", 3, 4)
    heldout = blind.logits(material.heldout.vectors)
    targets = material.train.targets[ignorant.rows]
    alone = Fitted("frozen", folder, Heads(serving, blind), heldout, ignorant.logits, targets, usual_temperature=1.0)
    fitted = _with_lexical_head(alone, material, ignorant.rows, seed)
    progress("fitting the head", 4, 4)
    return fitted


def _with_lexical_head(alone: Fitted, material: Material, rows: Targets, seed: int) -> Fitted:
    """With as much of a lexical head as makes the training texts likeliest, each by heads that were not fitted on it. `rows` are the
    training texts whose logits calibrate."""
    from training.lexical_head import LexicalExamples

    classes, train, outside = len(material.labels), material.train, material.outside.texts
    enough = len(train.texts) >= LEXICAL_FEWEST * classes
    known = LexicalExamples.of(train.texts, train.targets, classes, outside) if enough else None
    if known is None:
        return alone
    ignorant = known.out_of_fold_logits(seed)[rows]

    def mixed(share: float) -> Matrix:
        return np.asarray((1.0 - share) * alone.calibration_logits + share * ignorant, np.float32)

    losses = {share: likelihood_loss(mixed(share), alone.calibration_targets, 1.0) for share in LEXICAL_SHARES}
    share = min(losses, key=lambda share: losses[share])
    if losses[share] > (1.0 - WORTH_IT) * losses[0.0]:
        return alone
    every = together(train, material.heldout)
    all_known = LexicalExamples.of(every.texts, every.targets, classes, outside)
    if all_known is None:
        return alone
    lexical = LexicalHeads(all_known.head(), known.head()).scaled(share)
    rest = 1.0 - share
    heads = Heads(alone.heads.serving.scaled(rest), alone.heads.blind.scaled(rest), lexical)
    heldout = heads.blinded().logits(material.heldout.vectors, material.heldout.texts)
    return replace(alone, heads=heads, heldout_logits=heldout, calibration_logits=mixed(share), lexical_share=share)


def names_that_help(material: Material, seed: int) -> tuple[Part, OutOfFold]:
    """The names as examples, if the training texts are told better with them (none where there are many examples, or where a name is a
    code); and the out-of-fold logits of the training texts that go with it."""
    train, none = material.train, nothing(material.train.vectors.shape[1])

    def ignorant(names: Part) -> OutOfFold:
        always = Always(names.vectors, names.targets, material.outside.vectors)
        return out_of_fold_logits(train.vectors, train.targets, len(material.labels), seed, always)

    without = ignorant(none)
    if not material.few or not len(material.names.texts):
        return none, without
    named = ignorant(material.names)
    right, right_named = ((found.logits.argmax(axis=1) == train.targets[found.rows]).sum() for found in (without, named))
    return (material.names, named) if right_named >= right else (none, without)


def fit_tuned(
    material: Material,
    frozen: Fitted,
    base: Base,
    work: Path,
    options: Tuning,
    progress: Progress,
) -> Fitted:
    """The layers tuned; exported into `work`, which also keeps what a stopped run needs to go on.

    Where examples are few and nobody teaches, by contrast, with heads fitted on the tuned vectors; else together with the head.
    """
    from training.contrast import contrast
    from training.fine_tune import SMOOTHED_TEMPERATURE

    if options.by_contrast(material):
        learned = together(material.train, material.names)
        encoder = contrast(learned, base, options.seed, options.contrast, progress, options.log)
        served = _exported(encoder, work, progress)
        heads, usual, shares = _contrasted_heads(served, material, progress), 1.0, CONTRAST_SHARES
    else:
        tuned = tune_together(material, base, work, options, progress)
        served = _exported(tuned.encoder, work, progress)
        heads, usual, shares = Heads(tuned.head, tuned.head), SMOOTHED_TEMPERATURE, SHARES
    vectors, targets = embed(served, material.heldout.texts), material.heldout.targets

    def heldout_logits(share: float) -> Matrix:
        return joined_heads(heads, frozen.heads, share).blinded().logits(vectors, material.heldout.texts)

    share = min(shares, key=lambda share: likelihood_loss(heldout_logits(share), targets, 1.0))
    both, heldout = joined_heads(heads, frozen.heads, share), heldout_logits(share)
    found = Fitted("tuned", work / EXPORT, both, heldout, heldout, targets, usual, share * frozen.lexical_share)
    return replace(found, untuned=frozen) if judges_answers(frozen, found, material) else found


def joined_heads(tuned: Heads, frozen: Heads, share: float) -> Heads:
    """(1 - share) x tuned + share x frozen scores, for vectors of two branches."""
    lexical = frozen.lexical.scaled(share) if frozen.lexical and share else None
    return Heads(joined(tuned.serving, frozen.serving, share), joined(tuned.blind, frozen.blind, share), lexical)


def tune_together(material: Material, base: Base, work: Path, options: Tuning, progress: Progress) -> "Tuned":
    """The layers and the head; every process of `options.group` must call it."""
    from training.fine_tune import fine_tune

    seconds, seed = options.checkpoint_seconds, options.seed
    return fine_tune(material, base, options.teacher, work, seed, options.recipe, seconds, progress, options.log, options.group)


def _contrasted_heads(served: OnnxEncoder, material: Material, progress: Progress) -> Heads:
    """Logistic regressions on the tuned half of the vectors."""
    half = served.dimension // 2

    def seen(part: Part) -> Part:
        return Part(part.texts, part.targets, embed(served, part.texts, progress)[:, :half] * 2**0.5)

    train, heldout, names = seen(material.train), seen(material.heldout), seen(material.names)
    classes, outside = len(material.labels), seen(material.outside).vectors
    return Heads(head_of(together(train, heldout, names), classes, outside), head_of(together(train, names), classes, outside))


def head_of(part: Part, classes: int, outside: Matrix | None = None) -> Head:
    return fit_head(part.vectors, part.targets, classes, outside)


def better(frozen: Fitted, tuned: Fitted, targets: Targets) -> Fitted:
    """The tuned one, unless the held-out texts say that tuning did harm: it is told right less often, by more than the standard error."""
    if not len(targets):
        return frozen
    return frozen if _lead(tuned, frozen, targets) < -1 else tuned


def judges_answers(frozen: Fitted, tuned: Fitted, material: Material) -> bool:
    """Whether confidences and thresholds of answers are better calibrated on the frozen classifier: there are enough questions for that to
    prove more than those which tuning left out, and it does not tell clearly fewer of these than the tuned one."""
    enough = len(material.train.texts) >= FEWEST_TO_JUDGE_BY
    return enough and _lead(frozen, tuned, material.heldout.targets) > -SURELY_WORSE


def _lead(one: Fitted, other: Fitted, targets: Targets) -> float:
    """How many more of the held-out texts one tells right than the other, in standard errors of that number."""
    wins = _right(one, targets).astype(int) - _right(other, targets).astype(int)
    return float(wins.sum() / max(np.sqrt(np.abs(wins).sum()), 1.0))


def _right(fitted: Fitted, targets: Targets) -> npt.NDArray[np.bool_]:
    return np.asarray(fitted.heldout_logits.argmax(axis=1) == targets)


def likelihood_loss(logits: Matrix, targets: Targets, usual_temperature: float) -> float:
    """Mean negative log-likelihood of the targets, at the best temperature."""
    scale = fit_temperature(logits, targets, usual_temperature)
    told = probabilities(logits, scale)[np.arange(len(targets)), targets]
    return float(-np.log(np.maximum(told, 1e-12)).mean())


def fit_doubt(logits: Matrix) -> Doubt:
    """The doubt whose score IN_SCOPE of these in-scope texts stay below THRESHOLD."""
    flat = Doubt(FLAT)
    highest = float(np.quantile(flat.of(logits), IN_SCOPE)) if len(logits) else 1.0
    if not 0.0 < highest < 1.0:
        return flat
    return Doubt(FLAT, float(np.clip(np.log(THRESHOLD) / np.log(highest), *POWERS)))


def out_of_scope_threshold(doubts: Vector) -> float:
    """The out-of-scope score that IN_SCOPE of these in-scope texts stay below."""
    return float(np.quantile(doubts, IN_SCOPE)) if len(doubts) else 1.0


def _exported(encoder: "TunedEncoder", work: Path, progress: Progress) -> OnnxEncoder:
    """The encoder as it serves, from its files under `work`."""
    progress("exporting", 0, 1)
    folder = work / EXPORT
    folder.mkdir(parents=True, exist_ok=True)
    encoder.save(folder)
    progress("exporting", 1, 1)
    return exported_encoder(folder, encoder.base)


def exported_encoder(folder: Path, base: Base) -> OnnxEncoder:
    """The encoder of both branches, from the files that a fit exported into `folder`; they have no manifest yet."""
    about = Manifest("encoder", folder.name, 2 * base.dimension, base.max_tokens, checksums(folder))
    return OnnxEncoder(folder, training_threads(), manifest=about)
