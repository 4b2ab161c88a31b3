"""`firstline models`: the registry."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.cli.command import Session, command

if TYPE_CHECKING:
    from training.registry import Version


@click.group("models", context_settings={"help_option_names": ["-h", "--help"]})
def models() -> None:
    """The model versions: list, show, promote, roll back."""


@command("list", example="firstline models list")
def list_(session: Session) -> None:
    """All versions, newest first."""
    from bot import bootstrap

    versions = bootstrap.registry(session.settings, bootstrap.database(session.settings)).versions()
    if not versions:
        session.say("No versions yet; run: firstline train")
    for version in versions:
        session.emit(row(version), _line(version))


@command("show", example="firstline models show 20260131-093000-1f2e")
@click.argument("version", required=False)
def show(session: Session, version: str | None) -> None:
    """One version (default: the live one) with its metrics and manifest."""
    from bot import bootstrap
    from nlu.manifest import read_manifest

    registry = bootstrap.registry(session.settings, bootstrap.database(session.settings))
    found = registry.chosen(version)
    manifest = read_manifest(registry.folder(found.name))
    facts = row(found) | {
        "labels": manifest.labels,
        "temperature": manifest.temperature,
        "out_of_scope_threshold": manifest.out_of_scope_threshold,
        "heldout": len(manifest.heldout),
        "base": manifest.base,
        "seed": manifest.seed,
        "encoder": manifest.encoder_id,
        "libraries": manifest.libraries,
    }
    session.emit(facts, "\n".join(f"{name:36} {words}" for name, words in _facts(facts)))


@command("promote", example="firstline models promote 20260131-093000-1f2e")
@click.argument("version")
def promote(session: Session, version: str) -> None:
    """Make a version live, its index and thresholds with it."""
    from bot import bootstrap
    from bot.cli.publisher import publisher

    database = bootstrap.database(session.settings)
    registry = bootstrap.registry(session.settings, database)
    registry.get(version)
    publisher(session, database)(version)
    session.emit(row(registry.get(version)), f"{version} is live")


@command("rollback", example="firstline models rollback")
def rollback(session: Session) -> None:
    """Make the version live that was so before; again goes further back."""
    from bot import bootstrap
    from bot.cli.publisher import publisher

    database = bootstrap.database(session.settings)
    registry = bootstrap.registry(session.settings, database)
    earlier = registry.previous()
    left = registry.live()
    publisher(session, database)(earlier.name)
    if left is not None:
        registry.withdraw(left.name)
    session.emit(row(registry.get(earlier.name)), f"{earlier.name} is live again")


for subcommand in (list_, show, promote, rollback):
    models.add_command(subcommand)


def row(version: "Version") -> dict[str, object]:
    """A version as `--json` shows it."""
    facts = asdict(version)
    return {"version": facts.pop("name")} | facts


def _line(version: "Version") -> str:
    from dialogs.trained_on import EXAMPLES, MESSAGES

    right = version.metrics.get("accuracy")
    accuracy = f"{right:.1%} accuracy" if isinstance(right, float) else "not measured"
    gone = [
        f"{version.metrics[key]} {what}"
        for key, what in ((EXAMPLES, "examples"), (MESSAGES, "messages"))
        if version.metrics.get(key)
    ]
    note = f"  trained on {' and '.join(gone)} that were erased since; firstline train" if gone else ""
    return f"{version.name}  {version.status:10} {accuracy}  {version.metrics.get('method', '')}{note}"


def _facts(facts: Mapping[str, object], within: str = "") -> Iterator[tuple[str, str]]:
    """Name and words of each fact; of what holds facts itself, such as the metrics, a line each."""
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield from _facts(value, f"{within}{name}.")
        else:
            yield f"{within}{name}", f"{value:.4g}" if isinstance(value, float) else _words(value)


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
