"""What the first run costs: the example shop from its log to an answer, each step as the process that a person would start.

    python -m benchmarks.first_run [--json] [--quick] [--home DIR]

Data: examples/shop/dialogs.jsonl. Training seed: the command's default.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.child_process import Cost, run

SHOP = Path(__file__).resolve().parents[1] / "examples" / "shop"
SCRIPT = Path(sys.executable).with_name("firstline")
QUESTION = "how long does delivery take?"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the first run, what it cost and what it said with --json."""

    name: str
    cost: Cost
    result: dict[str, Any]


def steps(home: Path, *, quick: bool = False) -> Iterator[Step]:
    """Runs the first run in `home`, which should be empty. Raises CommandFailed."""
    commands = {
        "init": ["init"],
        "import": ["import", str(SHOP / "dialogs.jsonl")],
        "mine": ["mine"],
        "train": ["train", *(["--quick"] if quick else [])],
        "index": ["index"],
        "ask": ["ask", QUESTION],
    }
    for name, command in commands.items():
        yield firstline(name, command, home)


def firstline(name: str, command: list[str], home: Path) -> Step:
    environment = {"FIRSTLINE_HOME": str(home), "HF_HUB_OFFLINE": "1"}
    done = run([str(SCRIPT), *command, "--json"], environment)
    return Step(name, done.cost, json.loads(done.output))


def total(costs: list[Cost]) -> Cost:
    """The sum of the times and the largest peak: the steps run one after the other."""
    return Cost(
        round(sum(cost.cpu_seconds for cost in costs), 2),
        round(sum(cost.seconds for cost in costs), 2),
        max(cost.peak_mib for cost in costs),
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--quick", action="store_true", help="train only a head on the frozen base")
    parser.add_argument("--home", type=Path, help="keep what was made in this folder")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        done = []
        for step in steps(options.home or Path(scratch), quick=options.quick):
            done.append(step)
            if not options.json:
                print(line(step.name, step.cost), flush=True)
    whole = total([step.cost for step in done])
    if options.json:
        print(json.dumps({"steps": [{"name": step.name, **asdict(step.cost)} for step in done], "total": asdict(whole)}))
    else:
        print(line("total", whole))


def line(name: str, cost: Cost) -> str:
    """A row of the table."""
    return f"{name:8} {cost.cpu_seconds:8.2f} CPU s {cost.seconds:8.2f} s {cost.peak_mib:8.1f} MiB peak"


if __name__ == "__main__":
    main()
