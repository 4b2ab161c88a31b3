"""How well intents are told, and at what cost: `firstline train` against a head on the frozen base, on labelled data.

    python -m benchmarks.intent --train TRAIN.csv --test TEST.csv [--oos OOS.csv] [--seeds 3] [--method tuned,quick] [--json]

Each method and seed is trained and evaluated by the commands that a person would type, in a home of its own. Accuracy, calibration and
the out-of-scope figures are those of the int8 model that serves. CPU seconds are user plus system time of the training process, the
export of the base (once a home) included.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.child_process import run
from benchmarks.first_run import SCRIPT

METHODS = {"tuned": [], "quick": ["--quick"]}


@dataclass(frozen=True, slots=True)
class Run:
    """One training and its evaluation on the test file. `held_out` is the accuracy that training reported for its validation split."""

    method: str
    seed: int
    accuracy: float
    held_out: float
    macro_f1: float
    ece: float
    oos_auroc: float | None
    oos_recall: float | None
    in_scope_rejected: float
    train_cpu_seconds: float
    train_peak_mib: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation (0 for one seed) over the seeds."""

    method: str
    accuracy: float
    deviation: float
    ece: float
    oos_auroc: float | None
    train_cpu_seconds: float


def runs(train: Path, test: Path, oos: Path | None, methods: Sequence[str], seeds: int) -> Iterator[Run]:
    """Raises CommandFailed."""
    for method in methods:
        for seed in range(seeds):
            with tempfile.TemporaryDirectory() as home:
                yield one(train, test, oos, method, seed, home)


def one(train: Path, test: Path, oos: Path | None, method: str, seed: int, home: str) -> Run:
    environment = {"FIRSTLINE_HOME": home, "HF_HUB_OFFLINE": "1"}
    fit = run([str(SCRIPT), "train", "--examples", str(train), "--seed", str(seed), *METHODS[method], "--json"], environment)
    outside = ["--oos", str(oos)] if oos else []
    scored = run([str(SCRIPT), "evaluate", str(test), *outside, "--json"], environment)
    trained, found = json.loads(fit.output), json.loads(scored.output)
    return Run(
        method,
        seed,
        found["accuracy"],
        trained["accuracy"],
        found["macro_f1"],
        found["ece"],
        found["oos_auroc"],
        found["oos_recall"],
        found["in_scope_rejected"],
        fit.cost.cpu_seconds,
        fit.cost.peak_mib,
    )


def spreads(done: Sequence[Run]) -> tuple[Spread, ...]:
    found = []
    for method in dict.fromkeys(item.method for item in done):
        mine = [item for item in done if item.method == method]
        accuracies = [item.accuracy for item in mine]
        doubts = [item.oos_auroc for item in mine if item.oos_auroc is not None]
        found.append(
            Spread(
                method,
                statistics.mean(accuracies),
                statistics.stdev(accuracies) if len(accuracies) > 1 else 0.0,
                statistics.mean(item.ece for item in mine),
                statistics.mean(doubts) if doubts else None,
                statistics.mean(item.train_cpu_seconds for item in mine),
            )
        )
    return tuple(found)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True, help="text,intent rows to train on")
    parser.add_argument("--test", type=Path, required=True, help="text,intent rows to score")
    parser.add_argument("--oos", type=Path, help="rows with a text column, outside of every intent")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--method", default="tuned,quick", help="comma-separated: tuned, quick")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    done = []
    for found in runs(options.train, options.test, options.oos, options.method.split(","), options.seeds):
        done.append(found)
        if not options.json:
            print(_line(found), flush=True)
    if options.json:
        print(json.dumps({"runs": [asdict(item) for item in done], "means": [asdict(item) for item in spreads(done)]}))
        return
    for mean in spreads(done):
        print(f"{mean.method:6} mean {mean.accuracy:.2%} ± {mean.deviation:.2%}, {mean.train_cpu_seconds:.0f} CPU s")


def _line(found: Run) -> str:
    doubt = "" if found.oos_auroc is None else f" AUROC {found.oos_auroc:.3f} recall {found.oos_recall:.1%}"
    return (
        f"{found.method:6} seed {found.seed} accuracy {found.accuracy:.2%} (held-out {found.held_out:.2%}) macro F1 {found.macro_f1:.2%} "
        f"ECE {found.ece:.3f}{doubt} rejected {found.in_scope_rejected:.1%} {found.train_cpu_seconds:.0f} CPU s {found.train_peak_mib:.0f} MiB"
    )


if __name__ == "__main__":
    main()
