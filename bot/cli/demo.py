"""`firstline demo`: the example shop, from its old dialogs to a bot that answers."""

import sys
from pathlib import Path

import click

from bot.cli.command import Session, command
from bot.errors import BotError


@command("demo", example="firstline demo")
@click.option("--no-chat", is_flag=True, help="Stop after the three questions.")
def demo(session: Session, no_chat: bool) -> None:
    """Take the example shop from its dialogs to a chat; run again, it reuses what is there."""
    from bot.cli import demo_steps

    steps = demo_steps.run(session, shop_folder())
    if session.json:
        session.emit({"home": session.settings.home, **steps}, "")
    elif not no_chat and sys.stdin.isatty():
        demo_steps.run_command(session, "chat")


def shop_folder() -> Path:
    """Where the example dialogs lie: in the checkout, or in the installed package. Raises BotError."""
    folder = Path(__file__).resolve().parents[2] / "examples" / "shop"
    if not (folder / "dialogs.jsonl").is_file():
        raise BotError(
            f"the example dialogs are missing ({folder / 'dialogs.jsonl'}); run this in a checkout of the project, or import your own dialogs"
        )
    return folder
