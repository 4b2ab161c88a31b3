"""A sentiment head on the vectors that tell the intent: fitted on labelled rows, or on how customers rated their dialogs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from sqlalchemy import select

from dialogs.database import Database
from dialogs.tables import Dialog, Message
from nlu.language import language_of
from nlu.manifest import Manifest, file_hash
from nlu.onnx_encoder import OnnxEncoder
from nlu.sentiment import MOODS, SENTIMENT_FILE, lexicon_sentiment
from retrieval.encoding import embed
from training.errors import ExamplesError
from training.examples import Example, read_csv
from training.linear_head import fit_head
from training.split import split

SENTIMENT_HEADERS = ("sentiment", "mood", "polarity", "label", "class")
FEWEST = 30
"""Rows that a head needs; fewer could not even be told from chance."""
MOST = 20_000
WRITTEN = {
    "negative": "negative neg -1 bad angry sad unhappy negativ negativo négatif отрицательный 负面 消极",
    "neutral": "neutral neu mixed none neutro neutre нейтральный 中性",
    "positive": "positive pos +1 good happy glad positiv positivo positif положительный 正面 积极",
}
_MOOD = {word: mood for mood, words in WRITTEN.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class SentimentFigures:
    """Shares of the held-out texts whose mood was told, by the head and by the lexicon (which says neutral where it knows no word).
    `kept`: whether the head serves, because it is the better one."""

    rows: int
    heldout: int
    accuracy: float
    lexicon_accuracy: float
    kept: bool


def read_moods(path: Path, redact: Callable[[str], str]) -> tuple[Example, ...]:
    """Rows of a CSV file with the columns text,sentiment (or label). Raises ExamplesError naming what a mood may be called."""
    rows = read_csv(path, redact=redact, labels=SENTIMENT_HEADERS)
    unknown = sorted({row.intent for row in rows if row.intent.casefold() not in _MOOD})
    if unknown:
        raise ExamplesError(
            f"{path} calls a sentiment {', '.join(map(repr, unknown[:5]))}; write negative, neutral or positive (or -1, neutral, +1)"
        )
    return tuple(Example(row.text, _MOOD[row.intent.casefold()], row.row) for row in rows if row.text)


def rated_messages(database: Database) -> tuple[Example, ...]:
    """The last customer message of every rated dialog. The scale is told from its ends: the lower 40 % are negative."""
    rated = list(_last_messages(database))
    if not rated:
        raise ExamplesError(
            "the record holds no rated dialogs to learn sentiment from; import dialogs with ratings, or give a CSV with text,sentiment"
        )
    low, high = min(rating for _, rating in rated), max(rating for _, rating in rated)
    if low == high:
        raise ExamplesError(
            f"every rated dialog has the rating {low:g}: nothing tells good from bad; give a CSV with text,sentiment"
        )
    return tuple(Example(text, _mood((rating - low) / (high - low)), row) for row, (text, rating) in enumerate(rated))


def add_sentiment(folder: Path, manifest: Manifest, rows: Sequence[Example], seed: int) -> Manifest:
    """Fit a head and put it into the version's folder if it tells more than the lexicon; the manifest with its checksum and figures.

    Raises ExamplesError.
    """
    chosen = enough(rows)
    vectors = embed(OnnxEncoder(folder, manifest=manifest), [row.text for row in chosen])
    targets = np.array([MOODS.index(row.intent) for row in chosen], np.int64)
    parts = split(chosen, seed)
    train, heldout = list(parts.train), list(parts.heldout)
    head = fit_head(vectors[train], targets[train], len(MOODS))
    told = head.logits(vectors[heldout]).argmax(axis=1)
    lexicon = np.array([MOODS.index(_lexicon_mood(chosen[row].text)) for row in heldout])
    right, right_by_lexicon = float((told == targets[heldout]).mean()), float((lexicon == targets[heldout]).mean())
    figures = SentimentFigures(len(chosen), len(heldout), right, right_by_lexicon, right > right_by_lexicon)
    files = dict(manifest.files)
    if figures.kept:
        fit_head(vectors, targets, len(MOODS)).save(folder / SENTIMENT_FILE)
        files[SENTIMENT_FILE] = file_hash(folder / SENTIMENT_FILE)
    return replace(manifest, files=files, metrics={**manifest.metrics, "sentiment": asdict(figures)})


def enough(rows: Sequence[Example]) -> tuple[Example, ...]:
    """The rows without repetitions. Raises ExamplesError where they are too few, which is better said before an hour of training."""
    distinct = tuple({row.text: row for row in rows}.values())[:MOST]
    missing = [mood for mood in ("negative", "positive") if all(row.intent != mood for row in distinct)]
    if len(distinct) < FEWEST or missing:
        lacking = f"none is {missing[0]}" if missing else f"at least {FEWEST} are needed"
        raise ExamplesError(f"{len(distinct)} texts with a sentiment are too few to learn from ({lacking}); label more of them")
    return distinct


def _last_messages(database: Database) -> Iterator[tuple[str, float]]:
    query = (
        select(Message.dialog_id, Message.text, Dialog.rating)
        .join(Dialog, Message.dialog_id == Dialog.id)
        .where(Dialog.rating.is_not(None), Message.role == "customer")
        .order_by(Message.dialog_id, Message.position)
    )
    with database.session(read_only=True) as session:
        last = {dialog: (text, rating) for dialog, text, rating in session.execute(query) if rating is not None}
    yield from (pair for pair in last.values() if pair[0].strip())


def _mood(place: float) -> str:
    return "negative" if place <= 0.4 else "positive" if place > 0.6 else "neutral"


def _lexicon_mood(text: str) -> str:
    return lexicon_sentiment(text).mood if language_of(text) in ("en", None) else "neutral"
