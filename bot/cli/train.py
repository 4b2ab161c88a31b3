"""`firstline train`."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.command import Session, command

if TYPE_CHECKING:
    from dialogs.database import Database
    from training.schedule import Adapter
    from training.train import TrainReport

RECORD = "record"
"""What an option says that could name a file, and means the record."""


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
@click.option(
    "--adapt",
    metavar="[FILE]",
    is_flag=False,
    flag_value=RECORD,
    help="First let the base read unlabelled messages: those of the record, or of FILE (one a line, or CSV with a text column).",
)
@click.option(
    "--trials",
    metavar="N",
    type=click.IntRange(min=2),
    help="Try N recipes and train with the best; a search that was stopped is gone on with.",
)
@click.option("--lora", metavar="RANK", type=click.IntRange(min=1), help="Tune through adapters of this rank: for a large base.")
@click.option("--adalora", metavar="RANK", type=click.IntRange(min=1), help="The same, with ranks that are shared out as needed.")
@click.option("--teacher", metavar="MODEL", help="Learn from what a version, or a larger base, says of the examples too.")
@click.option(
    "--search-pairs",
    metavar="N",
    type=click.IntRange(min=1_000),
    help="Learn to search from the newest N messages and replies, not 24,000: fewer take less time, about 0.03 CPU seconds each, and find less.",
)
@click.option("--log", type=click.Choice(["tensorboard", "wandb"]), help="Draw curves of the run, in models/runs of the home.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed, same machine: same model.")
def train(
    session: Session,
    examples: Path | None,
    oos: Path | None,
    base: str | None,
    quick: bool,
    sentiment: str | None,
    adapt: str | None,
    trials: int | None,
    lora: int | None,
    adalora: int | None,
    teacher: str | None,
    search_pairs: int | None,
    log: str | None,
    seed: int,
) -> None:
    """Fit the intent classifier, register it as a version, and promote it if it passes the gate."""
    from bot import bootstrap
    from bot.cli.publisher import publisher
    from bot.redacting import redactor
    from training.examples import checked, read_csv, read_texts, record_examples
    from training.model_folder import told_if_full
    from training.processes import processes
    from training.run_log import CurveKind
    from training.schedule import ContrastRecipe, Recipe
    from training.search_fit import SearchOptions
    from training.sentiment import rated_messages, read_moods
    from training.train import TrainOptions, assist
    from training.train import train as run

    if quick and (trials or lora or adalora or teacher or search_pairs or log):
        raise click.UsageError(
            "--quick tunes nothing: leave it out, or leave out --trials, --lora, --adalora, --teacher, --search-pairs and --log"
        )
    adapter = _adapter(lora, adalora)
    group = processes()
    with group.first_alone():
        database = bootstrap.database(session.settings)
    redaction = redactor(session.settings)

    def redact(text: str) -> str:
        return redaction.redact(text).text

    outside = read_texts(oos, redact=redact) if oos else ()
    if examples is None:
        found = record_examples(database, outside)
    else:
        found = checked(read_csv(examples, redact=redact), str(examples), outside)
    for warning in found.warnings if group.number == 0 else ():
        session.say(f"warning: {warning}")
    unlabelled = None if adapt is None else _messages(adapt, database, redact)
    registry = bootstrap.registry(session.settings, database)
    moods = () if sentiment is None else rated_messages(database) if sentiment == "ratings" else read_moods(Path(sentiment), redact)
    options = TrainOptions(
        base,
        seed,
        quick,
        keep_examples=examples is not None,
        moods=moods,
        adapt=unlabelled,
        trials=trials or 0,
        teacher=teacher,
        log=CurveKind(log) if log else None,
        recipe=Recipe(adapter=adapter),
        search=SearchOptions(most=search_pairs) if search_pairs else SearchOptions(),
        contrast=ContrastRecipe(adapter=adapter),
    )
    if group.number:
        assist(registry, found, options, group)
        return
    with told_if_full(registry.models):
        report = run(registry, found, options, publisher(session, database), session.progress(), group)
    session.emit(report, _words(report))


def _adapter(lora: int | None, adalora: int | None) -> "Adapter | None":
    from training.schedule import Adapter, AdapterKind

    match lora, adalora:
        case None, None:
            return None
        case int(), int():
            raise click.UsageError("--lora and --adalora are two ways to do the same; give one of them")
        case _:
            return Adapter(AdapterKind.LORA, lora) if lora else Adapter(AdapterKind.ADALORA, adalora or 0)


def _messages(source: str, database: "Database", redact: Callable[[str], str]) -> tuple[str, ...]:
    from training.unlabelled import file_messages, record_messages

    return record_messages(database) if source == RECORD else file_messages(Path(source), redact=redact)


def _words(report: "TrainReport") -> str:
    state = "live" if report.live else "registered, not live"
    return (
        f"{report.version} ({report.method}): {report.classes} intents from {report.examples} examples in {report.seconds:.0f} s; "
        f"held-out accuracy {report.accuracy:.1%}, macro F1 {report.macro_f1:.1%}, calibration error {report.ece:.3f}\n"
        f"{state}: {report.reason}"
    )
