"""How sure the bot may be of a passage, learned from the pages themselves, for nobody has labelled them.

A page's headings are asked, while the page's title stands in their place, and the first sentences of its passages, without every other
word. The passages of the same section are then right, all others wrong. Each is asked once more with its section hidden: whatever is
found then is wrong, and as near as a wrong passage comes. Texts that nobody asks a support team (`off_topic.txt`) are the third kind.

Asking a whole sentence while its passage is without it was tried: what is left of the passage is mostly about something else, and
hardly a page was sure enough (15 of 37 questions on the split "validation" of benchmarks/data/help_questions.csv, against 25).

These questions are more like the pages than customers' are, so what the threshold promises is an estimate, and nothing is proved.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dialogs.progress import Progress, silent
from nlu.encoder import Encoder
from nlu.result import Matrix, Vector
from retrieval.encoding import embed
from retrieval.lexical import LexicalIndex
from retrieval.passage_confidence import DEFAULT, FEATURES, PassageCalibration, features
from retrieval.passage_index import PassageIndex
from retrieval.passage_search import Disguise, PassageRetriever
from retrieval.tokens import words
from training.answer_calibration import CAUTIOUS_FLOOR, FEWEST, FOLDS, STRENGTH
from training.bounds import NEVER, Flags, Numbers, empirical_threshold, operating_point, threshold_grid
from training.calibration_material import TOO_CLOSE, off_topic_texts, some
from training.judged_hits import off_topic_floor, top, weighed_hits

LEAST_WORDS = 6
"""Of a sentence that is asked."""
MOST = 1_000
"""Headings, and first sentences, that are asked at most."""
HIDDEN_WEIGHT, OFF_TOPIC_WEIGHT = 1.0, 0.2
"""What the questions whose section is hidden, and the texts about nothing, weigh together beside all questions."""


@dataclass(frozen=True, slots=True, eq=False)
class PassagePoint:
    """A question with the features of its hits, shape (hits, features), and which of them are right."""

    rows: Matrix
    right: Flags


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    text: str
    vector: Vector
    section: tuple[int, tuple[str, ...]]
    disguise: Disguise


def fit_passage_calibration(
    index: PassageIndex,
    encoder: Encoder,
    questions: LexicalIndex | None,
    *,
    risk: float,
    confidence: float,
    progress: Progress = silent,
) -> PassageCalibration:
    """Weights and threshold; the DEFAULT where the pages are too few. `questions`: those of the answers, for how rare words are."""
    retriever = PassageRetriever(index, questions)
    asked = [*_headings(index, encoder), *_sentences(index, encoder)]
    if len(asked) < FEWEST:
        return replace(DEFAULT, encoder=encoder.id, chosen_risk=risk, chosen_confidence=confidence)
    known, hidden = [], []
    for number, question in enumerate(asked, start=1):
        known.append(_point(retriever, question, question.disguise))
        hidden.append(_point(retriever, question, replace(question.disguise, hidden=_section(index, question.section))))
        progress("calibrating documents", number, len(asked))
    off_topic = _off_topic(retriever, index, encoder)
    fitted = _fitted(known, hidden, off_topic, risk, confidence)
    return replace(fitted, encoder=encoder.id, chosen_risk=risk, chosen_confidence=confidence)


def _fitted(
    known: Sequence[PassagePoint],
    hidden: Sequence[PassagePoint],
    off_topic: Sequence[PassagePoint],
    risk: float,
    confidence: float,
) -> PassageCalibration:
    """Each question is judged by weights that were fitted without it, known and hidden; the threshold is the least that keeps the risk
    on both together and lets no more than `judged_hits.OFF_TOPIC_ANSWERED` of the other texts through."""
    fitted = _weights(known, hidden, off_topic)
    if fitted is None:
        return DEFAULT
    tops, right = _out_of_fold(known, hidden, off_topic)
    strange = top(off_topic, fitted)[0]
    grid = threshold_grid(tops, max(CAUTIOUS_FLOOR, off_topic_floor(strange)))
    point = empirical_threshold(tops, right, grid, risk=risk, confidence=confidence)
    point = point or operating_point(tops, right, NEVER, confidence=confidence)
    return replace(
        fitted,
        threshold=point.threshold,
        quoted=float(np.mean(tops[: len(known)] >= point.threshold)),
        risk=point.risk,
        off_topic=float(np.mean(strange >= point.threshold)) if len(strange) else 0.0,
        samples=len(known),
    )


def _headings(index: PassageIndex, encoder: Encoder) -> list[_Question]:
    """Each heading once, while what stands above it is all that its section is headed by."""
    sections = {passage.section: passage for passage in reversed(index.passages) if passage.path}
    chosen = [sections[section] for section in some(sorted(sections), MOST, np.random.default_rng(0))]
    above = [": ".join((passage.title, *passage.path[:-1])) for passage in chosen]
    vectors = embed(encoder, [*(passage.path[-1] for passage in chosen), *above])
    found = []
    for number, passage in enumerate(chosen):
        places = _section(index, passage.section)
        cover = vectors[len(chosen) + number]
        disguise = Disguise(
            {int(index.starts[place]): cover for place in places},
            {place: frozenset(words(f"{above[number]}\n{index.passages[place].text}")) for place in places},
        )
        found.append(_Question(passage.path[-1], vectors[number], passage.section, disguise))
    return found


def _sentences(index: PassageIndex, encoder: Encoder) -> list[_Question]:
    """The first sentence of each passage as somebody would ask who remembers every other word of it."""
    long_enough = [place for place, said in enumerate(index.sentences) if said and len(said[0].split()) >= LEAST_WORDS]
    chosen = some(long_enough, MOST, np.random.default_rng(0))
    texts = [" ".join(index.sentences[place][0].split()[::2]) for place in chosen]
    vectors = embed(encoder, texts)
    return [
        _Question(text, vector, index.passages[place].section, Disguise())
        for place, text, vector in zip(chosen, texts, vectors, strict=True)
    ]


def _off_topic(retriever: PassageRetriever, index: PassageIndex, encoder: Encoder) -> list[PassagePoint]:
    texts = off_topic_texts()
    vectors = embed(encoder, texts)
    return [
        _point(retriever, _Question(text, vector, (-1, ()), Disguise()), Disguise())
        for text, vector in zip(texts, vectors, strict=True)
        if float((index.vectors @ vector).max()) < TOO_CLOSE
    ]


def _point(retriever: PassageRetriever, question: _Question, disguise: Disguise) -> PassagePoint:
    hits = retriever.search(question.text, question.vector, disguise=disguise)
    return PassagePoint(features(hits), np.array([hit.passage.section == question.section for hit in hits], bool))


def _section(index: PassageIndex, section: tuple[int, tuple[str, ...]]) -> frozenset[int]:
    return frozenset(place for place, passage in enumerate(index.passages) if passage.section == section)


def _weights(
    known: Sequence[PassagePoint], hidden: Sequence[PassagePoint], off_topic: Sequence[PassagePoint]
) -> PassageCalibration | None:
    """Logistic regression over every hit of every question; None where all are right, or none is.

    Each feature speaks for a passage. One that gets a weight below 0 only shows how the questions were made, and is left out.
    """
    kinds = ((known, 1.0), (hidden, HIDDEN_WEIGHT), (off_topic, OFF_TOPIC_WEIGHT))
    hits = weighed_hits([(points, total * len(known)) for points, total in kinds])
    if hits is None:
        return None
    kept = np.ones(len(FEATURES), bool)
    while True:
        fitted, bias = _logistic(hits.rows[:, kept], hits.right, hits.weights)
        if (fitted >= 0).all():
            break
        kept[np.flatnonzero(kept)[fitted < 0]] = False
    every = np.zeros(len(FEATURES))
    every[kept] = fitted
    return replace(DEFAULT, weights=tuple(map(float, every)), bias=bias)


def _logistic(rows: Matrix, right: Flags, weights: Numbers) -> tuple[Numbers, float]:
    """Weights of the columns as they are, and the bias."""
    from sklearn.linear_model import LogisticRegression

    if not rows.shape[1]:
        return np.zeros(0), -60.0
    mean, std = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=STRENGTH, max_iter=1000).fit((rows - mean) / std, right, sample_weight=weights)
    scaled = np.asarray(fitted.coef_[0] / std, np.float64)
    return scaled, float(fitted.intercept_[0] - scaled @ mean)


def _out_of_fold(
    known: Sequence[PassagePoint], hidden: Sequence[PassagePoint], off_topic: Sequence[PassagePoint]
) -> tuple[Numbers, Flags]:
    """The surest hit of each question, known and then hidden, and whether it is right."""
    tops = np.zeros(2 * len(known))
    right = np.zeros(2 * len(known), bool)
    for fold in range(FOLDS):
        inside = np.arange(fold, len(known), FOLDS)
        rest = [place for place in range(len(known)) if place % FOLDS != fold]
        weights = _weights([known[place] for place in rest], [hidden[place] for place in rest], off_topic) or DEFAULT
        tops[inside], right[inside] = top([known[place] for place in inside.tolist()], weights)
        places = len(known) + inside
        tops[places], right[places] = top([hidden[place] for place in inside.tolist()], weights)
    return tops, right
