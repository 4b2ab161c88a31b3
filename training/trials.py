"""A search for the recipe's numbers: tree-structured Parzen estimators (Bergstra et al. 2011) with optuna, on the training texts alone.

A part of them is kept out of each trial and judges it; the held-out texts, which judge the version, take no part. The study is a file, and
each trial's proposal depends on the seed, its number and the trials before it, so that a stopped search goes on as if it had not been.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from dialogs.progress import Progress, silent
from training.base_model import Base
from training.errors import MissingPackageError
from training.examples import Example
from training.fine_tune import Tuned, fine_tune
from training.material import Material, Part
from training.schedule import Recipe
from training.split import split

if TYPE_CHECKING:
    import optuna

FILE = "trials.db"
NUMBERS = ("encoder_rate", "head_rate", "epochs", "smoothing", "trunk")
"""What of a recipe is searched."""
REACH = 4.0
"""How many times larger or smaller than the recipe's a learning rate may be."""
STARTS = 5
"""Trials before one can be stopped for being below the median of the others at the same epoch."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best of `done` trials (`pruned` of them were stopped early), judged on `judges` texts; `before` is what the recipe that was
    given, the first trial, came to there."""

    recipe: Recipe
    accuracy: float
    before: float
    done: int
    pruned: int
    judges: int


@dataclass(frozen=True, slots=True)
class Search:
    """`study` names the search in the file, with the recipe; the same goes on with it."""

    trials: int
    models: Path
    study: str


def search_recipe(
    search: Search,
    material: Material,
    base: Base,
    work: Path,
    seed: int,
    recipe: Recipe,
    checkpoint_seconds: float = 20.0,
    progress: Progress = silent,
) -> Found:
    """Try the recipe itself and then others, up to `search.trials` in all. Raises MissingPackageError."""
    inner = without_judges(material, seed)
    study = _study(search, recipe)
    for trial in study.get_trials(deepcopy=False):
        if trial.state.name == "RUNNING":  # killed in the middle of it
            study.tell(trial.number, state=_optuna().trial.TrialState.FAIL)
    while (done := len(_finished(study))) < search.trials:
        progress("trials", done, search.trials)
        study.sampler = _optuna().samplers.TPESampler(seed=seed + done)
        if not done:
            study.enqueue_trial({name: value for name, value in asdict(recipe).items() if name in NUMBERS})

        def judged(trial: "optuna.Trial") -> float:
            tried = suggested(trial, recipe)
            tuned = fine_tune(inner, base, None, work / "trial", seed, tried, checkpoint_seconds, silent, log=_Pruning(trial))
            return _accuracy(tuned)

        study.optimize(judged, n_trials=1)
    progress("trials", search.trials, search.trials)
    trials = _finished(study)
    pruned = sum(trial.state.name == "PRUNED" for trial in trials)
    best = study.best_trial
    return Found(
        with_numbers(recipe, best.params), float(best.value), float(trials[0].value), len(trials), pruned, len(inner.heldout.texts)
    )


def suggested(trial: "optuna.Trial", recipe: Recipe) -> Recipe:
    """The recipe with this trial's numbers."""
    low, high = 1 / REACH, REACH
    return with_numbers(
        recipe,
        {
            "encoder_rate": trial.suggest_float("encoder_rate", low * recipe.encoder_rate, high * recipe.encoder_rate, log=True),
            "head_rate": trial.suggest_float("head_rate", low * recipe.head_rate, high * recipe.head_rate, log=True),
            "epochs": trial.suggest_int("epochs", max(1, recipe.epochs // 2), 2 * recipe.epochs),
            "smoothing": trial.suggest_float("smoothing", 0.0, 0.3),
            "trunk": trial.suggest_float("trunk", 0.0, 0.8),
        },
    )


def with_numbers(recipe: Recipe, numbers: Mapping[str, Any]) -> Recipe:
    """Adapters, where there are some, keep their lead over the layers."""
    found = replace(recipe, **numbers)
    if recipe.adapter is None:
        return found
    faster = recipe.adapter.rate * found.encoder_rate / recipe.encoder_rate
    return replace(found, adapter=replace(recipe.adapter, rate=faster))


def without_judges(material: Material, seed: int) -> Material:
    """The training texts divided once more, as the examples were: into those that a trial learns from and those that judge it."""
    train = material.train
    rows = [Example(text, material.labels[target]) for text, target in zip(train.texts, train.targets, strict=True)]
    parts = split(rows, seed)

    def part(chosen: tuple[int, ...]) -> Part:
        taken = np.array(chosen, dtype=np.int64)
        return Part(tuple(train.texts[row] for row in chosen), train.targets[taken], train.vectors[taken])

    return replace(material, train=part(parts.train), heldout=part(parts.heldout))


class _Pruning:
    """Tells a trial's results to the study after each epoch, and ends it where they are below the median."""

    def __init__(self, trial: "optuna.Trial") -> None:
        self._trial = trial

    def step(self, step: int, loss: torch.Tensor, rate: float) -> None:
        pass

    def epoch(self, epoch: int, accuracy: float, loss: float) -> None:
        self._trial.report(accuracy, epoch)
        if self._trial.should_prune():
            raise _optuna().TrialPruned


def _accuracy(tuned: Tuned) -> float:
    """Of the epoch whose weights were kept."""
    return tuned.history[tuned.best_epoch - 1][0]


def _study(search: Search, recipe: Recipe) -> "optuna.Study":
    optuna = _optuna()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    search.models.mkdir(parents=True, exist_ok=True)
    return optuna.create_study(
        storage=f"sqlite:///{search.models / FILE}",
        study_name=f"{search.study}-{hashlib.sha256(repr(recipe).encode()).hexdigest()[:8]}",
        pruner=optuna.pruners.MedianPruner(n_startup_trials=STARTS, n_warmup_steps=1),
        direction="maximize",
        load_if_exists=True,
    )


def _finished(study: "optuna.Study") -> "list[optuna.trial.FrozenTrial]":
    return [trial for trial in study.get_trials(deepcopy=False) if trial.state.name in ("COMPLETE", "PRUNED")]


def _optuna() -> Any:
    try:
        import optuna
    except ImportError as error:
        raise MissingPackageError.of("--trials", "optuna") from error
    return optuna
