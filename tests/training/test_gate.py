from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nlu.head import Head, Heads
from nlu.intent_model import IntentModel
from nlu.manifest import Manifest
from nlu.result import Matrix
from training.gate import judge, read_seen, short_hash, write_seen

TEXTS = [f"{letter} {number}" for letter in "ab" for number in range(20)]
INTENTS = ["a"] * 20 + ["b"] * 20


class Numbered:
    """The vector says the letter, or the wrong one for texts whose number is in `wrong`."""

    id = "numbered"
    dimension = 2

    def __init__(self, wrong: range) -> None:
        self.wrong = wrong

    def encode(self, texts: Sequence[str]) -> Matrix:
        is_a = [(text[0] == "a") != (int(text[2:]) in self.wrong) for text in texts]
        return np.array([(1.0, 0.0) if yes else (0.0, 1.0) for yes in is_a], np.float32)


def model(version: str, wrong: range) -> IntentModel:
    manifest = Manifest("intent", version, 2, 64, {}, labels=("a", "b"))
    head = Head(np.eye(2, dtype=np.float32), np.zeros(2, np.float32))
    return IntentModel(Numbered(wrong), manifest, Heads(head, head))


def seen(*texts: str) -> frozenset[int]:
    return frozenset(short_hash(text) for text in texts)


def test_a_better_or_equal_one_passes() -> None:
    verdict = judge(model("new", range(2)), model("old", range(4)), TEXTS, INTENTS, seen())
    assert (verdict.passed, verdict.compared, verdict.new_accuracy, verdict.live_accuracy) == (True, 40, 0.9, 0.8)
    assert verdict.reason == "not worse: 90.0% right against 80.0% of the live version old, on 40 held-out texts"
    assert judge(model("new", range(4)), model("old", range(4)), TEXTS, INTENTS, seen()).passed


def test_a_worse_one_does_not_and_says_how_to_insist() -> None:
    verdict = judge(model("new", range(4)), model("old", range(2)), TEXTS, INTENTS, seen())
    assert not verdict.passed
    assert verdict.reason.startswith("worse: 80.0% right against 90.0%")
    assert verdict.reason.endswith("`firstline models promote new` makes it live all the same")


def test_texts_that_the_live_one_learned_do_not_count() -> None:
    """The live one is right only where it knows the text by heart; the new one is right elsewhere."""
    by_heart = [text for text in TEXTS if int(text[2:]) < 10]
    new, live = model("new", range(10)), model("old", range(10, 20))
    verdict = judge(new, live, TEXTS, INTENTS, seen(*by_heart))
    assert (verdict.passed, verdict.compared, verdict.new_accuracy, verdict.live_accuracy) == (True, 20, 1.0, 0.0)


@pytest.mark.parametrize("known", [seen(*TEXTS[:39]), None])
def test_too_few_fair_texts_fall_back_to_all_and_say_so(known: frozenset[int] | None) -> None:
    verdict = judge(model("new", range(1)), model("old", range(2)), TEXTS, INTENTS, known)
    assert verdict.compared == 40
    assert "some of which the live one has trained on" in verdict.reason


def test_nothing_to_compare_on() -> None:
    assert judge(model("new", range(0)), model("old", range(0)), [], [], seen()).passed


def test_what_was_seen_comes_back(tmp_path: Path) -> None:
    write_seen(tmp_path, ["Where  is it", "money"])
    assert read_seen(tmp_path) == seen("where is it", "MONEY")
    assert read_seen(tmp_path / "none") is None
