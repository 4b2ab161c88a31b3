"""firstline backtest: the record replayed in time order."""

import os
from typing import TYPE_CHECKING

import click

from bot.cli.command import Session, command

if TYPE_CHECKING:
    from training.backtest import Backtest


@command("backtest", example="firstline backtest --risk 0.02 --confidence 0.95")
@click.option(
    "--risk", type=click.FloatRange(0, 1, min_open=True, max_open=True), help="Share of automatic answers that may be wrong."
)
@click.option(
    "--confidence", type=click.FloatRange(0, 1, min_open=True, max_open=True), help="How sure the bound on the risk must be."
)
@click.option("--check", is_flag=True, help="Judge the thresholds in use, change nothing.")
def backtest(session: Session, risk: float | None, confidence: float | None, check: bool) -> None:
    """Replay the record in time order: what the bot would have answered, and how often wrongly. Sets the thresholds."""
    from bot import bootstrap
    from training import backtest as replaying

    settings = session.settings
    found = replaying.backtest(
        bootstrap.database(settings),
        settings.models,
        settings.index,
        risk=risk or settings.risk,
        confidence=confidence or settings.confidence,
        check=check,
        sources_needed=settings.sources_needed,
        threads=os.cpu_count() or 1,
        progress=session.progress(),
    )
    session.emit(found, _words(found))


def _words(found: "Backtest") -> str:
    lines = [f"{'coverage':>9} {'risk':>7} {'at most':>8} {'threshold':>10}"]
    lines += [f"{point.coverage:9.1%} {point.risk:7.2%} {point.upper_bound:8.2%} {point.threshold:10.3f}" for point in found.curve]
    lines.append(
        f"Of {found.messages} questions, after {found.learned_before} to learn from, the bot would have answered {found.coverage:.1%}, "
        f"and of those {found.risk:.2%} otherwise than staff did; at most {found.risk_upper_bound:.2%} "
        f"({'proved' if found.guaranteed else 'not proved'})."
    )
    lines += [f"Note: {note}" for note in found.notes]
    state = "now in use" if found.written else "unchanged"
    lines.append(f"The threshold for an answer, {found.thresholds.answer:.3f}, is {state}.")
    return "\n".join(lines)
