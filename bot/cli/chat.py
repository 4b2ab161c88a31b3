"""`firstline chat`: a chat in the terminal."""

import secrets
import sys

import click

from bot.cli.command import Session, command
from bot.cli.turn_view import turn_json, turn_words
from bot.dialogue.turn import Turn


@command("chat", example="firstline chat")
@click.option("--why", is_flag=True, help="Explain every reply.")
def chat(session: Session, why: bool) -> None:
    """Chat in the terminal with the Assistant that Telegram customers meet."""
    from bot import bootstrap
    from bot.console.chat import chat as run
    from bot.storage.turns import record_turn

    opened = bootstrap.database(session.settings)
    live = bootstrap.LiveAssistant(session.settings, opened)

    def show(turn: Turn, explain: bool) -> None:
        if not explain:
            record_turn(opened, turn, source="chat", kind="trial")
        session.emit(turn_json(turn), f"bot> {turn_words(turn, why=why or explain)}")

    prompt = "you> " if sys.stdin.isatty() and not session.json else ""
    run(live.reply, lambda: _read(prompt), show, session.say, f"chat-{secrets.token_hex(6)}")


def _read(prompt: str) -> str | None:
    try:
        return input(prompt)
    except EOFError:
        return None
