"""`firstline index`: the search index."""

import os
from dataclasses import asdict

import click

from bot.cli.calibration_words import calibration_words, document_words, suggestion_words
from bot.cli.command import Session, command
from bot.cli.contradicted import contradicted_words


@command("index", example="firstline index --json")
@click.option("--rebuild", is_flag=True, help="Embed everything again instead of what is new.")
def index(session: Session, rebuild: bool) -> None:
    """Hold back what staff contradict now, embed what is new, drop what is gone, and calibrate how sure the bot may be."""
    from dialogs.database import open_database
    from retrieval.staleness import hold_back_contradicted
    from training.live_version import comparing_encoder, live_model
    from training.publish import refresh

    settings, threads = session.settings, os.cpu_count() or 1
    database = open_database(settings.url)
    model = live_model(database, settings.models, threads=threads)
    encoder = comparing_encoder(settings.models, model, threads=threads, progress=session.progress())
    flags = hold_back_contradicted(database, encoder, settings.stale_days)
    published = refresh(
        database,
        settings.models,
        settings.index,
        risk=settings.risk,
        confidence=settings.confidence,
        vector_url=settings.vector_url,
        rebuild=rebuild,
        threads=threads,
        progress=session.progress(),
    )
    report = published.index
    assert report is not None
    if not report.answers:
        session.say("no answer is approved yet: run firstline mine, or firstline answers add")
    session.emit(
        {**asdict(report), "contradicted": flags, "suggestions": published.suggestions},
        f"{report.vectors} questions of {report.answers} answers in the index ({report.added} added, {report.removed} removed, "
        f"{report.kind}) in {report.seconds:.1f} s{calibration_words(published.calibration)}"
        f"{document_words(report.passages, published.documents)}{suggestion_words(published.suggestions)}{contradicted_words(flags)}",
    )
