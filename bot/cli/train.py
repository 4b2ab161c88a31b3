"""`firstline train`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.command import Session, command

if TYPE_CHECKING:
    from training.train import TrainReport


@command("train", example="firstline train --examples questions.csv")
@click.option(
    "--examples", type=click.Path(path_type=Path), help="CSV with the columns text,intent; default: the record's examples."
)
@click.option(
    "--oos",
    type=click.Path(path_type=Path),
    help="CSV with a text column: messages outside of every intent, which the model learns not to answer.",
)
@click.option("--base", metavar="MODEL", help="A folder or hub name of a BERT-like encoder; default: all-MiniLM-L6-v2.")
@click.option("--quick", is_flag=True, help="Fit only a head on the frozen base: seconds instead of minutes.")
@click.option(
    "--sentiment",
    metavar="FILE",
    help="CSV with the columns text,sentiment, or `ratings` for the record's rated dialogs: fits a sentiment head.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed, same machine: same model.")
def train(
    session: Session, examples: Path | None, oos: Path | None, base: str | None, quick: bool, sentiment: str | None, seed: int
) -> None:
    """Fit the intent classifier, register it as a version, and promote it if it passes the gate."""
    from bot import bootstrap
    from bot.cli.publisher import publisher
    from bot.redacting import redactor
    from training.examples import checked, read_csv, read_texts, record_examples
    from training.model_folder import told_if_full
    from training.sentiment import rated_messages, read_moods
    from training.train import TrainOptions
    from training.train import train as run

    database = bootstrap.database(session.settings)
    redaction = redactor(session.settings)

    def redact(text: str) -> str:
        return redaction.redact(text).text

    outside = read_texts(oos, redact=redact) if oos else ()
    if examples is None:
        found = record_examples(database, outside)
    else:
        found = checked(read_csv(examples, redact=redact), str(examples), outside)
    for warning in found.warnings:
        session.say(f"warning: {warning}")
    registry = bootstrap.registry(session.settings, database)
    moods = () if sentiment is None else rated_messages(database) if sentiment == "ratings" else read_moods(Path(sentiment), redact)
    options = TrainOptions(base, seed, quick, keep_examples=examples is not None, moods=moods)
    with told_if_full(registry.models):
        report = run(registry, found, options, publisher(session, database), session.progress())
    session.emit(report, _words(report))


def _words(report: "TrainReport") -> str:
    state = "live" if report.live else "registered, not live"
    return (
        f"{report.version} ({report.method}): {report.classes} intents from {report.examples} examples in {report.seconds:.0f} s; "
        f"held-out accuracy {report.accuracy:.1%}, macro F1 {report.macro_f1:.1%}, calibration error {report.ece:.3f}\n"
        f"{state}: {report.reason}"
    )
