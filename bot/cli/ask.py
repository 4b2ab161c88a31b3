"""`firstline ask`: what the bot would reply."""

import secrets
from pathlib import Path

import click

from bot.cli.command import Session, command
from bot.cli.turn_view import turn_json, turn_words


@command("ask", example='firstline ask "my refund has not arrived" --why')
@click.argument("text", required=False)
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Each line is a message of a new dialog.",
)
@click.option("--why", is_flag=True, help="Explain the decision: the words that weighed, the nearest examples.")
@click.option("--version", "version", help="A model version other than the live one.")
def ask(session: Session, text: str | None, file: Path | None, why: bool, version: str | None) -> None:
    """Say what the bot would reply to TEXT, or to each line of a file."""
    if (text is None) == (file is None):
        raise click.UsageError("give a TEXT, or a file with one message a line: firstline ask 'where is my order'")
    from bot import bootstrap
    from bot.console.questions import ask_each, read_lines
    from bot.storage.turns import record_turn

    opened = bootstrap.database(session.settings)
    assistant = bootstrap.assistant(session.settings, opened, version)
    texts = [text] if text is not None else read_lines(file)
    for turn in ask_each(assistant.reply, texts, f"ask-{secrets.token_hex(6)}"):
        record_turn(opened, turn, source="ask", kind="trial")
        explained = bootstrap.explain(session.settings, opened, turn.text, version) if why and turn.nlu is not None else None
        session.emit(turn_json(turn, explained), turn_words(turn, explained, why=why))
