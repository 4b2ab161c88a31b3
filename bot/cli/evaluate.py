"""`firstline evaluate`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.command import Session, command

if TYPE_CHECKING:
    from nlu.intent_model import IntentModel
    from training.evaluate import Evaluation


@command("evaluate", example="firstline evaluate test.csv --plots report")
@click.argument("csv", type=click.Path(path_type=Path))
@click.option("--oos", type=click.Path(path_type=Path), help="CSV with a text column: messages outside of every intent.")
@click.option("--version", help="The version to score; default: the live one.")
@click.option(
    "--plots",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for pictures: confusions, reliability, confidences.",
)
def evaluate(session: Session, csv: Path, oos: Path | None, version: str | None, plots: Path | None) -> None:
    """Score a model version on text,intent rows."""
    from bot.redacting import redactor
    from training.evaluate import evaluate as run
    from training.examples import read_csv, read_texts

    redaction = redactor(session.settings)

    def redact(text: str) -> str:
        return redaction.redact(text).text

    rows = read_csv(csv, redact=redact)
    outside = read_texts(oos, redact=redact) if oos else ()
    model = _model(session, version)
    scored = run(model, rows, outside, progress=session.progress())
    pictures: tuple[Path, ...] = ()
    if plots is not None:
        from training.plots import write_plots

        pictures = write_plots(scored, plots)
    session.emit(asdict(scored.evaluation) | {"plots": pictures}, _words(scored.evaluation, pictures))


def _model(session: Session, version: str | None) -> "IntentModel":
    from bot import bootstrap
    from nlu.intent_model import IntentModel

    registry = bootstrap.registry(session.settings, bootstrap.database(session.settings))
    return IntentModel.load(registry.folder(registry.chosen(version).name), threads=session.settings.threads)


def _words(found: "Evaluation", pictures: tuple[Path, ...]) -> str:
    head = (
        f"{found.version} on {found.examples} texts: accuracy {found.accuracy:.2%}, macro F1 {found.macro_f1:.2%}, "
        f"calibration error {found.ece:.3f}, {found.in_scope_rejected:.1%} rejected as out of scope"
    )
    lines = [head]
    if found.oos_auroc is not None and found.oos_recall is not None:
        lines.append(f"out of scope: AUROC {found.oos_auroc:.3f}, {found.oos_recall:.1%} of {found.oos_examples} rejected")
    if found.skipped:
        lines.append(f"{found.skipped} rows without text or intent were skipped")
    if found.unknown_intents:
        lines.append(f"intents that this version does not know, counted as wrong: {', '.join(found.unknown_intents[:10])}")
    if found.confusions:
        lines.append("mixed up most:")
        lines += [f"  {pair.count:4}  {pair.intent} -> {pair.predicted}" for pair in found.confusions[:8]]
    lines += [f"wrote {path}" for path in pictures]
    return "\n".join(lines)
