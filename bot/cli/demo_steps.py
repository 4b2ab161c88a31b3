"""The demo's steps: the very commands that a person would type, so that the demo teaches them."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import click

from bot.cli.app import app
from bot.cli.command import Session

QUESTIONS = (
    "hi, do you ship to Germany?",
    "can you help me with a voucher?",
    "do you know a good dentist?",
)
"""A sure one, an unclear one, and one for a human."""


def run(session: Session, shop: Path) -> dict[str, Any]:
    """Import, mine, train, index, ask. Returns what each step said in JSON."""
    steps: dict[str, Any] = {"import": run_command(session, "import", str(shop / "dialogs.jsonl"))}
    steps["mine"] = run_command(session, "mine")
    if _needs_training(session):
        steps["train"] = run_command(session, "train")
    else:
        session.say("\nThe live model was trained on these examples already.")
    steps["index"] = run_command(session, "index")
    steps["turns"] = [run_command(session, "ask", question, "--why") for question in QUESTIONS]
    return steps


def run_command(session: Session, *arguments: str) -> Any:
    """Runs a command of the console script in this process; shows it as it would be typed. Its JSON with --json, else None."""
    typed = " ".join(f'"{item}"' if " " in item else item for item in arguments)
    session.say(click.style(f"\n$ firstline {typed}", bold=True))
    whole = [*arguments, "--home", str(session.settings.home)]
    if not session.json:
        app(whole, prog_name="firstline", standalone_mode=False)
        return None
    with _captured() as output:
        app([*whole, "--json"], prog_name="firstline", standalone_mode=False)
    return json.loads(output.getvalue())


def _needs_training(session: Session) -> bool:
    """Whether the record's examples differ from those of the live model."""
    from bot import bootstrap
    from training.examples import record_examples

    opened = bootstrap.database(session.settings)
    live = bootstrap.registry(session.settings, opened).live()
    return live is None or live.data_hash != record_examples(opened).data_hash


@contextmanager
def _captured() -> Iterator[io.StringIO]:
    output = io.StringIO()
    with redirect_stdout(output):
        yield output
