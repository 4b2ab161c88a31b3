"""Gathers what calibration needs: questions of the record asked as if they were new, and texts that have no answer."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np

from dialogs.database import Database
from dialogs.progress import Progress, silent
from dialogs.text_hash import text_hash
from nlu.encoder import Encoder
from nlu.result import Matrix, Vector
from nlu.search_encoder import FOLDER as SEARCH
from retrieval.answer_index import AnswerIndex
from retrieval.encoding import embed
from training.answer_calibration import Material
from training.answer_points import Classifier, Examination, Point
from training.answer_queries import Query, read_queries, right_answers
from training.gate import read_seen, short_hash

Item = TypeVar("Item")
Learned: TypeAlias = Callable[[str], bool]
"""Whether a classifier has trained on a text."""

ENOUGH = 500
"""With so many labelled questions that a tuned encoder never learned from, no other labelled one is asked."""
FEW = 60
"""With fewer than so many questions in all, those that a tuned encoder has learned from are asked too."""
MOST = 10_000
"""Questions asked at most, 2 ms each: what a proof gains from more is little."""
MOST_LOOKED_AT = 3 * MOST
"""Questions of the record, drawn by lot, of which those to ask are chosen: to tell what is right, the reply to each is compared with
every answer of the index."""
MOST_HIDDEN = 300
TOO_CLOSE = 0.75
"""An off-topic text at this cosine to a question of the record may be its topic after all."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """`learned` questions are among `queries`: a head that has not seen them must be fitted to judge them."""

    queries: tuple[Query, ...]
    learned: bool


def gather(
    database: Database,
    index: AnswerIndex,
    encoder: Encoder,
    classifier: Classifier,
    learned: Learned,
    *,
    judge: Encoder,
    tuned: bool,
    reader: Encoder | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Material:
    """Everything that `fit_calibration` takes, from the record and the index; the same for the same record, model and seed.

    `judge` compares the texts of answers. `reader` is the classifier's encoder where it is not the one of the index. `tuned`: whether an encoder itself has learned from the classifier's texts. If not, a head fitted without a text is as ignorant
    of it as one could wish, and every question of the record serves.
    """
    with database.session(read_only=True) as session:
        queries = some(read_queries(session), MOST_LOOKED_AT, np.random.default_rng(seed))
        found = {
            query.message: answers for query, answers in zip(queries, right_answers(session, queries, index, judge), strict=True)
        }
    chosen = choose(queries, {message for message, answers in found.items() if answers}, learned, tuned=tuned, seed=seed)
    right = [found[query.message] for query in chosen.queries]
    vectors = vectors_of(chosen.queries, index, encoder, progress)
    logits = read_logits([query.text for query in chosen.queries], classifier, reader)
    if chosen.learned:
        logits |= _ignorant_logits(chosen, vectors, classifier, learned, seed)
    examination = Examination(index, classifier)
    asked = _ask(chosen.queries, right, vectors, logits, examination, seed, progress)
    off_topic = off_topic_points(index, encoder, examination, read_logits(off_topic_texts(), classifier, reader))
    return Material(asked.points, asked.hidden, off_topic, trained=chosen.learned and tuned, unlearned=asked.unlearned)


def learned_from(folder: Path, heldout: Collection[str]) -> Learned:
    """What the version in `folder` has trained on; where its folder does not say, everything but its held-out texts."""
    seen, searched = read_seen(folder), read_seen(folder / SEARCH) or frozenset()
    if seen is None:
        return lambda text: text_hash(text) not in heldout
    return lambda text: short_hash(text) in seen or short_hash(text) in searched


def choose(queries: Sequence[Query], answerable: Collection[int], learned: Learned, *, tuned: bool, seed: int) -> Chosen:
    """Questions to ask: all of them where the encoder is not tuned, for a head can be fitted without any one of them; else those that
    it has not learned from where they suffice. `answerable` holds the messages of those that have an answer.

    What was learned from has a label, and what has a label mostly has an answer: among the rest, questions without an answer are too
    many. They are thinned out to their share of the record, or it would look harder than it is.
    """
    random = np.random.default_rng(seed)
    if not tuned:
        return Chosen(tuple(some(queries, MOST, random)), learned=True)
    fresh = [query for query in queries if not learned(query.text)]
    answered = [query for query in fresh if query.message in answerable]
    without = [query for query in fresh if query.message not in answerable]
    share = sum(query.message not in answerable for query in queries) / max(len(queries), 1)
    most = round(len(answered) * share / (1 - share)) if share < 1 else len(without)
    kept = {query.message for query in (*answered, *some(without, most, random))}
    held = sum(query.intent is not None for query in fresh)
    enough = len(fresh) == len(queries) or held >= ENOUGH or len(kept) >= FEW
    pool = [query for query in queries if query.message in kept] if enough else list(queries)
    return Chosen(tuple(some(pool, MOST, random)), learned=not enough)


def some(items: Sequence[Item], count: int, random: np.random.Generator) -> list[Item]:
    """At most `count` of them, in their order."""
    if len(items) <= count:
        return list(items)
    return [items[place] for place in np.sort(random.choice(len(items), count, replace=False)).tolist()]


def _ignorant_logits(chosen: Chosen, vectors: Matrix, classifier: Classifier, learned: Learned, seed: int) -> dict[int, Vector]:
    """By place, the logits of a head that was fitted on the other questions, for each question that the classifier learned from."""
    from training.lexical_head import LexicalExamples
    from training.linear_head import out_of_fold_logits

    rows = [place for place, query in enumerate(chosen.queries) if learned(query.text) and query.intent in classifier.labels]
    targets = np.array([classifier.labels.index(str(chosen.queries[row].intent)) for row in rows], np.int64)
    if len(set(targets.tolist())) < 2:
        return {}
    present, inner = np.unique(targets, return_inverse=True)
    found = out_of_fold_logits(vectors[rows], inner.astype(np.int64), len(present), seed)
    told = found.logits
    if classifier.lexical_share:
        texts = [chosen.queries[row].text for row in rows]
        examples = LexicalExamples.of(texts, inner.astype(np.int64), len(present))
        if examples is not None:
            share = classifier.lexical_share
            told = (1.0 - share) * told + share * examples.out_of_fold_logits(seed)[found.rows]
    logits = np.repeat(told.min(axis=1, keepdims=True), len(classifier.labels), axis=1)
    logits[:, present] = told
    return dict(zip([rows[row] for row in found.rows.tolist()], logits, strict=True))


@dataclass(frozen=True, slots=True)
class _Asked:
    """See Material."""

    points: tuple[Point, ...]
    hidden: tuple[Point, ...]
    unlearned: tuple[Point, ...]


def _ask(
    queries: Sequence[Query],
    right: Sequence[frozenset[int]],
    vectors: Matrix,
    logits: dict[int, Vector],
    examination: Examination,
    seed: int,
    progress: Progress,
) -> _Asked:
    """The questions as points, and some of those that have an answer twice more: without everything about their intent, and with the
    classifier alone not knowing it.

    An imported pair that is the only question of its answer is no test: nobody could find the answer without it.
    """
    drawn = set(np.random.default_rng(seed).permutation(len(queries))[: 4 * MOST_HIDDEN].tolist())
    points: list[Point] = []
    hidden: list[Point] = []
    unlearned: list[Point] = []
    for place, (query, answers, vector) in enumerate(zip(queries, right, vectors, strict=True)):
        exclude = examination.entries_of(dialog=query.dialog, hashes=(query.hash, query.core_hash))
        if query.pair and not examination.remaining(answers, exclude):
            continue
        ask = partial(examination.ask, query.text, vector, logits=logits.get(place))
        points.append(ask(answers, exclude=exclude))
        if answers and place in drawn and len(hidden) < MOST_HIDDEN:
            intents = examination.intents_of(answers)
            hidden.append(ask((), exclude=exclude | examination.entries_about(answers), without=intents))
            unlearned.append(ask(answers, exclude=exclude, without=intents))
        progress("calibrating", place + 1, len(queries))
    return _Asked(tuple(points), tuple(hidden), tuple(unlearned))


def read_logits(texts: Sequence[str], classifier: Classifier, reader: Encoder | None) -> dict[int, Vector]:
    """By place, what the classifier's head makes of each text, where it has an encoder of its own; else nothing: the vectors of the index serve."""
    if reader is None or not texts:
        return {}
    return dict(enumerate(classifier.head.logits(embed(reader, texts), texts)))


def off_topic_points(
    index: AnswerIndex, encoder: Encoder, examination: Examination, logits: Mapping[int, Vector] | None = None
) -> tuple[Point, ...]:
    """`logits` by the place of the text, where the classifier has an encoder of its own."""
    if not len(index.vectors):
        return ()
    texts = off_topic_texts()
    vectors = encoder.encode(texts)
    return tuple(
        examination.ask(text, vector, (), logits=(logits or {}).get(place))
        for place, (text, vector) in enumerate(zip(texts, vectors, strict=True))
        if float((index.vectors @ vector).max()) < TOO_CLOSE
    )


def off_topic_texts() -> list[str]:
    """The lines of off_topic.txt, comments left out."""
    lines = (files("training") / "off_topic.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def vectors_of(queries: Sequence[Query], index: AnswerIndex, encoder: Encoder, progress: Progress = silent) -> Matrix:
    """Vectors of the questions, shape (queries, dimension): taken from the index where it has the very text."""
    rows = {question: row for row, question in enumerate(index.columns.questions)}
    vectors = np.zeros((len(queries), encoder.dimension), np.float32)
    known = [place for place, query in enumerate(queries) if query.text in rows]
    vectors[known] = index.vectors[[rows[queries[place].text] for place in known]]
    new = [place for place, query in enumerate(queries) if query.text not in rows]
    vectors[new] = embed(encoder, [queries[place].text for place in new], progress)
    return vectors
