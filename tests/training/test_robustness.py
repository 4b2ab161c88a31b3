import random

import pytest

from nlu.intent_model import IntentModel
from tests.bases import toy_examples
from tests.nlu.test_explanation import model
from training.noise import NOISES
from training.robustness import robustness_card

TEXT = "Where is the café refund, please"


def spoiled(name: str, text: str, seed: int = 0) -> str | None:
    return NOISES[name](text, random.Random(seed))


@pytest.mark.parametrize("name", NOISES)
def test_noise_is_repeatable_and_changes_the_text(name: str) -> None:
    text = "where is the refund" if name == "keyboard_layout" else TEXT
    assert spoiled(name, text) == spoiled(name, text)
    assert spoiled(name, text) != text


@pytest.mark.parametrize(
    ("name", "text", "noisy"),
    [
        ("keyboard_layout", "where is it", "црфку шы ше".replace("црфку", "цруку")),
        ("keyboard_layout", "где он", "ult jy"),
        ("keyboard_layout", "wo ist die Tür", None),
        ("upper_case", "where", "WHERE"),
        ("upper_case", "我的", None),
        ("full_width", "at 5", "\uff41\uff54 \uff15"),
        ("transliterated", "где щука", "gde schuka"),
        ("transliterated", "café", "cafe"),
        ("transliterated", "where", None),
        ("dropped_spaces", "where", None),
        ("dropped_spaces", "where is", "whereis"),
    ],
)
def test_what_a_noise_does(name: str, text: str, noisy: str | None) -> None:
    assert spoiled(name, text) == noisy


def test_typos_are_about_one_in_twenty_letters() -> None:
    text = "where is the money that you promised me three weeks ago"
    for seed in range(5):
        noisy = spoiled("typos", text, seed)
        assert noisy is not None
        assert 0 < sum(a != b for a, b in zip(noisy.split(), text.split(), strict=True)) <= 3


def test_the_card_counts_what_is_still_told() -> None:
    told: IntentModel = model()
    texts = [f"the {word} number {number} is late" for word in ("refund", "parcel") for number in range(10)]
    intents = [word for word in ("refund", "parcel") for _ in range(10)]
    card = robustness_card(told, texts, intents, seed=0)
    assert card["clean"] == card["upper_case"] == card["courtesies"] == card["emoji"] == 1.0
    assert card["keyboard_layout"] < 1.0, "this encoder does not clean what it reads"
    assert "transliterated" not in card, "there is nothing to transliterate"
    assert card["two_questions"] == 1.0
    assert card["false_second_questions"] == 0.0


def test_too_few_texts_measure_nothing() -> None:
    rows = toy_examples()[:5]
    assert robustness_card(model(), [row.text for row in rows], [row.intent for row in rows], seed=0) == {}
