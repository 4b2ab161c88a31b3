"""What every command shares: --home, --json, exit codes, progress on stderr, errors of one line."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import OperationalError
from tqdm import tqdm

from bot.errors import BotError
from bot.settings import Settings, read_settings
from dialogs.errors import DialogsError
from nlu.errors import NluError
from retrieval.errors import RetrievalError
from training.errors import TrainingError

TEACHING = (BotError, DialogsError, NluError, RetrievalError, TrainingError)
"""Errors whose message is meant for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a command body gets: the settings, and where to say things."""

    settings: Settings
    json: bool

    def emit(self, result: Any, words: str) -> None:
        """The command's result: one JSON object on stdout with --json, else `words`."""
        click.echo(json.dumps(plain(result), ensure_ascii=False) if self.json else words)

    def say(self, words: str) -> None:
        """Anything else that a person should know: on stderr."""
        click.echo(words, err=True)

    def progress(self) -> "TerminalProgress":
        return TerminalProgress()


class TerminalProgress:
    """A progress callback `(what, done, total)` for the packages below; draws bars on a terminal and nothing elsewhere."""

    def __init__(self) -> None:
        self._bars: dict[str, tqdm[Any]] = {}

    def __call__(self, what: str, done: int, total: int | None = None) -> None:
        if not sys.stderr.isatty():
            return
        bar = self._bars.get(what)
        if bar is None:
            bar = self._bars[what] = tqdm(desc=what, total=total, file=sys.stderr, dynamic_ncols=True, mininterval=0.2)
        bar.total = total
        bar.update(done - bar.n)
        if total is not None and done >= total:
            bar.close()


def plain(value: Any) -> Any:
    """JSON-ready: dataclasses, enums, paths and times become what JSON has."""
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case Path():
            return str(value)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case str() | int() | float() | None:
            return value
        case _ if is_dataclass(value) and not isinstance(value, type):
            return plain(asdict(value))
        case _ if hasattr(value, "tolist"):
            return value.tolist()
        case _:
            return [plain(item) for item in value]


def command(name: str, *, example: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a click command of a body `(session, **options)`; a teaching error becomes one line on stderr and exit code 1."""

    def wrap(body: Callable[..., Any]) -> click.Command:
        def run(home: Path | None, json: bool, **options: Any) -> None:
            try:
                body(Session(read_settings(home or _home_before()), json), **options)
            except TEACHING as error:
                _fail(str(error))
            except OperationalError as error:
                _fail(
                    f"the database does not answer: {str(error.orig).strip().splitlines()[0]}; check FIRSTLINE_DATABASE_URL and that it runs"
                )
            except OSError as error:
                _fail(
                    f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}; check the path, its permissions and free space"
                )
            except KeyboardInterrupt:
                _fail("stopped; nothing is half-written, run it again to go on", code=130)

        run.__doc__ = f"{body.__doc__}\n\n\b\nExample:\n  {example}\n"
        run.__click_params__ = getattr(body, "__click_params__", [])  # type: ignore[attr-defined]
        made = click.command(name)(run)
        made.params.append(
            click.Option(
                ["--home"], type=click.Path(path_type=Path, file_okay=False), help="The home (FIRSTLINE_HOME; default .firstline)."
            )
        )
        made.params.append(click.Option(["--json"], is_flag=True, help="One JSON object (or one a line) on stdout, nothing else."))
        return made

    return wrap


def _home_before() -> Path | None:
    """The home that was given before the command's name: firstline --home DIR ask."""
    found = click.get_current_context().find_root().obj
    return found if isinstance(found, Path) else None


def _fail(message: str, code: int = 1) -> None:
    click.echo(f"firstline: {' '.join(message.split())}", err=True)
    sys.exit(code)
