"""`firstline index`: the search index."""

import os

import click

from bot.cli.command import Session, command


@command("index", example="firstline index --json")
@click.option("--rebuild", is_flag=True, help="Embed everything again instead of what is new.")
def index(session: Session, rebuild: bool) -> None:
    """Embed what is new, drop what is gone, and calibrate how sure the bot may be."""
    from dialogs.database import open_database
    from training.publish import refresh

    settings, threads = session.settings, os.cpu_count() or 1
    published = refresh(
        open_database(settings.url),
        settings.models,
        settings.index,
        risk=settings.risk,
        confidence=settings.confidence,
        rebuild=rebuild,
        threads=threads,
        progress=session.progress(),
    )
    report = published.index
    assert report is not None
    if not report.answers:
        session.say("no answer is approved yet: run firstline mine, or firstline answers add")
    session.emit(
        report,
        f"{report.vectors} questions of {report.answers} answers in the index ({report.added} added, {report.removed} removed, "
        f"{report.kind}) in {report.seconds:.1f} s",
    )
