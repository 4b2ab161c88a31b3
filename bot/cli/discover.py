"""firstline discover: intents from messages that nobody labelled."""

import os
from typing import TYPE_CHECKING

import click

from bot.cli.command import Session, command

if TYPE_CHECKING:
    from training.discover import Discovery


@command("discover", example="firstline discover --accept")
@click.option("--accept", is_flag=True, help="Store the proposed intents and their examples.")
@click.option("--smallest", type=click.IntRange(min=2), help="Messages that an intent needs (default: by the size of the record).")
@click.option("--split", "apart", metavar="NAME", multiple=True, help="Take a proposed intent apart.")
@click.option(
    "--merge",
    "together",
    metavar="NAME,NAME…",
    multiple=True,
    help="Take proposed intents together: the first name, known or new, is what the others become.",
)
@click.option("--seed", default=0, show_default=True, help="Seed of the clustering.")
def discover(
    session: Session, accept: bool, smallest: int | None, apart: tuple[str, ...], together: tuple[str, ...], seed: int
) -> None:
    """Propose intents by clustering unlabelled customer messages.

    The same record gives the same proposals: look first, then say what to merge and split, then accept.
    """
    from bot import bootstrap
    from training import discover as discovery
    from training.live_version import live_model, searching_encoder

    database = bootstrap.database(session.settings)
    progress = session.progress()
    models, threads = session.settings.models, os.cpu_count() or 1
    encoder = searching_encoder(models, live_model(database, models, threads=threads), threads=threads, progress=progress)
    wishes = discovery.Wishes(apart, tuple(tuple(name.strip() for name in names.split(",")) for names in together))
    found = discovery.discover(database, encoder, accept=accept, smallest=smallest, wishes=wishes, seed=seed, progress=progress)
    session.emit(found, _words(found, accept))


def _words(found: "Discovery", accept: bool) -> str:
    lines = [
        f"{cluster.size:6}  {cluster.name}{'' if cluster.new else '  (joins)'}\n        {cluster.examples[0]}"
        for cluster in found.clusters
    ]
    fresh = sum(cluster.new for cluster in found.clusters)
    done = f"{found.accepted} examples stored" if accept else "nothing stored; run: firstline discover --accept"
    if not found.questions:
        return "There are no customer messages to look at; import dialogs first: firstline import PATH"
    if not found.clusters:
        return f"Nothing new among {found.questions} dialogs: {found.labelled} have an intent, {found.noise} fit no group."
    lines.append(
        f"{fresh} new intents in {found.questions} dialogs ({found.labelled} had an intent, {found.noise} fit none) in {found.seconds:.0f} s; {done}"
    )
    return "\n".join(lines)
