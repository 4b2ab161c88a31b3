"""Writes docs/cli.md from the commands and docs/settings.md from the settings: `python -m docs.generate`. A test compares them."""

from collections.abc import Iterator, Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

import click

from bot.cli.app import app
from bot.settings import Settings

FOLDER = Path(__file__).parent
WIDTH = 110

CLI_HEAD = """\
# The command line

Written by `python -m docs.generate` from the commands themselves; `firstline COMMAND --help` says the same.

Every command takes `--home DIR` and `--json`. With `--json`, stdout carries one JSON object (or one a line) and nothing else; progress
and words go to stderr. Exit codes: 0 done, 1 could not (one line says why and what to do next), 2 wrong usage.
"""

SETTINGS_HEAD = """\
# Settings

Written by `python -m docs.generate` from `bot/settings.py`.

A setting is read from `firstline.toml` in the home (`risk = 0.05`), then from the environment (`FIRSTLINE_RISK=0.05`), which wins. Lists are
TOML arrays in the file and separated by commas in a variable. The home itself is given by `--home` or `FIRSTLINE_HOME` only.

| setting | variable | default | what it does |
|---|---|---|---|
"""


def pages() -> Mapping[str, str]:
    """The generated pages: file name -> text."""
    return {"cli.md": cli_page(), "settings.md": settings_page()}


def cli_page() -> str:
    return CLI_HEAD + "".join(_section(name, command) for name, command in _commands(app, "firstline"))


def settings_page() -> str:
    return SETTINGS_HEAD + "".join(_row(item) for item in fields(Settings))


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """All commands below a group with what one types to call them, a group's own page before those of its commands."""
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")


def _section(name: str, command: click.Command) -> str:
    context = click.Context(
        command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH, help_option_names=["-h", "--help"]
    )
    return f"\n## {name}\n\n```text\n{command.get_help(context)}\n```\n"


def _row(item: "Field[Any]") -> str:
    return f"| `{item.name}` | `FIRSTLINE_{item.name.upper()}` | {_default(item.default)} | {item.metadata['help']} |\n"


def _default(value: object) -> str:
    match value:
        case "" | ():
            return "(none)"
        case tuple():
            return f"`{','.join(map(str, value))}`"
        case _:
            return f"`{value}`"


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
