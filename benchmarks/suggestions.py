"""How often the next question of a customer is among the three suggested ones, against the three that are asked most.

    firstline import examples/shop/dialogs.jsonl && python -m benchmarks.suggestions [--json] [--home DIR] [--data LOG]

The last fifth of the steps from one question of a customer to their next is held out; the rest is learned from. It takes a record whose
dialogs carry tags, or whose intents were discovered (`firstline discover --accept`). `--data`: another log with tags, which is imported
into a home of its own. Suggestions are on where they are better by more than chance, with at least 100 steps.
"""

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.child_process import run
from benchmarks.shop_answers import SCRIPT
from bot.settings import read_settings
from dialogs.database import open_database
from training.suggestions import fit_suggestions


def measure(home: Path) -> dict[str, Any]:
    database = open_database(read_settings(home).url)
    try:
        trial = fit_suggestions(database).trial
    finally:
        database.close()
    return {**asdict(trial), "hit_at_3": round(trial.hit_rate, 4), "popular_hit_at_3": round(trial.popular_hit_rate, 4)}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--home", type=Path, default=Path(".firstline"), help="a home with a record")
    parser.add_argument("--data", type=Path, help="another log, with tags")
    options = parser.parse_args(arguments)
    if options.data is None:
        found = measure(options.home)
    else:
        with tempfile.TemporaryDirectory() as folder:
            run([str(SCRIPT), "import", str(options.data), "--json"], {"FIRSTLINE_HOME": folder})
            found = measure(Path(folder))
    if options.json:
        print(json.dumps(found))
        return
    state = "on" if found["on"] else "off"
    print(
        f"{found['steps']} held-out steps: hit@3 {found['hit_at_3']:.3f}, of the most asked {found['popular_hit_at_3']:.3f}; "
        f"suggestions are {state}"
    )


if __name__ == "__main__":
    main()
