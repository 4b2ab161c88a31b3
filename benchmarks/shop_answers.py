"""What the bot does with questions it never saw: the example shop's test.csv and oos.csv, asked of a home that was set up with the shop.

    firstline demo --no-chat && python -m benchmarks.shop_answers [--json] [--home DIR]

An answer (or the order number asked for it) is right where the answer belongs to the intent that the row names. Clarifying is right
where an option does. For out-of-scope rows every answer is wrong.
"""

import argparse
import csv
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.child_process import run

SHOP = Path(__file__).resolve().parents[1] / "examples" / "shop"
SCRIPT = Path(sys.executable).with_name("firstline")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of messages. `clarified_right`: the right answer was among the options."""

    messages: int
    answered_right: int
    answered_wrong: int
    clarified_right: int
    clarified_wrong: int
    handed_over: int
    small_talk: int


def judge(intents: Sequence[str], turns: Sequence[dict[str, Any]]) -> Outcome:
    """`intents` are the true ones, `turns` what `firstline ask --json` printed for them, in the same order."""
    counts = Counter(_verdict(intent, turn) for intent, turn in zip(intents, turns, strict=True))
    return Outcome(len(turns), *(counts[name] for name in ("right", "wrong", "offered", "not offered", "handoff", "chitchat")))


def _verdict(intent: str, turn: dict[str, Any]) -> str:
    intent_of = {hit["answer_id"]: hit["intent"] for hit in turn["hits"]}
    match turn["action"]:
        case "answer" | "ask_slot":
            return "right" if intent_of.get(turn["answer_id"]) == intent else "wrong"
        case "clarify":
            return "offered" if intent in {intent_of[option["answer_id"]] for option in turn["options"]} else "not offered"
        case other:
            return str(other)


def ask(texts: Sequence[str], home: Path) -> list[dict[str, Any]]:
    """Each text as the only message of a dialog. Raises CommandFailed."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.writelines(f"{text}\n" for text in texts)
        file.flush()
        done = run([str(SCRIPT), "ask", "--file", file.name, "--json"], {"FIRSTLINE_HOME": str(home), "HF_HUB_OFFLINE": "1"})
    return [json.loads(line) for line in done.output.splitlines()]


def read(name: str) -> tuple[list[str], list[str]]:
    with (SHOP / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["intent"] for row in rows]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--home", type=Path, default=Path(".firstline"), help="a home set up with the example shop")
    options = parser.parse_args(arguments)
    outcomes = {}
    for name in ("test.csv", "oos.csv"):
        texts, intents = read(name)
        outcomes[name] = judge(intents, ask(texts, options.home))
    if options.json:
        print(json.dumps({name: asdict(outcome) for name, outcome in outcomes.items()}))
        return
    for name, outcome in outcomes.items():
        print(f"{name}: " + ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in asdict(outcome).items()))


if __name__ == "__main__":
    main()
