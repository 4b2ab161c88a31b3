"""How well intents are told, and at what cost: `firstline train` against its rivals, on labelled data.

    python -m benchmarks.intent --data DIR [--only banking77-10,clinc150] [--seeds 3] [--method tuned,quick,frozen,setfit,textbook] [--json]
    python -m benchmarks.intent --train TRAIN.csv --test TEST.csv [--oos OOS.csv] …

DIR holds the public data sets as CSV (`text,intent`): banking77/train.csv, train_10.csv, train_5.csv and test.csv, clinc150/train.csv,
test.csv and oos_test.csv. tuned is `firstline train`, quick is `firstline train --quick`, in a home of their own, by the commands that a
person would type and with the same defaults for every data set; their figures are those of the int8 model that serves. The others are
`benchmarks.rivals`. CPU seconds are user plus system time of the training process, for tuned and quick with the export of the base.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.child_process import run
from benchmarks.first_run import SCRIPT

OURS = {"tuned": [], "quick": ["--quick"]}
METHODS = (*OURS, "frozen", "setfit", "textbook")


@dataclass(frozen=True, slots=True)
class DataSet:
    name: str
    train: Path
    test: Path
    oos: Path | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One training and its evaluation on the test file. `held_out` is the accuracy that training reported for its validation split;
    what a rival does not report is None."""

    data: str
    method: str
    seed: int
    accuracy: float
    train_cpu_seconds: float
    train_peak_mib: float
    held_out: float | None = None
    macro_f1: float | None = None
    ece: float | None = None
    oos_auroc: float | None = None
    oos_recall: float | None = None
    in_scope_rejected: float | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation (0 for one seed) over the seeds."""

    data: str
    method: str
    seeds: int
    accuracy: float
    deviation: float
    ece: float | None
    oos_auroc: float | None
    train_cpu_seconds: float


def public_sets(folder: Path) -> tuple[DataSet, ...]:
    banking, clinc = folder / "banking77", folder / "clinc150"
    return (
        DataSet("banking77", banking / "train.csv", banking / "test.csv"),
        DataSet("banking77-10", banking / "train_10.csv", banking / "test.csv"),
        DataSet("banking77-5", banking / "train_5.csv", banking / "test.csv"),
        DataSet("clinc150", clinc / "train.csv", clinc / "test.csv", clinc / "oos_test.csv"),
    )


def runs(sets: Sequence[DataSet], methods: Sequence[str], seeds: int) -> Iterator[Run]:
    """Raises CommandFailed."""
    for data in sets:
        for method in methods:
            for seed in range(seeds):
                yield ours(data, method, seed) if method in OURS else rival(data, method, seed)


def ours(data: DataSet, method: str, seed: int) -> Run:
    with tempfile.TemporaryDirectory() as home:
        environment = {"FIRSTLINE_HOME": home, "HF_HUB_OFFLINE": "1"}
        fit = run([str(SCRIPT), "train", "--examples", str(data.train), "--seed", str(seed), *OURS[method], "--json"], environment)
        outside = ["--oos", str(data.oos)] if data.oos else []
        scored = run([str(SCRIPT), "evaluate", str(data.test), *outside, "--json"], environment)
    trained, found = json.loads(fit.output), json.loads(scored.output)
    return Run(
        data.name,
        method,
        seed,
        found["accuracy"],
        fit.cost.cpu_seconds,
        fit.cost.peak_mib,
        trained["accuracy"],
        found["macro_f1"],
        found["ece"],
        found["oos_auroc"],
        found["oos_recall"],
        found["in_scope_rejected"],
    )


def rival(data: DataSet, method: str, seed: int) -> Run:
    files = ["--train", str(data.train), "--test", str(data.test), "--seed", str(seed)]
    done = run([sys.executable, "-m", "benchmarks.rivals", method, *files], {"HF_HUB_OFFLINE": "1"})
    found = json.loads(done.output)
    return Run(data.name, method, seed, found["accuracy"], found["cpu_seconds"], done.cost.peak_mib)


def spreads(done: Sequence[Run]) -> tuple[Spread, ...]:
    found = []
    for data, method in dict.fromkeys((item.data, item.method) for item in done):
        mine = [item for item in done if (item.data, item.method) == (data, method)]
        accuracies = [item.accuracy for item in mine]
        found.append(
            Spread(
                data,
                method,
                len(mine),
                statistics.mean(accuracies),
                statistics.stdev(accuracies) if len(accuracies) > 1 else 0.0,
                _mean([item.ece for item in mine]),
                _mean([item.oos_auroc for item in mine]),
                statistics.mean(item.train_cpu_seconds for item in mine),
            )
        )
    return tuple(found)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.mean(known) if known else None


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with the public data sets")
    parser.add_argument("--only", help="comma-separated names of data sets; default: all")
    parser.add_argument("--train", type=Path, help="text,intent rows to train on, instead of --data")
    parser.add_argument("--test", type=Path, help="text,intent rows to score")
    parser.add_argument("--oos", type=Path, help="rows with a text column, outside of every intent")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--method", default="tuned,quick,frozen", help=f"comma-separated: {', '.join(METHODS)}")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    sets = _chosen(parser, options)
    done = []
    for found in runs(sets, options.method.split(","), options.seeds):
        done.append(found)
        if not options.json:
            print(_line(found), flush=True)
    if options.json:
        print(json.dumps({"runs": [asdict(item) for item in done], "means": [asdict(item) for item in spreads(done)]}))
        return
    for mean in spreads(done):
        print(
            f"{mean.data:13} {mean.method:8} mean of {mean.seeds}: {mean.accuracy:.2%} ± {mean.deviation:.2%}, {mean.train_cpu_seconds:.0f} CPU s"
        )


def _chosen(parser: argparse.ArgumentParser, options: argparse.Namespace) -> tuple[DataSet, ...]:
    if set(options.method.split(",")) - set(METHODS):
        parser.error(f"--method takes {', '.join(METHODS)}")
    if options.train and options.test:
        return (DataSet(options.train.stem, options.train, options.test, options.oos),)
    if not options.data:
        parser.error("give --data DIR, or --train and --test")
    sets = public_sets(options.data)
    names = options.only.split(",") if options.only else [data.name for data in sets]
    if unknown := set(names) - {data.name for data in sets}:
        parser.error(f"--only: there is no {', '.join(sorted(unknown))}; there are {', '.join(data.name for data in sets)}")
    return tuple(data for data in sets if data.name in names)


def _line(found: Run) -> str:
    known = (
        ("held-out", found.held_out, ".2%"),
        ("macro F1", found.macro_f1, ".2%"),
        ("ECE", found.ece, ".3f"),
        ("AUROC", found.oos_auroc, ".4f"),
        ("out-of-scope recall", found.oos_recall, ".1%"),
        ("rejected", found.in_scope_rejected, ".1%"),
    )
    rest = "".join(f" {name} {value:{shape}}" for name, value, shape in known if value is not None)
    return (
        f"{found.data:13} {found.method:8} seed {found.seed} accuracy {found.accuracy:.2%}{rest} "
        f"{found.train_cpu_seconds:.0f} CPU s {found.train_peak_mib:.0f} MiB"
    )


if __name__ == "__main__":
    main()
