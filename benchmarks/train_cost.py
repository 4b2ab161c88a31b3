"""What training costs against the textbook recipe, in one run on the same machine.

    python -m benchmarks.train_cost --train TRAIN.csv [--steps 20] [--json]

Textbook: batch 16, padded to 128 tokens, learning rate 2e-5, 5 epochs, float32, transformers' own classifier and attention. Ours: the
recipe of `firstline train`. Both are measured for `--steps` steps on one thread after a warm-up, and extrapolated to their whole number
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

from nlu.onnx_encoder import OnnxEncoder
from training.base_model import Base, load_tokenizer_json, resolve_base
from training.batches import padded, tokenise
from training.examples import checked, read_csv
from training.fine_tune import fine_tune
from training.fit import fit_frozen, teacher_probabilities
from training.frozen import frozen_folder
from training.material import Material, prepare
from training.progress import silent
from training.schedule import Recipe

WARM_UP = 3
TEXTBOOK_BATCH, TEXTBOOK_EPOCHS, TEXTBOOK_TOKENS = 16, 5, 128


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
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-5)
    tokens = tokenise(load_tokenizer_json(base), material.train.texts, TEXTBOOK_TOKENS)
    tokens = [ids + [0] * (TEXTBOOK_TOKENS - len(ids)) for ids in tokens]
    targets = torch.from_numpy(material.train.targets)
    rows = itertools.cycle(range(len(tokens)))

    def step() -> None:
        chosen = list(itertools.islice(rows, TEXTBOOK_BATCH))
        ids, _ = padded(tokens, chosen, torch.device("cpu"))
        loss = model(input_ids=ids, attention_mask=(ids != 0).long(), labels=targets[chosen]).loss
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    whole = TEXTBOOK_EPOCHS * math.ceil(len(tokens) / TEXTBOOK_BATCH)
    return whole * per_step(step, steps)


def per_step(step: Callable[[], None], steps: int) -> float:
    for _ in range(WARM_UP):
        step()
    start = time.process_time()
    for _ in range(steps):
        step()
    return (time.process_time() - start) / steps


def ours(material: Material, base: Base, frozen: Path, steps: int) -> float:
    """CPU seconds of the whole tuning, validation after each epoch left out (a tenth of an epoch without its backward pass)."""
    marks: list[float] = []

    def count(what: str, done: int, total: int | None = None) -> None:
        marks.append(time.process_time())
        if done >= steps + WARM_UP:
            raise MeasuredEnoughError

    teacher = teacher_probabilities(material, fit_frozen(material, frozen, 0, silent))
    recipe = Recipe()
    with TemporaryDirectory() as work, contextlib.suppress(MeasuredEnoughError):
        fine_tune(material, base, teacher, Path(work), 0, recipe, math.inf, count)
    whole = recipe.epochs_for(len(material.train.texts)) * recipe.steps(len(material.train.texts))
    return whole * (marks[-1] - marks[WARM_UP - 1]) / (len(marks) - WARM_UP)


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
        tuning = ours(material, base, frozen, steps)
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
