"""Scores a model version on a file of labelled texts, and on out-of-scope texts where there are some."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs.progress import Progress, silent
from nlu.intent_model import IntentModel
from nlu.result import NluResult
from training.errors import ExamplesError
from training.examples import Example, is_out_of_scope
from training.metrics import (
    Confusion,
    IntentScores,
    accuracy,
    auroc,
    confusions,
    expected_calibration_error,
    macro_f1,
    per_intent,
)

CHUNK = 256


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of a version on a file.

    `accuracy`, `macro_f1` and `ece` count every labelled text; an intent that the version does not know (`unknown_intents`) counts as
    not told. `oos_auroc` is the chance that an out-of-scope text gets a higher out-of-scope score than a labelled one; `oos_recall`
    the share of out-of-scope texts above `oos_threshold`, `in_scope_rejected` the share of labelled texts above it. The first two are
    None without out-of-scope texts.
    """

    version: str
    examples: int
    accuracy: float
    macro_f1: float
    ece: float
    oos_examples: int
    oos_auroc: float | None
    oos_recall: float | None
    in_scope_rejected: float
    oos_threshold: float
    per_intent: Mapping[str, IntentScores]
    confusions: tuple[Confusion, ...]
    unknown_intents: tuple[str, ...]
    skipped: int


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """An evaluation with the results it was made of, which the plots show."""

    evaluation: Evaluation
    truth: tuple[str, ...]
    results: tuple[NluResult, ...]
    out_of_scope: tuple[NluResult, ...]


def evaluate(
    model: IntentModel,
    rows: Sequence[Example],
    out_of_scope: Sequence[str] = (),
    threshold: float | None = None,
    progress: Progress = silent,
) -> Scored:
    """Rows without text or intent are skipped and counted, those whose intent says so are `out_of_scope`. `threshold` is the out-of-scope score above which a text is rejected;
    default: the version's own. Raises ExamplesError where no row is left."""
    out_of_scope = [*out_of_scope, *(row.text for row in rows if row.text and is_out_of_scope(row))]
    rows = [row for row in rows if not is_out_of_scope(row)]
    labelled = [row for row in rows if row.text and row.intent]
    if not labelled:
        raise ExamplesError("the file holds no row with a text and an intent to evaluate on; expected the columns text,intent")
    results = _parsed(model, [row.text for row in labelled], "evaluating", progress)
    outside = _parsed(model, out_of_scope, "evaluating out-of-scope texts", progress)
    truth = tuple(row.intent for row in labelled)
    limit = model.manifest.out_of_scope_threshold if threshold is None else threshold
    return Scored(_figures(model, truth, results, outside, limit, len(rows) - len(labelled)), truth, results, outside)


def _figures(
    model: IntentModel,
    truth: tuple[str, ...],
    results: tuple[NluResult, ...],
    outside: tuple[NluResult, ...],
    limit: float,
    skipped: int,
) -> Evaluation:
    told = [result.intent or "" for result in results]
    right = [a == b for a, b in zip(truth, told, strict=True)]
    doubts, outside_doubts = [result.out_of_scope for result in results], [result.out_of_scope for result in outside]
    return Evaluation(
        version=model.version,
        examples=len(truth),
        accuracy=accuracy(truth, told),
        macro_f1=macro_f1(truth, told),
        ece=expected_calibration_error([result.confidence for result in results], right),
        oos_examples=len(outside),
        oos_auroc=auroc(doubts, outside_doubts) if outside else None,
        oos_recall=_above(outside_doubts, limit) if outside else None,
        in_scope_rejected=_above(doubts, limit),
        oos_threshold=limit,
        per_intent=per_intent(truth, told),
        confusions=confusions(truth, told),
        unknown_intents=tuple(sorted(set(truth) - set(model.labels))),
        skipped=skipped,
    )


def _above(scores: Sequence[float], limit: float) -> float:
    return sum(score > limit for score in scores) / len(scores)


def _parsed(model: IntentModel, texts: Sequence[str], what: str, progress: Progress) -> tuple[NluResult, ...]:
    results: list[NluResult] = []
    for start in range(0, len(texts), CHUNK):
        results += model.parse_many(texts[start : start + CHUNK])
        progress(what, len(results), len(texts))
    return tuple(results)
