"""What the options of `firstline train` are worth on one small data set, each against `firstline train` alone.

    python -m benchmarks.options --train TRAIN.csv [--intents 20] [--each 25] [--judges 1000] [--only plain,lora] [--trials 3] [--seed 0] [--json]

TRAIN.csv holds `text,intent` rows, such as the training file of Banking77. Of `--intents` intents, drawn by lot, `--each` examples are learned
from; `--judges` of their other rows judge what came of it, and no row of another file is touched. Some of the rest, of any intent, are the
unlabelled messages of --adapt. Every option is a command that a person would type, in a home of its own; before --teacher, `train` alone makes
the version that teaches. CPU seconds are those of the training with the option.
"""

import argparse
import csv
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.child_process import run
from benchmarks.first_run import SCRIPT
from training.examples import Example, checked, read_csv

RANK = 16
OPTIONS = ("plain", "teacher", "lora", "adalora", "adapt", "trials")


@dataclass(frozen=True, slots=True)
class Files:
    learned: Path
    judges: Path
    messages: Path


@dataclass(frozen=True, slots=True)
class Result:
    """`accuracy` on the judges, by the model that serves; `held_out` what training itself reported."""

    option: str
    accuracy: float
    held_out: float
    method: str
    cpu_seconds: float
    examples: int


def divided(rows: Sequence[Example], folder: Path, intents: int, each: int, judges: int, messages: int, seed: int) -> Files:
    random = np.random.default_rng(seed)
    names = sorted({row.intent for row in rows})
    chosen = {names[number] for number in random.permutation(len(names))[:intents]}
    mine = [row for row in rows if row.intent in chosen]
    order = [mine[number] for number in random.permutation(len(mine))]
    learned: list[Example] = []
    for name in sorted(chosen):
        learned += [row for row in order if row.intent == name][:each]
    taken = {row.text for row in learned}
    others = [row for row in order if row.text not in taken]
    asked = {row.text for row in others[:judges]}
    unlabelled = [row for row in rows if row.text not in asked]
    random.shuffle(unlabelled)
    return Files(
        _written(folder / "learned.csv", learned),
        _written(folder / "judges.csv", others[:judges]),
        _written(folder / "messages.csv", unlabelled[:messages]),
    )


def results(files: Files, options: Sequence[str], trials: int, seed: int) -> Iterator[Result]:
    """Raises CommandFailed."""
    typed = {
        "plain": [],
        "lora": ["--lora", str(RANK)],
        "adalora": ["--adalora", str(RANK)],
        "adapt": ["--adapt", str(files.messages)],
        "trials": ["--trials", str(trials)],
    }
    with tempfile.TemporaryDirectory() as shared:
        for option in options:
            if option == "teacher":
                first = _trained(Path(shared), files, seed)
                yield _judged("teacher", Path(shared), files, ["--teacher", first["version"]], seed)
                continue
            with tempfile.TemporaryDirectory() as home:
                yield _judged(option, Path(home), files, typed[option], seed)


def _trained(home: Path, files: Files, seed: int) -> dict[str, str]:
    command = [str(SCRIPT), "train", "--examples", str(files.learned), "--seed", str(seed), "--json"]
    found: dict[str, str] = json.loads(run(command, _environment(home)).output)
    return found


def _judged(option: str, home: Path, files: Files, options: Sequence[str], seed: int) -> Result:
    command = [str(SCRIPT), "train", "--examples", str(files.learned), "--seed", str(seed), *options, "--json"]
    done = run(command, _environment(home))
    made = json.loads(done.output)
    asked = [str(SCRIPT), "evaluate", str(files.judges), "--version", made["version"], "--json"]
    found = json.loads(run(asked, _environment(home)).output)
    return Result(option, found["accuracy"], made["accuracy"], made["method"], done.cost.cpu_seconds, made["examples"])


def _environment(home: Path) -> dict[str, str]:
    return {"FIRSTLINE_HOME": str(home), "HF_HUB_OFFLINE": "1"}


def _written(path: Path, rows: Sequence[Example]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("text", "intent"), *((row.text, row.intent) for row in rows)])
    return path


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True, help="text,intent rows")
    parser.add_argument("--intents", type=int, default=20)
    parser.add_argument("--each", type=int, default=25)
    parser.add_argument("--judges", type=int, default=1_000)
    parser.add_argument("--messages", type=int, default=3_000, help="for --adapt; any intent, never the judges")
    parser.add_argument("--only", default=",".join(OPTIONS), help=f"comma-separated: {', '.join(OPTIONS)}")
    parser.add_argument("--trials", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="one JSON object a line on stdout")
    options = parser.parse_args(arguments)
    if unknown := set(options.only.split(",")) - set(OPTIONS):
        parser.error(f"--only: there is no {', '.join(sorted(unknown))}; there are {', '.join(OPTIONS)}")
    rows = checked(read_csv(options.train), str(options.train)).examples
    with tempfile.TemporaryDirectory() as folder:
        files = divided(rows, Path(folder), options.intents, options.each, options.judges, options.messages, options.seed)
        for found in results(files, options.only.split(","), options.trials, options.seed):
            print(json.dumps(asdict(found)) if options.json else _line(found), flush=True)


def _line(found: Result) -> str:
    return (
        f"{found.option:8} accuracy {found.accuracy:.2%} held-out {found.held_out:.2%} {found.method} "
        f"{found.cpu_seconds:.0f} CPU s, {found.examples} examples"
    )


if __name__ == "__main__":
    main()
