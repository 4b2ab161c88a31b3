"""`firstline answers list --near-duplicates`."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.cli.command import Session

if TYPE_CHECKING:
    from retrieval.answer_book import AnswerCard


def emit_near_duplicates(session: Session, cards: "Iterable[AnswerCard]") -> None:
    """A pair a line, the most alike first."""
    from dialogs.database import open_database
    from retrieval.near_duplicates import Worded, near_duplicates
    from training.live_version import comparing_encoder, live_model

    settings, threads = session.settings, os.cpu_count() or 1
    model = live_model(open_database(settings.url), settings.models, threads=threads)
    encoder = comparing_encoder(settings.models, model, threads=threads, progress=session.progress())
    answers = [Worded(card.id, card.text, card.language, card.translation_of or card.id) for card in cards]
    for pair in near_duplicates(answers, encoder):
        words = f"{pair.cosine:.3f}  {pair.first.id}: {_line(pair.first.text)}\n       {pair.second.id}: {_line(pair.second.text)}"
        session.emit(
            {"ids": [pair.first.id, pair.second.id], "cosine": pair.cosine, "texts": [pair.first.text, pair.second.text]}, words
        )


def _line(text: str) -> str:
    return " ".join(text.split())
