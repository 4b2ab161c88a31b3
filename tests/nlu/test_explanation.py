from collections.abc import Sequence

import numpy as np
import pytest

from nlu.explanation import KnownExample, explain, word_weights
from nlu.head import Head, Heads
from nlu.intent_model import IntentModel
from nlu.manifest import Manifest
from nlu.result import Matrix

WORDS = ("refund", "money", "parcel", "退", "款")


class BagOfWords:
    """A text's vector counts the words it has."""

    id = "bag"
    dimension = len(WORDS)

    def encode(self, texts: Sequence[str]) -> Matrix:
        return np.array([[text.casefold().count(word) for word in WORDS] for text in texts], np.float32)


def model() -> IntentModel:
    weight = np.array([[3, 1, 0, 2, 2], [0, 0, 3, 0, 0]], np.float32)
    manifest = Manifest("intent", "v1", len(WORDS), 64, {}, labels=("refund", "parcel"))
    head = Head(weight, np.zeros(2, np.float32))
    return IntentModel(BagOfWords(), manifest, Heads(head, head))


def test_a_word_weighs_what_its_deletion_costs() -> None:
    text = "My Refund, the money please"
    weights = {item.word: item.weight for item in word_weights(model(), text)}
    told = model().parse(text).confidence
    assert list(weights) == ["refund", "money", "my", "the", "please"]
    assert weights["refund"] == pytest.approx(told - model().parse("My , the money please").confidence)
    assert weights["the"] == 0.0


@pytest.mark.parametrize("text", ["where is my refund, i want the money", "parcel parcel and money", "退款 please"])
def test_without_the_heaviest_word_confidence_falls_more_than_without_the_lightest(text: str) -> None:
    words = word_weights(model(), text)
    whole = model().parse(text)

    def left(word: str) -> float:
        shorter = model().parse(text.casefold().replace(word, ""))
        return next(score.confidence for score in shorter.intents if score.name == whole.intent)

    assert left(words[0].word) < left(words[-1].word)


def test_a_word_is_deleted_wherever_it_stands() -> None:
    assert [item.word for item in word_weights(model(), "refund Refund REFUND now")] == ["refund", "now"]


def test_a_word_that_speaks_against_weighs_less_than_nothing() -> None:
    assert word_weights(model(), "refund money for a parcel")[-1].word == "parcel"
    assert word_weights(model(), "refund money for a parcel")[-1].weight < 0


def test_the_second_choice_and_the_nearest_examples() -> None:
    examples = [KnownExample("refund", "refund"), KnownExample("parcel", "parcel"), KnownExample("refund money", "refund")]
    explanation = explain(model(), "refund and money", examples)
    assert (explanation.intent.name, explanation.second and explanation.second.name) == ("refund", "parcel")
    assert [near.text for near in explanation.nearest] == ["refund money", "refund", "parcel"]


def test_nothing_to_compare_with_and_nothing_said() -> None:
    explanation = explain(model(), "?!")
    assert (explanation.words, explanation.nearest) == ((), ())
