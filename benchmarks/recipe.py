"""What the numbers of the recipe are worth: the tuning with some of them changed, against the defaults, judged by a validation split.

    python -m benchmarks.recipe --train TRAIN.csv [--judge VAL.csv | --judges 2000] [--oos OOS_VAL.csv] [--each 10]
        [--vary hidden=0,epochs=5] [--vary hidden=0.3] [--seeds 1] [--json]

TRAIN.csv holds `text,intent` rows. The rows of VAL.csv judge, or `--judges` rows of TRAIN.csv, drawn by lot, that nothing else sees; with
`--each` so many examples an intent of the others are learned from. A `--vary` names fields of `training.schedule.Recipe`, or of
`ContrastRecipe` where examples are few. The defaults come first, then each variation; every seed splits, tunes and draws anew. "right" and
"loss" (mean negative log-likelihood) are those of the model as it serves but for the head, which has not seen the held-out texts; AUROC is the
chance that a text of OOS_VAL.csv has the higher out-of-scope score. Never give a test file: what is chosen by it can't be judged by it.
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import numpy as np

from dialogs.progress import silent
from nlu.onnx_encoder import OnnxEncoder
from retrieval.encoding import embed
from training.base_model import Base, resolve_base
from training.cores import training_threads
from training.examples import Example, checked, read_csv, read_texts
from training.fit import Fitted, Tuning, exported_encoder, fit_doubt, fit_frozen, fit_tuned, likelihood_loss
from training.frozen import frozen_folder
from training.material import Material, prepare
from training.metrics import auroc
from training.schedule import ContrastRecipe, Recipe

Numbers = TypeVar("Numbers", Recipe, ContrastRecipe)


class NotInRecipeError(ValueError):
    """A variation that the recipe does not have."""


@dataclass(frozen=True, slots=True)
class Judges:
    """Texts with their intents, and texts that have none."""

    rows: tuple[Example, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """`varied` is what was changed, in the words of the command line. CPU seconds are those of the tuning, export included."""

    varied: str
    seed: int
    examples: int
    right: float
    loss: float
    auroc: float | None
    cpu_seconds: float


def results(rows: Sequence[Example], judges: Judges, varied: Sequence[str], each: int | None, seeds: int) -> Iterator[Result]:
    """Raises ExamplesError, BaseModelError, and before anything is tuned NotInRecipeError."""
    base = resolve_base(None)
    with TemporaryDirectory() as folder:
        exported = frozen_folder(Path(folder), base)
        encoder = OnnxEncoder(exported, training_threads())
        for seed in range(seeds):
            learned = few(rows, each, seed) if each else rows
            material = prepare(checked(learned, "the training file"), encoder, seed)
            tunings = {change: tuning(material, change, seed) for change in ("", *varied)}
            frozen = fit_frozen(material, exported, seed, silent)
            for number, (change, options) in enumerate(tunings.items()):
                yield judged(material, frozen, base, Path(folder) / f"{seed}-{number}", options, judges, change)


def few(rows: Sequence[Example], each: int, seed: int) -> list[Example]:
    """The first so many of every intent, in an order that the seed decides."""
    order = np.random.default_rng(seed).permutation(len(rows))
    kept: dict[str, list[Example]] = {}
    for number in order.tolist():
        kept.setdefault(rows[number].intent, []).append(rows[number])
    return [row for found in kept.values() for row in found[:each]]


def tuning(material: Material, change: str, seed: int) -> Tuning:
    """Raises NotInRecipeError."""
    options = Tuning(seed)
    if options.by_contrast(material):
        return replace(options, contrast=changed(options.contrast, change))
    return replace(options, recipe=changed(options.recipe, change).for_examples(len(material.train.texts)))


def changed(recipe: Numbers, change: str) -> Numbers:
    """The recipe with `name=value,…`. Raises NotInRecipeError for what is no number of it, or a value of another kind."""
    values = {field.name: getattr(recipe, field.name) for field in fields(recipe)}
    kinds = {name: type(value) for name, value in values.items() if isinstance(value, int | float)}
    numbers: dict[str, Any] = {}
    for part in filter(None, change.split(",")):
        name, _, value = part.partition("=")
        if name not in kinds:
            raise NotInRecipeError(f"a {type(recipe).__name__} has no {name}; it has {', '.join(sorted(kinds))}")
        try:
            numbers[name] = kinds[name](value)
        except ValueError as error:
            raise NotInRecipeError(f"{name}: {error}") from error
    return replace(recipe, **numbers)


def judged(material: Material, frozen: Fitted, base: Base, work: Path, options: Tuning, judges: Judges, change: str) -> Result:
    started = time.process_time()
    fitted = fit_tuned(material, frozen, base, work, options, silent)
    spent = time.process_time() - started
    encoder, heads = exported_encoder(fitted.encoder, base), fitted.heads.blinded()
    texts = [row.text for row in judges.rows]
    logits = heads.logits(embed(encoder, texts), texts)
    targets = np.array([material.labels.index(row.intent) for row in judges.rows], np.int64)
    apart = None
    if judges.outside:
        doubt = fit_doubt(fitted.calibration_logits)
        strange = heads.logits(embed(encoder, judges.outside), judges.outside)
        apart = auroc(doubt.of(logits).tolist(), doubt.of(strange).tolist())
    right = float((logits.argmax(axis=1) == targets).mean())
    loss = likelihood_loss(logits, targets, fitted.usual_temperature)
    return Result(change or "defaults", options.seed, len(material.train.texts), right, loss, apart, spent)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True, help="text,intent rows")
    parser.add_argument("--judge", type=Path, help="text,intent rows that judge; by default some of --train")
    parser.add_argument("--judges", type=int, default=2_000, help="rows of --train that judge, where there is no --judge")
    parser.add_argument("--oos", type=Path, help="out-of-scope rows that judge, with a text column")
    parser.add_argument("--each", type=int, help="examples an intent to learn from; by default all")
    parser.add_argument("--vary", action="append", default=[], help="name=value,… of the recipe; may be given several times")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    rows = list(read_csv(options.train))
    order = np.random.default_rng(0).permutation(len(rows)).tolist()
    own = 0 if options.judge else options.judges
    judging = read_csv(options.judge) if options.judge else tuple(rows[number] for number in order[:own])
    judges = Judges(judging, read_texts(options.oos) if options.oos else ())
    found = []
    try:
        for result in results([rows[number] for number in order[own:]], judges, options.vary, options.each, options.seeds):
            found.append(result)
            if not options.json:
                print(_line(result), flush=True)
    except NotInRecipeError as error:
        parser.error(f"--vary: {error}")
    if options.json:
        print(json.dumps({"results": [asdict(result) for result in found]}))


def _line(found: Result) -> str:
    strange = "" if found.auroc is None else f", AUROC {found.auroc:.4f}"
    return (
        f"{found.varied}: seed {found.seed}, {found.examples} examples, right {found.right:.2%}, loss {found.loss:.4f}{strange}; "
        f"{found.cpu_seconds:.0f} CPU s"
    )


if __name__ == "__main__":
    main()
