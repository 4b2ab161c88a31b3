import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from nlu.micro_batches import MOST, MicroBatches
from nlu.result import IntentScore, NluResult


class Slow:
    """Holds its first batch until it is released, and remembers the batches."""

    version = "v1"

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.busy, self.released = threading.Event(), threading.Event()

    def parse_many(self, texts: Sequence[str]) -> list[NluResult]:
        self.batches.append(list(texts))
        if len(self.batches) == 1:
            self.busy.set()
            assert self.released.wait(10)
        if "bad" in texts:
            raise ValueError("no such text")
        return [NluResult(text, (IntentScore(text, 1.0),), 0.0, np.ones(1, np.float32), "v1") for text in texts]


def queued(batches: MicroBatches) -> int:
    return len(batches._waiting)


def asked_while_busy(model: Slow, texts: Sequence[str]) -> tuple[str | None, list[str | None]]:
    """The intent of the first message, and of those that came while the model was busy with it."""
    batches = MicroBatches(model)
    with ThreadPoolExecutor(len(texts) + 1) as pool:
        first = pool.submit(batches.parse, "first")
        assert model.busy.wait(10)
        others = [pool.submit(batches.parse, text) for text in texts]
        while queued(batches) < len(texts):
            pass
        model.released.set()
        return first.result(10).intent, [other.result(10).intent for other in others]


def test_one_alone_is_understood_alone() -> None:
    model = Slow()
    model.released.set()
    assert MicroBatches(model).parse("hello").intent == "hello"
    assert model.batches == [["hello"]]


def test_many_at_once_are_a_batch_already() -> None:
    model = Slow()
    model.released.set()
    assert [result.intent for result in MicroBatches(model).parse_many(["one", "two"])] == ["one", "two"]
    assert model.batches == [["one", "two"]]


def test_what_comes_meanwhile_is_understood_together_and_each_gets_its_own() -> None:
    model = Slow()
    texts = [f"text {number}" for number in range(8)]
    assert asked_while_busy(model, texts) == ("first", texts)
    assert [sorted(batch) for batch in model.batches] == [["first"], texts]


def test_a_batch_is_bounded() -> None:
    model = Slow()
    texts = [f"text {number}" for number in range(MOST + 3)]
    assert asked_while_busy(model, texts)[1] == texts
    assert [len(batch) for batch in model.batches] == [1, MOST, 3]


def test_a_failure_of_a_batch_is_not_that_of_each_message() -> None:
    model = Slow()
    batches = MicroBatches(model)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(batches.parse, "first")
        assert model.busy.wait(10)
        bad = pool.submit(batches.parse, "bad")
        while queued(batches) < 1:
            pass
        good = pool.submit(batches.parse, "good")
        while queued(batches) < 2:
            pass
        model.released.set()
        assert first.result(10).intent == "first"
        assert isinstance(bad.exception(10), ValueError)
        assert good.exception(10) is not None or good.result(10).intent == "good"
    assert batches.parse("later").intent == "later"
