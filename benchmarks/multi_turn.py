"""Follow-ups of the example shop: what a bot that remembers the dialog does with them, and what it would do with each message alone.

    python -m benchmarks.multi_turn [--home DIR] [--split test] [--json] [--mistakes]

The home (default: .firstline) is trained on examples/shop/dialogs.jsonl. benchmarks/data/multi_turn.jsonl: 40 dialogs that we wrote,
each turn with the intents whose answers are right; none: no answer is. The rules were chosen on the split "dev", but "test" was looked
at several times meanwhile: its figures flatter. Counted are the turns after each dialog's first.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot import bootstrap
from bot.console.questions import Reply
from bot.dialogue.action import Answer, AskSlot, Chitchat, Clarify
from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Turn
from bot.settings import read_settings

DATA = Path(__file__).with_name("data") / "multi_turn.jsonl"
CHITCHAT = "chitchat"


@dataclass(frozen=True, slots=True)
class Written:
    """A dialog of the file: what is said, and for each turn the names that are right."""

    split: str
    turns: tuple[str, ...]
    expected: tuple[tuple[str, ...], ...]


def read_dialogs(split: str) -> list[Written]:
    rows = (json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines())
    return [Written(row["split"], tuple(row["turns"]), tuple(map(tuple, row["expected"]))) for row in rows if row["split"] == split]


def judged(turn: Turn, expected: Sequence[str]) -> str:
    """right: sent or smiled at as expected, or nothing sent where nothing is right. offered: among the options. wrong: another answer
    was sent. handed: to a human, though there is an answer."""
    match turn.action:
        case Chitchat():
            return "right" if CHITCHAT in expected else "handed"
        case Answer(candidate) | AskSlot(candidate):
            return "right" if candidate.hit.answer.intent in expected else "wrong"
        case Clarify(options):
            there = any(option.hit.answer.intent in expected for option in options)
            return "offered" if there else "right" if not expected else "handed"
        case _:
            return "handed" if expected else "right"


def follow_ups(reply: Reply, dialogs: Sequence[Written], *, remembering: bool) -> Iterator[tuple[str, Turn, tuple[str, ...]]]:
    for written in dialogs:
        state = DialogState()
        for number, (text, expected) in enumerate(zip(written.turns, written.expected, strict=True)):
            turn = reply(CustomerMessage(text, customer="c", dialog="d"), state)
            state = turn.state if remembering else replace(turn.state, question="", answered=None)
            if number:
                yield judged(turn, expected), turn, expected


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--split", choices=["dev", "test"], default="test")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mistakes", action="store_true", help="show what was not right")
    options = parser.parse_args()
    settings = read_settings(options.home)
    opened = bootstrap.database(settings)
    reply, dialogs = bootstrap.assistant(settings, opened).reply, read_dialogs(options.split)
    for name, remembering in (("alone", False), ("with the dialog so far", True)):
        results = list(follow_ups(reply, dialogs, remembering=remembering))
        counts = Counter(verdict for verdict, _, _ in results)
        figures = {
            "how": name,
            "turns": len(results),
            **{verdict: counts[verdict] for verdict in ("right", "offered", "handed", "wrong")},
        }
        print(json.dumps(figures) if options.json else "  ".join(f"{key} {value}" for key, value in figures.items()))
        for verdict, turn, expected in results if options.mistakes else ():
            if verdict != "right":
                found = ", ".join(f"{item.hit.answer.intent} {item.confidence:.2f}" for item in turn.candidates[:3])
                print(f"    {verdict}: {turn.text} (expected {', '.join(expected) or 'none'}; found {found})")
    opened.close()


if __name__ == "__main__":
    main()
