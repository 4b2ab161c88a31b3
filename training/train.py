"""`firstline train` from examples to a registered version: fit, calibrate, export, judge, publish."""

import hashlib
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dialogs.progress import Progress, silent
from dialogs.text_hash import text_hash
from dialogs.trained_on import READ
from nlu.errors import NluError
from nlu.intent_model import IntentModel
from nlu.manifest import ENCODER_FILE, TOKENIZER_FILE, Manifest, read_manifest, write_manifest
from nlu.onnx_encoder import OnnxEncoder
from nlu.search_encoder import FOLDER as SEARCH
from nlu.untuned import BASE_ENCODER
from nlu.untuned import FOLDER as UNTUNED
from training.base_model import DEFAULT, Base, resolve_base
from training.cores import training_threads
from training.errors import NoSpaceError
from training.examples import Example, ExampleSet
from training.fit import Fitted, Tuning, better, fit_doubt, fit_frozen, fit_tuned, out_of_scope_threshold, tune_together
from training.frozen import frozen_folder
from training.gate import Verdict, judge, read_seen, write_seen
from training.known_examples import write_known_examples
from training.material import Material, prepare
from training.metrics import accuracy, expected_calibration_error, macro_f1
from training.model_folder import checksums, library_versions, new_folder
from training.processes import Alone, Processes
from training.registry import Registry
from training.robustness import robustness_card
from training.run_log import CurveKind
from training.schedule import AdaptRecipe, ContrastRecipe, Recipe
from training.search_fit import FittedSearch, SearchOptions, fit_search
from training.sentiment import add_sentiment, enough
from training.split import split

if TYPE_CHECKING:
    from training.run_log import RunLog
    from training.trials import Found as RecipeFound

FEWEST_TO_JUDGE = 10
"""Held-out texts below which nobody could tell whether tuning helped: the frozen base is kept."""
SEARCH_WORK = ".training-search"
"""Where a run that tunes the search encoder keeps what it needs to go on."""
SPACE_QUICK, SPACE_TUNED = 150, 700
"""Megabytes a run may need at its peak with the default base: exports, checkpoints, the version itself."""


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """`quick` fits only a head on the frozen base. `base`: see base_model.resolve_base. Same seed, same machine: same model."""

    base: str | Path | None = None
    seed: int = 0
    quick: bool = False
    checkpoint_seconds: float = 20.0
    keep_examples: bool = False
    """Keep the texts in the version's folder: for those that are not in the record, where `ask --why` would find them."""
    moods: tuple[Example, ...] = ()
    """Texts with their mood for intent, to fit a sentiment head on; see training/sentiment.py."""
    adapt: tuple[str, ...] | None = None
    """Unlabelled messages that the base reads before anything else; see training/adapt.py. The held-out texts are left out."""
    trials: int = 0
    """Recipes that are tried, `recipe` first, where layers and head are tuned together; see training/trials.py."""
    teacher: str | None = None
    """A version or a base to learn from; see training/teacher.py."""
    log: CurveKind | None = None
    """Where curves are drawn; see training/curves.py."""
    recipe: Recipe = field(default_factory=Recipe)
    search: SearchOptions = field(default_factory=SearchOptions)
    contrast: ContrastRecipe = field(default_factory=ContrastRecipe)
    adaptation: AdaptRecipe = field(default_factory=AdaptRecipe)


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What came of it. `live`: whether the version went live, `reason` says why or why not.

    accuracy, macro_f1 and ece are measured on the held-out texts with the model as it serves. `method` is "tuned" or "frozen".
    """

    version: str
    live: bool
    classes: int
    examples: int
    heldout: int
    accuracy: float
    macro_f1: float
    ece: float
    cpu_seconds: float
    seconds: float
    reason: str
    base: str
    method: str
    seed: int
    warnings: tuple[str, ...] = field(default=())


def train(
    registry: Registry,
    examples: ExampleSet,
    options: TrainOptions,
    publish: Callable[[str], None],
    progress: Progress = silent,
    group: Processes | None = None,
) -> TrainReport:
    """Train a version, register it, and `publish` it (its name is given) if it passes the gate.

    Stopped at any point it leaves the live version untouched; the same call goes on from the last checkpoint.
    Raises BaseModelError, NoSpaceError, ExamplesError. In the first process of `group`; the others `assist`.
    """
    started, cpu_started = time.perf_counter(), time.process_time()
    _check_space(registry.models, options)
    if options.moods:
        enough(options.moods)
    ready = _ready(registry, examples, options, group or Alone(), progress)
    base, frozen, material, work, tried = ready.base, ready.frozen, ready.material, ready.work, ready.tried
    if tried is not None:
        options = replace(options, recipe=tried.recipe)
    with _log(registry.models, options) as log:
        fitted = _fit(ready, options, replace(ready.tuning, log=log), progress)
    ready.tuning.group.leave()
    live = registry.live()
    search = None if options.quick else _search(registry, base, frozen, options, progress)
    name = _write_version(registry.models, fitted, material, base, options, search.folder if search else None)
    model = IntentModel.load(registry.folder(name), verify=False)
    metrics = _measure(model.blind(), material)
    card = robustness_card(model.blind(), material.heldout.texts, material.heldout_intents, options.seed, progress)
    metrics["robustness"] = card
    if search is not None:
        metrics["search"] = {"pairs": search.pairs, "before": search.before.hit_at_1, "after": search.after.hit_at_1}
    read = (search.pairs if search is not None and search.folder is not None else 0) + len(options.adapt or ())
    if read:
        metrics[READ] = read
    if tried is not None:
        metrics["trials"] = {name: value for name, value in asdict(tried).items() if name != "recipe"}
    registry.register(name, kind="intent", data_hash=material.data_hash, metrics=metrics, parent=live.name if live else None)
    for done in (work, registry.models / SEARCH_WORK):
        shutil.rmtree(done, ignore_errors=True)
    verdict = _verdict(registry, model, material)
    if verdict.passed:
        publish(name)
    return TrainReport(
        version=name,
        live=verdict.passed,
        classes=len(material.labels),
        examples=len(examples.examples),
        heldout=len(material.heldout.texts),
        accuracy=metrics["accuracy"],
        macro_f1=metrics["macro_f1"],
        ece=metrics["ece"],
        cpu_seconds=round(time.process_time() - cpu_started, 1),
        seconds=round(time.perf_counter() - started, 1),
        reason=verdict.reason,
        base=base.name,
        method=fitted.method,
        seed=options.seed,
        warnings=(*examples.warnings, *_warnings(material, options)),
    )


def assist(registry: Registry, examples: ExampleSet, options: TrainOptions, group: Processes) -> None:
    """What the further processes of a training do while the first one does `train`: their share of the tuning, and nothing else."""
    ready = _ready(registry, examples, options, group, silent)
    if not _keeps_the_base(ready.material, options) and not ready.tuning.by_contrast(ready.material):
        tune_together(ready.material, ready.base, ready.work, ready.tuning, silent)
    group.leave()


@dataclass(frozen=True, slots=True)
class _Ready:
    """Everything that is there before anything is tuned. `frozen` is the folder of the exported base."""

    base: Base
    frozen: Path
    material: Material
    work: Path
    tried: "RecipeFound | None"
    tuning: Tuning


def _ready(registry: Registry, examples: ExampleSet, options: TrainOptions, group: Processes, progress: Progress) -> _Ready:
    """The same in every process: the first one writes what the others then find."""
    with group.first_alone():
        base = _base(registry.models, examples, options, progress)
        frozen = frozen_folder(registry.models, base, progress=progress)
        material = prepare(examples, OnnxEncoder(frozen, training_threads()), options.seed, progress)
        work = registry.models / f".training-{_run_key(material, base, options)}"
        options = replace(options, recipe=options.recipe.for_examples(len(material.train.texts)))
        tried = _tried(registry.models, material, base, work, options, progress)
        chosen = options if tried is None else replace(options, recipe=tried.recipe)
        tuning = _tuning(registry, examples, material, work, chosen, progress)
    return _Ready(base, frozen, material, work, tried, replace(tuning, group=group))


def _base(models: Path, examples: ExampleSet, options: TrainOptions, progress: Progress) -> Base:
    """The base, adapted if that is wanted: to texts without those that will judge it."""
    base = resolve_base(options.base)
    if options.adapt is None:
        return base
    from training.adapt import adapted_base

    judges = {text_hash(examples.examples[row].text) for row in split(examples.examples, options.seed).heldout}
    texts = [text for text in options.adapt if text_hash(text) not in judges]
    return adapted_base(models, base, texts, options.seed, options.adaptation, options.checkpoint_seconds, progress)


def _search(registry: Registry, base: Base, frozen: Path, options: TrainOptions, progress: Progress) -> FittedSearch | None:
    work, encoder = registry.models / SEARCH_WORK, OnnxEncoder(frozen, training_threads())
    return fit_search(registry.database, base, encoder, work, options.seed, options.search, options.checkpoint_seconds, progress)


def _warnings(material: Material, options: TrainOptions) -> Iterator[str]:
    if options.adapt is not None and len(options.adapt) > options.adaptation.most:
        yield f"of {len(options.adapt):,} messages the base read the newest {options.adaptation.most:,}"
    if not options.quick and len(material.heldout.texts) < FEWEST_TO_JUDGE:
        count = len(material.train.texts) + len(material.heldout.texts)
        yield f"{count} examples are too few to tune the base and tell whether it helped; a head on the frozen base was fitted instead"
    if options.trials and (options.quick or material.few):
        yield "no recipe was searched: that needs more than twenty examples an intent, and no --quick"


def _keeps_the_base(material: Material, options: TrainOptions) -> bool:
    return options.quick or len(material.heldout.texts) < FEWEST_TO_JUDGE


def _tried(
    models: Path, material: Material, base: Base, work: Path, options: TrainOptions, progress: Progress
) -> "RecipeFound | None":
    """The best of several recipes, where several are wanted and the recipe is used at all."""
    if not options.trials or material.few or _keeps_the_base(material, options):
        return None
    from training.trials import Search, search_recipe

    search = Search(options.trials, models, work.name.removeprefix(".training-"))
    return search_recipe(search, material, base, work, options.seed, options.recipe, options.checkpoint_seconds, progress)


def _tuning(
    registry: Registry, examples: ExampleSet, material: Material, work: Path, options: TrainOptions, progress: Progress
) -> Tuning:
    """How to tune, with what the teacher says, where one is named and anything is tuned."""
    tuning = Tuning(options.seed, options.recipe, options.contrast, options.checkpoint_seconds)
    if options.teacher is None or _keeps_the_base(material, options):
        return tuning
    from training.teacher import ask_teacher

    opinion = ask_teacher(options.teacher, registry, examples, material, work, tuning, progress)
    return replace(tuning, teacher=opinion.probabilities)


def _log(models: Path, options: TrainOptions) -> "AbstractContextManager[RunLog | None]":
    if options.log is None:
        return nullcontext()
    from training.curves import RUNS, curves

    settings = {"base": str(options.base or DEFAULT), "seed": options.seed, **asdict(options.recipe)}
    return curves(options.log, models / RUNS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}", settings)


def _fit(ready: _Ready, options: TrainOptions, tuning: Tuning, progress: Progress) -> Fitted:
    material = ready.material
    quick = fit_frozen(material, ready.frozen, options.seed, progress)
    if _keeps_the_base(material, options):
        return quick
    return better(quick, fit_tuned(material, quick, ready.base, ready.work, tuning, progress), material.heldout.targets)


def _write_version(models: Path, fitted: Fitted, material: Material, base: Base, options: TrainOptions, search: Path | None) -> str:
    """The version's folder, complete with checksums, under a name of its own. `search` holds its search encoder, where it has one."""
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    with new_folder(models / name) as folder:
        for file in (ENCODER_FILE, TOKENIZER_FILE):
            shutil.copyfile(fitted.encoder / file, folder / file)
        fitted.heads.save(folder)
        if search is not None:
            shutil.copytree(search, folder / SEARCH)
        elif fitted.untuned is not None:
            _write_untuned(name, folder / UNTUNED, fitted.untuned, material, base, options)
        write_seen(folder, material.train.texts)
        if options.keep_examples:
            write_known_examples(folder, material)
        manifest = _manifest(name, folder, fitted, material, base, options)
        if options.moods:
            manifest = add_sentiment(folder, manifest, options.moods, options.seed)
        write_manifest(folder, manifest)
    return name


def _write_untuned(name: str, folder: Path, fitted: Fitted, material: Material, base: Base, options: TrainOptions) -> None:
    folder.mkdir()
    fitted.heads.save(folder)
    manifest = _manifest(name, folder, fitted, material, base, options)
    encoder = {BASE_ENCODER: read_manifest(fitted.encoder).encoder_id}
    write_manifest(folder, replace(manifest, settings={**manifest.settings, **encoder}))


def _manifest(name: str, folder: Path, fitted: Fitted, material: Material, base: Base, options: TrainOptions) -> Manifest:
    doubt = fit_doubt(fitted.calibration_logits)
    return Manifest(
        kind="intent",
        version=name,
        dimension=fitted.heads.serving.weight.shape[1],
        max_tokens=base.max_tokens,
        files=checksums(folder),
        labels=material.labels,
        temperature=fitted.temperature(),
        out_of_scope_threshold=out_of_scope_threshold(doubt.of(fitted.calibration_logits)),
        doubt_temperature=doubt.temperature,
        doubt_power=doubt.power,
        heldout=material.heldout.hashes,
        data_hash=material.data_hash,
        base=base.name,
        multilingual=base.multilingual,
        seed=options.seed,
        settings=_settings(fitted, options),
        libraries=library_versions(),
    )


def _settings(fitted: Fitted, options: TrainOptions) -> dict[str, Any]:
    """What was chosen, without what is as ever."""
    chosen: dict[str, Any] = {"teacher": options.teacher, "lexical_share": round(fitted.lexical_share, 3)}
    chosen["recipe"] = asdict(options.recipe) if options.recipe != Recipe() else None
    return {"method": fitted.method, "quick": options.quick} | {name: value for name, value in chosen.items() if value}


def _measure(model: IntentModel, material: Material) -> dict[str, Any]:
    """Figures on the held-out texts, by the encoder that will serve and the head that has not seen them."""
    scores = model.best(material.heldout.texts)
    truth, told = material.heldout_intents, [score.name for score in scores]
    correct = [a == b for a, b in zip(truth, told, strict=True)]
    return {
        "accuracy": accuracy(truth, told),
        "macro_f1": macro_f1(truth, told),
        "ece": expected_calibration_error([score.confidence for score in scores], correct),
        "heldout": len(truth),
        "examples": len(truth) + len(material.train.texts),
        "classes": len(material.labels),
        "method": model.manifest.settings["method"],
        "base": model.manifest.base,
        **model.manifest.metrics,
    }


def _verdict(registry: Registry, model: IntentModel, material: Material) -> Verdict:
    live = registry.live()
    if live is None:
        return Verdict(True, "no version was live before")
    folder = registry.folder(live.name)
    try:
        rival = IntentModel.load(folder)
    except NluError as error:
        return Verdict(True, f"the live version can't be loaded: {error}")
    return judge(model.blind(), rival.blind(), material.heldout.texts, material.heldout_intents, read_seen(folder))


def _run_key(material: Material, base: Base, options: TrainOptions) -> str:
    taught = f" {options.teacher}" if options.teacher else ""
    return hashlib.sha256(f"{material.data_hash} {base.hash} {options.seed}{taught}".encode()).hexdigest()[:12]


def _check_space(models: Path, options: TrainOptions) -> None:
    models.mkdir(parents=True, exist_ok=True)
    needed = SPACE_QUICK if options.quick else SPACE_TUNED
    free = shutil.disk_usage(models).free // 1_000_000
    if free < needed:
        raise NoSpaceError(
            f"training needs about {needed} MB in {models} and {free} MB are free; make room, or give another --home"
        )
