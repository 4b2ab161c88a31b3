"""The console script: a table of commands, each loaded only when it is called, so that `firstline ask` starts fast."""

import importlib
import sys
from pathlib import Path

import click

COMMANDS = {
    "init": "bot.cli.init:init",
    "import": "bot.cli.import_logs:import_logs",
    "export": "bot.cli.export:export",
    "erase": "bot.cli.erase:erase",
    "purge": "bot.cli.purge:purge",
    "mine": "bot.cli.mine:mine",
    "answers": "bot.cli.answers:answers",
    "documents": "bot.cli.documents:documents",
    "discover": "bot.cli.discover:discover",
    "train": "bot.cli.train:train",
    "evaluate": "bot.cli.evaluate:evaluate",
    "models": "bot.cli.models:models",
    "index": "bot.cli.index:index",
    "ask": "bot.cli.ask:ask",
    "chat": "bot.cli.chat:chat",
    "backtest": "bot.cli.backtest:backtest",
    "bot": "bot.cli.bot:bot",
    "demo": "bot.cli.demo:demo",
    "doctor": "bot.cli.doctor:doctor",
    "bench": "bot.cli.bench:bench",
}


class LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(package_name="firstline")
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="The home of every command, as --home after it.")
@click.pass_context
def app(context: click.Context, home: Path | None) -> None:
    """First-line support, learned from your own chat history.

    \b
    A first run:
      firstline import result.json      read old dialogs into the record
      firstline mine                    find the answers your staff gave
      firstline discover --accept       find what customers ask for (or import labelled questions)
      firstline train                   teach the classifier
      firstline index                   build the search index
      firstline ask "where is my order" what the bot would reply
      firstline bot                     the Telegram bot
    """
    context.obj = home


def main() -> None:
    sys.exit(app(prog_name="firstline"))
