from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from nlu.parts import parts_of
from nlu.result import IntentScore, NluResult
from nlu.sentiment import SentimentHead
from nlu.understanding import Understander


class ByWord:
    """Knows the intent of a few words; counts its passes."""

    version = "v1"

    def __init__(self) -> None:
        self.passes = 0

    def parse(self, text: str) -> NluResult:
        return self.parse_many([text])[0]

    def parse_many(self, texts: Sequence[str]) -> list[NluResult]:
        self.passes += 1
        return [self._result(text) for text in texts]

    def _result(self, text: str) -> NluResult:
        intent = "address" if "address" in text else "parcel" if "parcel" in text else "other"
        confidence = 0.9 if intent != "other" else 0.3
        return NluResult(text, (IntentScore(intent, confidence),), 1 - confidence, np.array([1, 0], np.float32), "v1")


def understander(model: ByWord | None = None, head: SentimentHead | None = None) -> Understander:
    return Understander(model or ByWord(), sentiment=head, doubtful=0.5, today=lambda: date(2026, 11, 25))


def test_everything_in_one_value() -> None:
    result = understander().parse("my parcel <ORDER_1> came broken yesterday, this is terrible")
    assert (result.intent, result.language, result.model) == ("parcel", "en", "v1")
    assert [(entity.kind, entity.normal) for entity in result.entities] == [("order", "<ORDER_1>"), ("date", "2026-11-24")]
    assert result.sentiment is not None
    assert result.sentiment.mood == "negative"
    assert result.parts == ()


def test_two_questions_in_one_message_are_both_seen() -> None:
    model = ByWord()
    result = understander(model).parse("where is my parcel now and how do i change my address")
    assert [(part.text, part.intent.name) for part in result.parts] == [
        ("where is my parcel now", "parcel"),
        ("how do i change my address", "address"),
    ]
    assert model.passes == 1


@pytest.mark.parametrize(
    "text",
    [
        "where is my parcel and is this my parcel at all",  # one intent twice
        "where is my parcel because my weather is very bad and grey",  # the second part asks for nothing that is known
        "my parcel and my address",  # too short to be two questions
    ],
)
def test_one_question_has_no_parts(text: str) -> None:
    assert understander().parse(text).parts == ()


def test_words_of_another_language_do_not_mislead_the_lexicon() -> None:
    result = understander().parse("die Schuhe sind da, war es das jetzt?")
    assert (result.language, result.sentiment) == ("de", None)


def test_a_trained_head_tells_the_mood_in_any_language() -> None:
    head = SentimentHead(np.array([[5, 0], [0, 0], [0, 0]], np.float32), np.zeros(3, np.float32))
    result = understander(head=head).parse("die Schuhe sind da, war es das jetzt?")
    assert result.sentiment is not None
    assert result.sentiment.mood == "negative"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("where is my parcel and how do I change my address", ("where is my parcel", "how do I change my address")),
        ("Where is my order? I want a refund for the last one!", ("Where is my order?", "I want a refund for the last one!")),
        ("also where is my parcel, and do you ship on sundays?", ("where is my parcel", "do you ship on sundays?")),
        ("我的包裹在哪里?另外我想修改地址", ("我的包裹在哪里?", "我想修改地址")),
        ("我的包裹现在在哪里\uff1f我想修改我的收货地址", ("我的包裹现在在哪里", "我想修改我的收货地址")),
        ("Где мой новый заказ и как вернуть деньги за старый", ("Где мой новый заказ", "как вернуть деньги за старый")),
        ("hello. thanks. bye. ok. fine. yes. no. well. so.", ()),
        ("", ()),
    ],
)
def test_where_a_message_is_cut(text: str, parts: tuple[str, ...]) -> None:
    assert parts_of(text) == parts
