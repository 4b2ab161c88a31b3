"""How well questions are answered from help pages: those of the example shop, with questions that we wrote.

    firstline demo --no-chat && python -m benchmarks.documents [--json] [--home DIR] [--split test]

The home is copied, the pages of examples/shop/help are imported into the copy and indexed. data/help_questions.csv holds questions with
the section that answers them, and questions that no page answers. They are told apart by split: "validation" was looked at while the
search was made (how the questions of its calibration are made), "test" was not.

A quote is right where it comes from that section. For a question without a section every quote is wrong. What an approved answer was sent
for is counted by itself: whether it is right says nothing of the documents. Besides: how many of the texts about nothing
(training/off_topic.txt) and of the shop's own questions (test.csv, which its answers cover) are answered from a page.
"""

import argparse
import csv
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.child_process import run
from benchmarks.shop_answers import SCRIPT, ask, read
from training.calibration_material import off_topic_texts

ROOT = Path(__file__).resolve().parents[1]
HELP = ROOT / "examples" / "shop" / "help"
QUESTIONS = Path(__file__).parent / "data" / "help_questions.csv"
LINK = "https://mossandbramble.example/help"
SPLITS = ("validation", "test")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of questions. `quoted_*`: answered from a page; `approved`: an approved answer (or its slot) came first; `unanswered`: asked
    back, handed over or taken for small talk."""

    questions: int
    quoted_right: int
    quoted_wrong: int
    approved: int
    unanswered: int


def judge(sections: Sequence[str], turns: Sequence[dict[str, Any]]) -> Outcome:
    """`sections` end the links of the right ones, empty where there is none; `turns` are what `firstline ask --json` printed for them."""
    counts = Counter(_verdict(section, turn) for section, turn in zip(sections, turns, strict=True))
    return Outcome(len(turns), *(counts[name] for name in ("right", "wrong", "approved", "unanswered")))


def _verdict(section: str, turn: dict[str, Any]) -> str:
    if turn["passages"]:
        return "right" if section and str(turn["link"]).endswith(f"/{section}") else "wrong"
    return "approved" if turn["action"] in ("answer", "ask_slot") else "unanswered"


def prepare(home: Path, copy: Path) -> None:
    """A copy of the home that knows the help pages."""
    shutil.copytree(home, copy)
    environment = {"FIRSTLINE_HOME": str(copy), "HF_HUB_OFFLINE": "1"}
    run([str(SCRIPT), "documents", "import", str(HELP), "--link", LINK, "--json"], environment)
    run([str(SCRIPT), "index", "--json"], environment)


def questions(split: str, *, answerable: bool) -> tuple[list[str], list[str]]:
    """Texts and sections."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split and bool(row["section"]) == answerable]
    return [row["text"] for row in rows], [row["section"] for row in rows]


def measure(home: Path, splits: Sequence[str]) -> dict[str, Outcome]:
    found = {}
    for split in splits:
        for name, answerable in (("answerable", True), ("unanswerable", False)):
            texts, sections = questions(split, answerable=answerable)
            found[f"{split}, {name}"] = judge(sections, ask(texts, home))
    others = {"off_topic.txt": off_topic_texts(), "test.csv of the shop": read("test.csv")[0]}
    return found | {name: judge([""] * len(texts), ask(texts, home)) for name, texts in others.items()}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--home", type=Path, default=Path(".firstline"), help="a home set up with the example shop")
    parser.add_argument("--split", choices=SPLITS, help="this one alone")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        prepare(options.home, home)
        outcomes = measure(home, [options.split] if options.split else SPLITS)
    if options.json:
        print(json.dumps({name: asdict(outcome) for name, outcome in outcomes.items()}))
        return
    for name, outcome in outcomes.items():
        print(f"{name}: " + ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in asdict(outcome).items()))


if __name__ == "__main__":
    main()
