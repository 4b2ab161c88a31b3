from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nlu.head import Head, Heads
from nlu.intent_model import IntentModel
from nlu.manifest import Manifest
from nlu.result import Matrix
from training.errors import ExamplesError
from training.evaluate import Scored, evaluate
from training.examples import Example
from training.metrics import Confusion
from training.plots import MOST_INTENTS, shown_intents, write_plots


class Letters:
    """`a...` is certainly a, `b...` certainly b, anything else lies between, a little nearer to a."""

    id = "letters"
    dimension = 2

    def encode(self, texts: Sequence[str]) -> Matrix:
        known = {"a": (1.0, 0.0), "b": (0.0, 1.0)}
        return np.array([known.get(text[0], (0.8, 0.6)) for text in texts], np.float32).reshape(len(texts), 2)


HEAD = Head(np.eye(2, dtype=np.float32) * 9, np.zeros(2, np.float32))
MODEL = IntentModel(
    Letters(), Manifest("intent", "v1", 2, 64, {}, labels=("a", "b"), out_of_scope_threshold=0.5), Heads(HEAD, HEAD)
)
ROWS = [
    Example(text, intent, 2)
    for text, intent in [("a1", "a"), ("a2", "a"), ("a3", "b"), ("b1", "b"), ("x1", "b"), ("b2", "new"), ("", "a")]
]


def scored() -> Scored:
    return evaluate(MODEL, ROWS, ["x3", "x4", "a4"])


def test_figures_by_hand() -> None:
    found = scored().evaluation
    assert (found.version, found.examples, found.skipped) == ("v1", 6, 1)
    assert found.accuracy == 3 / 6
    assert found.unknown_intents == ("new",)
    assert found.confusions == (Confusion("b", "a", 2), Confusion("new", "b", 1))
    assert found.per_intent["a"].precision == 0.5
    assert found.per_intent["a"].recall == 1.0
    assert found.per_intent["new"].recall == 0.0
    assert found.macro_f1 == pytest.approx((2 / 3 + 2 * 0.5 / 3 / (0.5 + 1 / 3) + 0) / 3)


def test_out_of_scope_figures() -> None:
    found = scored().evaluation
    # doubts: x1, x3 and x4 high, everything else low: pairs won 2 x 5 + halves 2 x 0.5 (x1) + 5 x 0.5 (a4 among the low ones)
    assert found.oos_auroc == pytest.approx((2 * 5 + 2 * 0.5 + 5 * 0.5) / 18)
    assert found.oos_recall == pytest.approx(2 / 3)
    assert found.in_scope_rejected == pytest.approx(1 / 6)
    assert (found.oos_threshold, found.oos_examples) == (0.5, 3)


def test_rows_that_say_so_are_out_of_scope() -> None:
    rows = [*ROWS, *(Example(text, "OOS", 9) for text in ("x3", "x4", "a4"))]
    assert evaluate(MODEL, rows).evaluation == scored().evaluation


def test_without_out_of_scope_texts() -> None:
    found = evaluate(MODEL, ROWS).evaluation
    assert (found.oos_auroc, found.oos_recall, found.oos_examples) == (None, None, 0)


def test_another_threshold() -> None:
    assert evaluate(MODEL, ROWS, ["x3"], threshold=0.999).evaluation.oos_recall == 0.0


def test_nothing_to_evaluate_on() -> None:
    with pytest.raises(ExamplesError, match="no row with a text and an intent to evaluate on"):
        evaluate(MODEL, [Example("", "a", 2)])


def test_pictures_are_written(tmp_path: Path) -> None:
    paths = write_plots(scored(), tmp_path / "report")
    assert [path.name for path in paths] == ["confusion.png", "reliability.png", "confidence.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)


def test_of_many_intents_those_that_are_mixed_up_are_shown() -> None:
    rows = [Example(f"a {number}", f"intent {number}", 2) for number in range(60)] + [Example("b", "a", 2)] * 3
    shown = shown_intents(evaluate(MODEL, rows))
    assert len(shown) == MOST_INTENTS
    assert {"a", "b"} <= set(shown)
