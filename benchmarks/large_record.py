"""What everything after the import costs on a large record: discover, mine, train --quick, index and a question, each a process.

    python -m benchmarks.large_record [--messages 200000] [--seed 7] [--log FILE] [--home DIR] [--json]

The log is made up (benchmarks/synthetic_log.py) unless `--log` names one. The base is exported first, by `init` and an empty `index`, so that
torch is in no later step's peak.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from benchmarks.child_process import run
from benchmarks.first_run import Step, firstline, line, total

QUESTION = "how long does delivery take?"


def steps(log: Path, home: Path) -> Iterator[Step]:
    """Runs them in `home`, which should be empty. Raises CommandFailed."""
    commands = {
        "init": ["init"],
        "base": ["index"],
        "import": ["import", str(log)],
        "discover": ["discover", "--accept"],
        "mine": ["mine"],
        "train": ["train", "--quick"],
        "index": ["index"],
        "ask": ["ask", QUESTION],
    }
    for name, command in commands.items():
        yield firstline(name, command, home)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--log", type=Path, help="a log to import instead of a made-up one")
    parser.add_argument("--home", type=Path, help="keep what was made in this folder")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        log = options.log or Path(scratch, "log.jsonl")
        if options.log is None:
            made = [str(log), "--messages", str(options.messages), "--seed", str(options.seed)]
            run([sys.executable, "-m", "benchmarks.synthetic_log", *made], {})
        costs = {}
        for step in steps(log, options.home or Path(scratch, "home")):
            costs[step.name] = step.cost
            if not options.json:
                print(line(step.name, step.cost), flush=True)
    whole = total([cost for name, cost in costs.items() if name != "base"])
    if options.json:
        print(
            json.dumps(
                {
                    "messages": options.messages,
                    "steps": {name: asdict(cost) for name, cost in costs.items()},
                    "total": asdict(whole),
                }
            )
        )
    else:
        print(line("total", whole))


if __name__ == "__main__":
    main()
