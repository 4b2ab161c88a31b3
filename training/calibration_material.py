"""Gathers what calibration needs: questions of the record asked as if they were new, and texts that have no answer."""

from collections.abc import Callable, Collection, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

import numpy as np

from dialogs.database import Database
from dialogs.text_hash import text_hash
from nlu.encoder import Encoder
from nlu.result import Matrix
from retrieval.answer_index import AnswerIndex
from training.answer_calibration import Material
from training.answer_points import Classifier, Examination, Point
from training.answer_queries import Query, read_queries, right_answers
from training.gate import read_seen, short_hash
from training.progress import Progress, silent

Learned: TypeAlias = Callable[[str], bool]
"""Whether a classifier has trained on a text."""

ENOUGH = 60
"""With so many questions that the classifier never learned from, no other is used."""
MOST = 3_000
"""Questions asked at most: more would only cost time."""
MOST_HIDDEN = 300
TOO_CLOSE = 0.75
"""An off-topic text at this cosine to a question of the record may be its topic after all."""


def gather(
    database: Database,
    index: AnswerIndex,
    encoder: Encoder,
    classifier: Classifier,
    learned: Learned,
    *,
    seed: int = 0,
    progress: Progress = silent,
) -> Material:
    """Everything that `fit_calibration` takes, from the record and the index; the same for the same record, model and seed."""
    with database.session(read_only=True) as session:
        queries, trained = chosen(read_queries(session), learned, seed)
        right = right_answers(session, queries, index, encoder)
    vectors = encoded([query.text for query in queries], encoder, progress)
    examination = Examination(index, classifier)
    points, hidden = _ask(queries, right, vectors, examination, seed, progress)
    return Material(points, hidden, _off_topic(index, encoder, examination), trained)


def learned_from(folder: Path, heldout: Collection[str]) -> Learned:
    """What the version in `folder` has trained on; where its folder does not say, everything but its held-out texts."""
    seen = read_seen(folder)
    if seen is None:
        return lambda text: text_hash(text) not in heldout
    return lambda text: short_hash(text) in seen


def chosen(queries: Sequence[Query], learned: Learned, seed: int) -> tuple[tuple[Query, ...], bool]:
    """Questions that were not learned from, and False; all of them, and True, where those are too few."""
    unseen = [query for query in queries if not learned(query.text)]
    few = len(unseen) < ENOUGH and len(unseen) < len(queries)
    pool = list(queries) if few else unseen
    if len(pool) > MOST:
        pool = [pool[place] for place in np.sort(np.random.default_rng(seed).choice(len(pool), MOST, replace=False))]
    return tuple(pool), few


def _ask(
    queries: Sequence[Query],
    right: Sequence[frozenset[int]],
    vectors: Matrix,
    examination: Examination,
    seed: int,
    progress: Progress,
) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The questions as points, and some of those that have an answer once more with everything about their intent taken away.

    An imported pair that is the only question of its answer is no test: nobody could find the answer without it.
    """
    hide = set(np.random.default_rng(seed).permutation(len(queries))[: 4 * MOST_HIDDEN].tolist())
    points: list[Point] = []
    hidden: list[Point] = []
    for place, (query, answers, vector) in enumerate(zip(queries, right, vectors, strict=True)):
        exclude = examination.entries_of(dialog=query.dialog, hashes=(query.hash, query.core_hash))
        if query.pair and not examination.remaining(answers, exclude):
            continue
        points.append(examination.ask(query.text, vector, answers, exclude=exclude))
        if answers and place in hide and len(hidden) < MOST_HIDDEN:
            about = exclude | examination.entries_about(answers)
            hidden.append(examination.ask(query.text, vector, (), exclude=about, without=examination.intents_of(answers)))
        progress("calibrating", place + 1, len(queries))
    return tuple(points), tuple(hidden)


def _off_topic(index: AnswerIndex, encoder: Encoder, examination: Examination) -> tuple[Point, ...]:
    texts = off_topic_texts()
    vectors = encoder.encode(texts)
    if not len(index.vectors):
        return ()
    points = []
    for text, vector in zip(texts, vectors, strict=True):
        if float((index.vectors @ vector).max()) < TOO_CLOSE:
            points.append(examination.ask(text, vector, ()))
    return tuple(points)


def off_topic_texts() -> list[str]:
    """The lines of off_topic.txt, comments left out."""
    lines = (files("training") / "off_topic.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def encoded(texts: Sequence[str], encoder: Encoder, progress: Progress = silent) -> Matrix:
    """Vectors of the texts, shape (texts, dimension), by batches of similar length."""
    vectors = np.zeros((len(texts), encoder.dimension), np.float32)
    order = sorted(range(len(texts)), key=lambda row: (len(texts[row]), row))
    for start in range(0, len(order), 256):
        rows = order[start : start + 256]
        vectors[rows] = encoder.encode([texts[row] for row in rows])
        progress("embedding", start + len(rows), len(order))
    return vectors
