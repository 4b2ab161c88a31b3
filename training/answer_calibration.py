"""How sure the bot may be of an answer, and how sure it must be: fitted on the record's own questions.

Each question is asked as if it were new: without its dialog and without its own words in the index. Whether the best answer is the
one that staff gave is then known, and a logistic model of classifier, dense and lexical search learns to say how likely that is.
Questions that have no answer are learned from too: dialogs of the record whose answer is not approved, questions whose intent is
hidden for the moment, and things that nobody asks a support team (`off_topic.txt`).

Where there are enough questions, the threshold is proved on a part of them that nothing else has seen (`training.bounds`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from retrieval.confidence import DEFAULT, Calibration, Thresholds
from training.answer_points import Point
from training.bounds import (
    NEVER,
    Flags,
    Numbers,
    OperatingPoint,
    empirical_threshold,
    fewest_for_a_bound,
    fixed_sequence_threshold,
    operating_point,
    planned_sequence,
    threshold_grid,
)
from training.judged_hits import off_topic_floor, top, weighed_hits

FEWEST = 30
"""With fewer questions than this nothing is fitted: the default, and only what is as good as word for word is answered."""
FIT_SHARE, MOST_FITTED = 0.35, 2_000
"""Share of the questions that the logistic model is fitted and the thresholds are planned on, where the rest can prove them; and how
many are enough for that at most."""
FOLDS = 5
NEGATIVE_WEIGHT = 0.2
"""What all made-up negatives together weigh beside all questions: with 0.1 about 1 in 40 of CLINC150's out-of-scope validation texts
was answered from Banking77's answers; 0.3 cost one more point of coverage."""
UNLEARNED_WEIGHT = 0.1
"""The same of questions whose intent the classifier has not learned, though their answers are there."""
STRENGTH = 1.0
"""Inverse strength of the L2 penalty on standardised features."""
FLOOR, CAUTIOUS_FLOOR = 0.5, 0.7
"""Least threshold where it is proved, and where it is not: what is as likely wrong as right is never sent."""
OPTIONS_HOLD = 0.9
"""How often the right answer must be among the options where it was found at all."""
LEAST_OPTION, MOST_OPTION = 0.1, 0.5
"""Bounds of the clarify threshold: what is right less than one time in ten is no option, what is right every other time always is."""
MOST_DOUBT = 0.95
"""Share of answerable questions whose out-of-scope score lies below the threshold."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """`questions` in the proportions of the record, of which `trained` says whether the classifier learned from them; `hidden` are
    questions whose intent was taken away with its answers, `off_topic` texts from outside: neither is answerable. `unlearned` are
    questions whose intent the classifier was made to forget, though its answers are there, as if they had just been added."""

    questions: tuple[Point, ...]
    hidden: tuple[Point, ...] = ()
    off_topic: tuple[Point, ...] = ()
    trained: bool = False
    unlearned: tuple[Point, ...] = ()


def fit_calibration(
    material: Material, *, model: str, risk: float, confidence: float, seed: int = 0, in_order: bool = False
) -> Calibration:
    """Weights and thresholds for `risk` at `confidence`; the DEFAULT, marked as not guaranteed, where there is too little to go by.

    What is fitted on and what is tested on is drawn by lot, or, `in_order`, by time: the earlier questions and the later ones.
    """
    asked = [point for point in material.questions if len(point.rows)]
    kinds = {bool(flag) for point in asked for flag in point.right}
    if len(asked) < FEWEST or len(kinds) < 2:
        note = f"calibrating takes {FEWEST} questions whose right answer is known, some found and some not; there are {len(asked)}"
        return replace(DEFAULT, model=model, samples=len(asked), notes=(note,))
    count = len(material.questions)
    order = np.arange(count) if in_order else np.random.default_rng(seed).permutation(count)
    questions = [material.questions[place] for place in order.tolist()]
    proved = None if material.trained else _proved(questions, material, model, risk, confidence)
    found = proved or _guessed(questions, material, model, risk, confidence)
    return replace(found, chosen_risk=risk, chosen_confidence=confidence)


def _proved(questions: Sequence[Point], material: Material, model: str, risk: float, confidence: float) -> Calibration | None:
    """Fitted and planned on one part, tested on the other; None where that proves nothing."""
    parting = min(round(FIT_SHARE * len(questions)), MOST_FITTED)
    fit, test = questions[:parting], questions[parting:]
    if len(fit) < FEWEST or len(test) < fewest_for_a_bound(risk, confidence):
        return None
    calibration = fit_weights(fit, _negatives(material), model, material.unlearned)
    if calibration is None:
        return None
    floor = max(FLOOR, off_topic_floor(top(material.off_topic, calibration)[0]))
    sequence = planned_sequence(*out_of_fold(fit, material, model), len(test), confidence=confidence, floor=floor)
    point = fixed_sequence_threshold(*top(test, calibration), sequence, risk=risk, confidence=confidence)
    if point is None:
        return None
    return _with_thresholds(calibration, test, point, len(questions), guaranteed=True, notes=())


def _guessed(questions: Sequence[Point], material: Material, model: str, risk: float, confidence: float) -> Calibration:
    """All questions fit the weights; each is judged by weights that were fitted without it."""
    calibration = fit_weights(questions, _negatives(material), model, material.unlearned) or replace(DEFAULT, model=model)
    confidences, right = out_of_fold(questions, material, model)
    floor = max(CAUTIOUS_FLOOR, off_topic_floor(top(material.off_topic, calibration)[0]))
    point = empirical_threshold(confidences, right, threshold_grid(confidences, floor), risk=risk, confidence=confidence)
    point = point or operating_point(confidences, right, NEVER, confidence=confidence)
    return _with_thresholds(
        calibration, questions, point, len(questions), guaranteed=False, notes=_why(questions, material, point, risk, confidence)
    )


def _why(questions: Sequence[Point], material: Material, point: OperatingPoint, risk: float, confidence: float) -> tuple[str, ...]:
    needed = fewest_for_a_bound(risk, confidence)
    unproved = (
        f"{len(questions)} questions do not prove a risk of at most {risk:g} at confidence {confidence:g}: that takes {needed} automatic "
        "answers without an error, or more with a few"
    )
    notes = [unproved]
    if material.trained:
        notes.append("the classifier has learned from these questions, so it looks better on them than it is")
    if not point.answered:
        known = sum(question.answerable for question in questions)
        notes.append(
            f"no confidence keeps the risk, so nothing is answered: to {len(questions) - known} of the {len(questions)} questions staff "
            "gave a reply that no approved answer gives; approve drafts (firstline answers list --status draft, then answers approve) or "
            "write answers (answers add, answers import), then: firstline index"
        )
    return tuple(notes)


def _with_thresholds(
    calibration: Calibration, points: Sequence[Point], at: OperatingPoint, samples: int, *, guaranteed: bool, notes: tuple[str, ...]
) -> Calibration:
    thresholds = Thresholds(at.threshold, _clarify(points, calibration), _doubt(points))
    return replace(
        calibration,
        thresholds=thresholds,
        coverage=at.coverage,
        risk=at.risk,
        risk_upper_bound=at.upper_bound,
        samples=samples,
        guaranteed=guaranteed,
        notes=notes,
    )


def _clarify(points: Sequence[Point], calibration: Calibration) -> float:
    """The confidence that the right answer reaches in OPTIONS_HOLD of the questions where it was found: a split-conformal quantile
    (Vovk et al. 2005; Angelopoulos and Bates 2021, arXiv 2107.07511, section 1)."""
    right = [
        float(calibration.confidences(point.rows)[point.right].max()) for point in points if len(point.rows) and point.right.any()
    ]
    if not right:
        return DEFAULT.thresholds.clarify
    rank = int(np.floor((len(right) + 1) * (1 - OPTIONS_HOLD)))
    return float(np.clip(sorted(right)[max(rank - 1, 0)], LEAST_OPTION, MOST_OPTION))


def _doubt(points: Sequence[Point]) -> float:
    scores = [point.out_of_scope for point in points if point.answerable]
    return float(np.quantile(scores, MOST_DOUBT)) if scores else DEFAULT.thresholds.out_of_scope


def _negatives(material: Material) -> tuple[Point, ...]:
    return material.hidden + material.off_topic


def out_of_fold(questions: Sequence[Point], material: Material, model: str) -> tuple[Numbers, Flags]:
    """`top` of each question by weights that were fitted on the other folds."""
    confidences = np.zeros(len(questions))
    right = np.zeros(len(questions), bool)
    for fold in range(FOLDS):
        inside = list(range(fold, len(questions), FOLDS))
        outside = [question for place, question in enumerate(questions) if place % FOLDS != fold]
        calibration = fit_weights(outside, _negatives(material), model, material.unlearned) or DEFAULT
        confidences[inside], right[inside] = top([questions[place] for place in inside], calibration)
    return confidences, right


def fit_weights(
    questions: Sequence[Point], negatives: Sequence[Point], model: str, unlearned: Sequence[Point] = ()
) -> Calibration | None:
    """Logistic regression over every hit of every point; None where all are right, or none is."""
    from sklearn.linear_model import LogisticRegression

    hits = weighed_hits(
        (
            (questions, len(questions)),
            (negatives, NEGATIVE_WEIGHT * len(questions)),
            (unlearned, UNLEARNED_WEIGHT * len(questions)),
        )
    )
    if hits is None:
        return None
    mean = np.average(hits.rows, axis=0, weights=hits.weights)
    std = np.sqrt(np.average((hits.rows - mean) ** 2, axis=0, weights=hits.weights))
    std[std < 1e-6] = 1.0
    fitted = LogisticRegression(C=STRENGTH, max_iter=1000).fit((hits.rows - mean) / std, hits.right, sample_weight=hits.weights)
    return Calibration(
        tuple(map(float, fitted.coef_[0])),
        float(fitted.intercept_[0]),
        tuple(map(float, mean)),
        tuple(map(float, std)),
        DEFAULT.thresholds,
        model,
    )
