"""Backtest: had the bot been there all along, how much would it have answered, and how often would staff have said otherwise?"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dialogs.database import Database
from dialogs.progress import Progress, silent
from nlu.encoder import Encoder
from nlu.result import Matrix, Vector
from retrieval.answer_index import AnswerIndex, save_calibration
from retrieval.confidence import Calibration, Thresholds
from training.answer_calibration import FEWEST, Material, fit_calibration, out_of_fold
from training.answer_points import Classifier, Examination, Point
from training.answer_queries import Query, read_queries, right_answers
from training.bounds import Flags, Numbers, OperatingPoint, coverage_curve, operating_point
from training.calibration_material import (
    MOST,
    Learned,
    choose,
    off_topic_points,
    off_topic_texts,
    read_logits,
    vectors_of,
)
from training.errors import ReplayError
from training.judged_hits import top
from training.live_version import Examinee, comparing_encoder, live_model
from training.replay import WARM_UP, Timeline, replay, replayed, taught, timeline


@dataclass(frozen=True, slots=True)
class Backtest:
    """`messages` questions were replayed. At `thresholds`, the bot would have answered the share `coverage`, of those the share
    `risk` otherwise than staff did; `risk_upper_bound` is what the true risk stays below with the chosen confidence, for new
    questions like these. `guaranteed`: the thresholds were tested on questions that did not choose them, in a way that makes the
    chosen risk hold with the chosen confidence. `written`: they are in use now."""

    messages: int
    learned_before: int
    coverage: float
    risk: float
    risk_upper_bound: float
    answered: int
    errors: int
    thresholds: Thresholds
    curve: tuple[OperatingPoint, ...]
    guaranteed: bool
    written: bool
    notes: tuple[str, ...]
    model: str
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class _Record:
    """What is replayed, and with what: `queries` in time order, the `right` answers of each; from `start` on they are asked."""

    queries: tuple[Query, ...]
    right: tuple[frozenset[int], ...]
    start: int
    times: Timeline
    index: AnswerIndex
    encoder: Encoder
    live: Classifier
    reader: Encoder | None


@dataclass(frozen=True, slots=True, eq=False)
class _Replayed:
    points: tuple[Point, ...]
    learned_before: int
    trained: bool
    """Whether the encoder has learned from these questions."""


def backtest(
    database: Database,
    models: Path,
    index_folder: Path,
    *,
    risk: float = 0.02,
    confidence: float = 0.95,
    check: bool = False,
    sources_needed: int = 2,
    threads: int = 1,
    seed: int = 0,
    progress: Progress = silent,
) -> Backtest:
    """Replay the record through the live model and index; set the thresholds by it, or only judge those in use (`check`).

    Raises ReplayError where no model is live or nothing can be replayed, and the errors of a missing or damaged index.
    """
    start = time.perf_counter()
    model = live_model(database, models, threads=threads)
    if model is None:
        raise ReplayError("no model is live to replay the record with; run: firstline train")
    examinee = Examinee.of(models, model, threads=threads)
    live, search, reader = examinee.classifier, examinee.search, examinee.reader
    index = AnswerIndex.load(index_folder, encoder_id=search.id)
    record = _read(database, index, search, comparing_encoder(models, model), live, reader, sources_needed)
    done = _with_live(record, examinee.learned, seed, progress) if examinee.tuned else _with_earlier(record, seed, progress)
    outside = off_topic_points(index, search, Examination(index, live), read_logits(off_topic_texts(), live, reader))
    material = Material(done.points, (), outside, done.trained)
    if check:
        judged = top(done.points, index.calibration)
        return _report(_checked(index.calibration, judged, risk, confidence), done, judged, confidence, start, written=False)
    calibration = fit_calibration(material, model=model.version, risk=risk, confidence=confidence, in_order=True)
    fitted = calibration.coverage is not None
    if fitted:
        save_calibration(index_folder, replace(calibration, entries=len(index.vectors)))
    judged = out_of_fold(done.points, material, model.version) if fitted else top(done.points, calibration)
    return _report(calibration, done, judged, confidence, start, written=fitted)


def _read(
    database: Database,
    index: AnswerIndex,
    encoder: Encoder,
    judge: Encoder,
    live: Classifier,
    reader: Encoder | None,
    sources_needed: int,
) -> _Record:
    with database.session(read_only=True) as session:
        times = timeline(session, index, sources_needed=sources_needed)
        queries = replayed(read_queries(session), times)
        start = round(WARM_UP * len(queries))
        if len(queries) - start < FEWEST:
            raise ReplayError(
                f"{len(queries)} questions that staff replied to are too few to replay; import more dialogs, "
                f"{round(FEWEST / (1 - WARM_UP)) + 1} at least, and run: firstline mine"
            )
        return _Record(queries, right_answers(session, queries, index, judge), start, times, index, encoder, live, reader)


def _with_earlier(record: _Record, seed: int, progress: Progress, *, trained: bool = False) -> _Replayed:
    """Heads are fitted on the way, each on what came before."""
    vectors = vectors_of(record.queries, record.index, record.encoder, progress)
    classifiers = taught(record.queries, vectors, record.start, record.live)
    rows = _sample(range(record.start, len(record.queries)), seed)
    return _asked(record, rows, vectors[rows], [classifiers[row - record.start] for row in rows], trained, progress)


def _with_live(record: _Record, learned: Learned, seed: int, progress: Progress) -> _Replayed:
    """A tuned encoder has learned from texts of any time: only those that it has not seen are asked, if they are enough."""
    answerable = {query.message for query, answers in zip(record.queries, record.right, strict=True) if answers}
    chosen = choose(record.queries[record.start :], answerable, learned, tuned=True, seed=seed)
    if chosen.learned:
        return _with_earlier(record, seed, progress, trained=True)
    wanted = {query.message for query in chosen.queries}
    rows = [row for row in range(record.start, len(record.queries)) if record.queries[row].message in wanted]
    vectors = vectors_of([record.queries[row] for row in rows], record.index, record.encoder, progress)
    logits = read_logits([record.queries[row].text for row in rows], record.live, record.reader)
    return _asked(record, rows, vectors, [record.live] * len(rows), False, progress, logits)


def _asked(
    record: _Record,
    rows: Sequence[int],
    vectors: Matrix,
    classifiers: Sequence[Classifier],
    trained: bool,
    progress: Progress,
    logits: Mapping[int, Vector] | None = None,
) -> _Replayed:
    queries, right = [record.queries[row] for row in rows], [record.right[row] for row in rows]
    points = replay(queries, right, vectors, record.times, record.index, classifiers, progress, logits)
    return _Replayed(points, record.start, trained)


def _checked(calibration: Calibration, judged: tuple[Numbers, Flags], risk: float, confidence: float) -> Calibration:
    """The calibration in use, guaranteed as far as this replay, which did not choose its thresholds, proves it."""
    here = operating_point(*judged, calibration.thresholds.answer, confidence=confidence)
    kept = here.upper_bound <= risk
    note = f"in this replay {here.errors} of {here.answered} answers were wrong, which does not prove a risk of at most {risk:g}"
    return replace(calibration, guaranteed=kept, notes=() if kept else (note,))


def _sample(rows: Sequence[int], seed: int) -> list[int]:
    if len(rows) <= MOST:
        return list(rows)
    return [rows[place] for place in np.sort(np.random.default_rng(seed).choice(len(rows), MOST, replace=False)).tolist()]


def _report(
    calibration: Calibration, done: _Replayed, judged: tuple[Numbers, Flags], confidence: float, start: float, *, written: bool
) -> Backtest:
    """The figures of a calibration that was tested on a part of the replay are those of that part."""
    here = operating_point(*judged, calibration.thresholds.answer, confidence=confidence)
    tested = written and calibration.guaranteed
    coverage, risk, bound = calibration.coverage, calibration.risk, calibration.risk_upper_bound
    return Backtest(
        messages=len(done.points),
        learned_before=done.learned_before,
        coverage=coverage if tested and coverage is not None else here.coverage,
        risk=risk if tested and risk is not None else here.risk,
        risk_upper_bound=bound if tested and bound is not None else here.upper_bound,
        answered=here.answered,
        errors=here.errors,
        thresholds=calibration.thresholds,
        curve=coverage_curve(*judged, confidence=confidence),
        guaranteed=calibration.guaranteed,
        written=written,
        notes=calibration.notes,
        model=calibration.model,
        seconds=round(time.perf_counter() - start, 3),
    )
