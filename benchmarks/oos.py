"""How well a model knows what it does not know: messages outside of every intent, and messages of intents it never saw.

    python -m benchmarks.oos --train TRAIN.csv --test TEST.csv --oos OOS_TEST.csv [--oos-train OOS_TRAIN.csv] [--near 0.15]
        [--only far,labelled,near] [--seeds 1] [--quick] [--json]

far: trained without any out-of-scope example, asked OOS_TEST. labelled: the same with the examples of OOS_TRAIN (`train --oos`).
near: a share of the intents, drawn by the seed, is left out of training, and their test messages are what is out of scope. Every model is
trained and evaluated by the commands that a person would type. AUROC is the chance that an out-of-scope message has the higher
out-of-scope score; recall and rejected are the shares of out-of-scope and of other messages above the version's own threshold.
"""

import argparse
import csv
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.child_process import run
from benchmarks.first_run import SCRIPT
from training.examples import Example, read_csv

KINDS = ("far", "labelled", "near")


@dataclass(frozen=True, slots=True)
class Trial:
    """What is trained on and asked. `outside` are the messages that have no intent in `train`."""

    kind: str
    seed: int
    train: Path
    test: Path
    outside: Path
    known_outside: Path | None = None


@dataclass(frozen=True, slots=True)
class Result:
    kind: str
    seed: int
    accuracy: float
    auroc: float
    recall: float
    rejected: float
    train_cpu_seconds: float


def trials(options: argparse.Namespace, folder: Path) -> Iterator[Trial]:
    for seed in range(options.seeds):
        for kind in options.only.split(","):
            if kind == "near":
                yield near(options.train, options.test, options.near, seed, folder)
            elif kind == "far" or options.oos_train:
                known = options.oos_train if kind == "labelled" else None
                yield Trial(kind, seed, options.train, options.test, options.oos, known)


def near(train: Path, test: Path, share: float, seed: int, folder: Path) -> Trial:
    """The files without the intents that are left out, and the left-out test messages."""
    rows, asked = read_csv(train), read_csv(test)
    intents = sorted({row.intent for row in rows})
    out = set(random.Random(seed).sample(intents, max(1, round(share * len(intents)))))
    kept, inside, outside = folder / f"train-{seed}.csv", folder / f"test-{seed}.csv", folder / f"outside-{seed}.csv"
    _write(kept, [row for row in rows if row.intent not in out])
    _write(inside, [row for row in asked if row.intent not in out])
    _write(outside, [row for row in asked if row.intent in out])
    return Trial("near", seed, kept, inside, outside)


def measured(trial: Trial, *, quick: bool) -> Result:
    with tempfile.TemporaryDirectory() as home:
        environment = {"FIRSTLINE_HOME": home, "HF_HUB_OFFLINE": "1"}
        given = ["--oos", str(trial.known_outside)] if trial.known_outside else []
        extra = [*given, *(["--quick"] if quick else [])]
        fit = run([str(SCRIPT), "train", "--examples", str(trial.train), "--seed", str(trial.seed), *extra, "--json"], environment)
        scored = run([str(SCRIPT), "evaluate", str(trial.test), "--oos", str(trial.outside), "--json"], environment)
    found = json.loads(scored.output)
    return Result(
        trial.kind,
        trial.seed,
        found["accuracy"],
        found["oos_auroc"],
        found["oos_recall"],
        found["in_scope_rejected"],
        fit.cost.cpu_seconds,
    )


def _write(path: Path, rows: Sequence[Example]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("text", "intent"))
        writer.writerows((row.text, row.intent) for row in rows)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True, help="text,intent rows to train on")
    parser.add_argument("--test", type=Path, required=True, help="text,intent rows with the same intents")
    parser.add_argument("--oos", type=Path, required=True, help="rows with a text column, outside of every intent")
    parser.add_argument("--oos-train", type=Path, help="out-of-scope rows to train on, for `labelled`")
    parser.add_argument("--near", type=float, default=0.15, help="share of the intents that `near` leaves out")
    parser.add_argument("--only", default=",".join(KINDS), help=f"comma-separated: {', '.join(KINDS)}")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="train --quick: a head on the frozen base")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    done = []
    with tempfile.TemporaryDirectory() as folder:
        for trial in trials(options, Path(folder)):
            done.append(measured(trial, quick=options.quick))
            if not options.json:
                print(_line(done[-1]), flush=True)
    if options.json:
        print(json.dumps({"results": [asdict(result) for result in done]}))


def _line(found: Result) -> str:
    return (
        f"{found.kind:8} seed {found.seed}: AUROC {found.auroc:.4f}, recall {found.recall:.1%} with {found.rejected:.1%} of the others rejected, "
        f"accuracy {found.accuracy:.2%}; {found.train_cpu_seconds:.0f} CPU s"
    )


if __name__ == "__main__":
    main()
