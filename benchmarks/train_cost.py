"""What training costs against the textbook recipe, in one run on the same machine.

    python -m benchmarks.train_cost --train TRAIN.csv [--steps 20] [--json]

Textbook: `benchmarks.rivals`: batch 16, padded to 128 tokens, learning rate 2e-5, 5 epochs, float32, transformers' own classifier and
attention. Ours: the recipe of `firstline train`. Both are measured for `--steps` steps on one thread after a warm-up, and extrapolated to their whole number
of steps; what ours does besides (embedding with the frozen base, its logistic regressions) is measured in full.
"""

import argparse
import contextlib
import itertools
import json
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from benchmarks.rivals import BATCH, TOKENS, textbook_step, textbook_steps
from dialogs.progress import silent
from nlu.onnx_encoder import OnnxEncoder
from training.base_model import Base, load_tokenizer_json, resolve_base
from training.batches import tokenise
from training.examples import checked, read_csv
from training.fine_tune import fine_tune
from training.fit import fit_frozen
from training.frozen import frozen_folder
from training.material import Material, prepare
from training.schedule import Recipe

WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Costs:
    """CPU seconds (user plus system) of a whole training, extrapolated as the module says. `ratio` is textbook over ours."""

    examples: int
    intents: int
    textbook_cpu_seconds: float
    ours_cpu_seconds: float
    ours_tuning: float
    ours_preparing: float
    ratio: float


class MeasuredEnoughError(Exception):
    """Ends a training that is only measured."""


def textbook(material: Material, base: Base, steps: int) -> float:
    """CPU seconds of the whole textbook training."""
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained(base.folder, num_labels=len(material.labels)).train()
    tokens = tokenise(load_tokenizer_json(base), material.train.texts, TOKENS)
    step = textbook_step(model, tokens, torch.from_numpy(material.train.targets))
    rows = itertools.cycle(range(len(tokens)))
    return textbook_steps(len(tokens)) * per_step(lambda: step(list(itertools.islice(rows, BATCH))), steps)


def per_step(step: Callable[[], None], steps: int) -> float:
    for _ in range(WARM_UP):
        step()
    start = time.process_time()
    for _ in range(steps):
        step()
    return (time.process_time() - start) / steps


def ours(material: Material, base: Base, steps: int) -> float:
    """CPU seconds of the whole tuning, validation after each epoch left out (a twentieth of an epoch without its backward pass)."""
    marks: list[float] = []

    def count(what: str, done: int, total: int | None = None) -> None:
        if what != "training":
            return
        marks.append(time.process_time())
        if done >= steps + WARM_UP:
            raise MeasuredEnoughError

    recipe = Recipe()
    start = time.process_time()
    with TemporaryDirectory() as work, contextlib.suppress(MeasuredEnoughError):
        fine_tune(material, base, None, Path(work), 0, recipe, math.inf, count)
    whole = recipe.steps(len(material.train.texts))
    return marks[0] - start + whole * (marks[-1] - marks[WARM_UP - 1]) / (len(marks) - WARM_UP)


def costs(train: Path, steps: int) -> Costs:
    torch.set_num_threads(1)
    base = resolve_base(None)
    examples = checked(read_csv(train), str(train))
    with TemporaryDirectory() as models:
        start = time.process_time()
        frozen = frozen_folder(Path(models), base)
        material = prepare(examples, OnnxEncoder(frozen), 0)
        fit_frozen(material, frozen, 0, silent)
        preparing = time.process_time() - start
        tuning = ours(material, base, steps)
    expensive = textbook(material, base, steps)
    ours_whole = preparing + tuning
    return Costs(len(examples.examples), len(material.labels), expensive, ours_whole, tuning, preparing, expensive / ours_whole)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True, help="text,intent rows")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    found = costs(options.train, options.steps)
    if options.json:
        print(json.dumps(asdict(found)))
        return
    print(
        f"{found.examples} examples, {found.intents} intents: textbook {found.textbook_cpu_seconds:.0f} CPU s, ours "
        f"{found.ours_cpu_seconds:.0f} CPU s (tuning {found.ours_tuning:.0f}, preparing {found.ours_preparing:.0f}): {found.ratio:.1f} times less"
    )


if __name__ == "__main__":
    main()
