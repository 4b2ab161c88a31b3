"""`firstline bench`: runs a script of benchmarks/."""

import importlib.util
import pkgutil
import subprocess
import sys

import click

from bot.cli.command import Session, command
from bot.errors import BotError


class NoSuchBenchmarkError(BotError):
    pass


@command("bench", example="firstline bench first_run")
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(session: Session, name: str | None, arguments: tuple[str, ...]) -> None:
    """Run a benchmark by NAME (its own options after `--`); without a name, list them."""
    names = _names()
    if name is None:
        session.emit({"benchmarks": names}, "\n".join(names))
        return
    if name not in names:
        raise NoSuchBenchmarkError(f"there is no benchmark named {name!r}; there are: {', '.join(names)}")
    flags = ["--json"] if session.json else []
    done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *flags, *arguments], check=False)
    sys.exit(done.returncode)


def _names() -> list[str]:
    found = importlib.util.find_spec("benchmarks")
    if found is None or found.submodule_search_locations is None:
        raise NoSuchBenchmarkError("the benchmarks are not installed; run this in a checkout of the project")
    return sorted(module.name for module in pkgutil.iter_modules(found.submodule_search_locations) if not module.ispkg)
