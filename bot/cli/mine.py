"""`firstline mine`: answers from the record."""

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.cli.command import Session, command
from bot.cli.contradicted import contradicted_words

if TYPE_CHECKING:
    from nlu.intent_model import IntentModel

SURE = 0.5
"""Least probability of an intent that an unlabelled answer is filed under."""


@command("mine", example="firstline mine --json")
def mine(session: Session) -> None:
    """Find the answers that staff gave, approve those that enough customers received, and hold back those that staff contradict now."""
    from dialogs.database import open_database
    from retrieval.mining import mine_answers
    from retrieval.staleness import hold_back_contradicted
    from training.live_version import comparing_encoder, live_model

    settings, threads = session.settings, os.cpu_count() or 1
    database = open_database(settings.url)
    progress = session.progress()
    model = live_model(database, settings.models, threads=threads)
    encoder = comparing_encoder(settings.models, model, threads=threads, progress=progress)
    classify = _classifier(model) if model else None
    report = mine_answers(database, encoder, sources_needed=settings.sources_needed, progress=progress, classify=classify)
    flags = hold_back_contradicted(database, encoder, settings.stale_days)
    if not report.pairs:
        session.say(
            "nothing to mine: in no dialog of the record an agent answers a customer. firstline import PATH reads dialogs; "
            "answers imported as question,answer rows need no mining (firstline answers list)"
        )
    waiting = "".join(f"\n  {count:6d}  {reason}" for reason, count in report.withheld.items())
    words = (
        f"{report.pairs} question–answer pairs, {report.answers} answers ({report.new} new): {report.approved} approved, "
        f"{report.merged} wordings merged, {report.slots} with values to fill in"
    )
    words += f"\nwaiting for approval (firstline answers list --status draft):{waiting}" if waiting else ""
    session.emit({**asdict(report), "contradicted": flags}, words + contradicted_words(flags))


def _classifier(model: "IntentModel") -> Callable[[Sequence[str]], Sequence[str | None]]:
    def classify(questions: Sequence[str]) -> Sequence[str | None]:
        return [result.intent if result.confidence >= SURE else None for result in model.parse_many(questions)]

    return classify
