from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np
import pytest

from bot.dialogue.action import Answer, AskSlot, Chitchat, Clarify, Handoff
from bot.dialogue.assistant import Assistant
from bot.dialogue.follow_up import LONGEST_CONTEXT, corrects, others_last, refers_back, with_context, without_lone
from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Turn
from dialogs.redaction import Redactor
from nlu.result import NluResult, Vector
from retrieval.familiarity import Familiarity
from retrieval.hit import AnswerTemplate, Hit
from retrieval.lexical import LexicalIndex
from tests.fakes import calibration_by_dense, hit, nlu_result

NOW = datetime(2026, 5, 1, tzinfo=UTC)
RETURN = AnswerTemplate(1, "Thirty days.", intent="return_policy", title="can I send it back")
BROKEN = AnswerTemplate(2, "We replace it.", intent="damaged_item", title="it is broken")
STATUS = AnswerTemplate(3, "Order <ORDER_1> is on its way.", intent="order_status", title="where is it", slots=("<ORDER_1>",))
GERMANY, COST = AnswerTemplate(4, "Yes.", intent="countries", title="c"), AnswerTemplate(5, "£4.", intent="cost", title="d")
FOUND = {
    "can i return the pot": (hit(RETURN, 0.95),),
    "and if it is broken?": (hit(RETURN, 0.2),),
    "can i return the pot and if it is broken?": (hit(BROKEN, 0.95), hit(RETURN, 0.6)),
    "where is order <ORDER_1>": (hit(STATUS, 0.95),),
    "and order <ORDER_2>": (hit(STATUS, 0.95),),
    "do you ship to germany": (hit(GERMANY, 0.95),),
    "do you ship to germany and how much?": (hit(GERMANY, 0.95), hit(COST, 0.4)),
    "do you ship to germany and the price?": (hit(GERMANY, 0.95),),
    "and the price?": (hit(COST, 0.48),),
    "and how much?": (hit(COST, 0.6), hit(GERMANY, 0.2)),
    "do you ship to germany and who won the match?": (hit(GERMANY, 0.95),),
    "and who won the match?": (hit(COST, 0.1),),
    "is it a long question that stands for itself and needs nothing else": (hit(COST, 0.1),),
}  # fmt: skip


@dataclass
class ByText:
    """Understands nothing and finds what FOUND says; remembers what it was asked."""

    version: str = "fake"
    asked: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    vectors: list[Vector] = field(default_factory=list)

    @property
    def answers(self) -> Mapping[int, AnswerTemplate]:
        return {answer.id: answer for answer in (RETURN, BROKEN, STATUS, GERMANY, COST)}

    def parse(self, text: str) -> NluResult:
        self.read.append(text)
        way = [1.0, 0.0] if text == "and if it is broken?" else [0.0, 1.0]
        return replace(nlu_result(text, ("any", 0.8)), vector=np.array(way, np.float32))

    def search(self, query: str, vector: Vector, prior: Mapping[str, float]) -> tuple[Hit, ...]:
        self.asked.append(query)
        self.vectors.append(vector)
        return FOUND.get(query, ())


def test_a_follow_up_is_searched_for_between_itself_and_the_dialog_so_far() -> None:
    _, found = talk("can i return the pot", "and if it is broken?")
    assert found.asked[1:] == ["and if it is broken?", "can i return the pot and if it is broken?"]
    assert "and if it is broken? | Thirty days. | can i return the pot" in found.read, "with what was asked and answered"
    alone, both = found.vectors[1:]
    assert alone.tolist() == [1.0, 0.0]
    assert both.tolist() == pytest.approx([0.5**0.5, 0.5**0.5])


def talk(*texts: str) -> tuple[list[Turn], ByText]:
    found, state, turns = ByText(), DialogState(), []
    bot = Assistant(
        found,
        found,
        calibration_by_dense(),
        Redactor(order_patterns=(r"#\d+",)),
        vocabulary=Familiarity(LexicalIndex.build([key for key in FOUND if "match" not in key]), languages=["en"]),
        now=lambda: NOW,
    )
    for text in texts:
        turns.append(bot.reply(CustomerMessage(text, customer="c", dialog="d"), state))
        state = turns[-1].state
    return turns, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and if it is broken?", True),
        ("what about gluten?", True),
        ("how much is that?", True),
        ("on Sundays too?", True),
        ("und wenn es kaputt ist?", True),
        ("а если он сломан?", True),
        ("Where do I find the return label for my parcel?", False),
        ("I ordered a pot last week and it has not arrived although I paid for express", False),
        ("", False),
    ],
)
def test_a_message_that_says_too_little_refers_back(text: str, expected: bool) -> None:
    assert refers_back(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no, the other order", True),
        ("sorry, I meant <ORDER_2>", True),
        ("nein, die andere Bestellung", True),
        ("нет, другой заказ", True),
        ("no, <ORDER_2>", True),
        ("no", False),
        ("no thanks", False),
        ("the other order is fine", False),
        ("not sure what to do", False),
    ],
)
def test_a_correction_denies_and_says_which(text: str, expected: bool) -> None:
    assert corrects(text) is expected


def test_values_are_turned_round_and_a_lone_one_is_not_the_other() -> None:
    values = {"<ORDER_1>": "111", "<EMAIL_1>": "a@b.example", "<ORDER_2>": "222"}
    assert list(others_last(values, ("order",))) == ["<EMAIL_1>", "<ORDER_2>", "<ORDER_1>"]
    assert without_lone(values, ("order", "email")) == {"<ORDER_1>": "111", "<ORDER_2>": "222"}


def test_the_context_does_not_grow_without_end() -> None:
    assert with_context("a" * 1000, "and that?") == "a" * (LONGEST_CONTEXT - 10) + " and that?"


def test_a_follow_up_is_understood_with_what_was_asked_before() -> None:
    (_, turn), found = talk("can i return the pot", "and if it is broken?")
    assert turn.reply == "We replace it."
    assert found.asked[1:] == ["and if it is broken?", "can i return the pot and if it is broken?"]
    assert turn.state.question == "can i return the pot and if it is broken?"
    assert "By itself it says too little, so it was searched for as “can i return the pot and if it is broken?”." in turn.reasons


def test_small_talk_between_does_not_lose_the_thread_and_counts_as_nothing() -> None:
    (_, thanks, turn), _ = talk("can i return the pot", "thanks a lot!", "and if it is broken?")
    assert isinstance(thanks.action, Chitchat)
    assert turn.reply == "We replace it."


def test_a_question_that_stands_for_itself_is_not_mixed_with_the_one_before() -> None:
    text = "is it a long question that stands for itself and needs nothing else"
    (_, turn), found = talk("can i return the pot", text)
    assert found.asked[1:] == [text]
    assert isinstance(turn.action, Handoff)


def test_the_question_before_does_not_carry_words_through_that_nobody_knows() -> None:
    (_, turn), _ = talk("do you ship to germany", "and who won the match?")
    assert isinstance(turn.action, Handoff)


def test_where_message_and_dialog_point_to_two_answers_the_customer_is_asked() -> None:
    (_, turn), _ = talk("do you ship to germany", "and how much?")
    assert isinstance(turn.action, Clarify)
    assert [option.answer_id for option in turn.options] == [4, 5]


def test_an_answer_that_was_just_read_is_not_sent_again_where_the_message_may_mean_another() -> None:
    (_, turn), _ = talk("do you ship to germany", "and the price?")
    assert isinstance(turn.action, Clarify)
    assert [option.answer_id for option in turn.options] == [4, 5]


def test_no_the_other_order_sends_the_answer_again_for_the_other() -> None:
    turns, _ = talk("where is order #1", "and order #2", "no, the other order", "no, the other one")
    assert [turn.reply for turn in turns] == [f"Order #{number} is on its way." for number in (1, 2, 1, 2)]
    assert "The customer corrected which one is meant" in turns[2].reasons[-1]


def test_a_correction_with_its_number_takes_that_number() -> None:
    (_, turn), _ = talk("where is order #1", "sorry, I meant #7")
    assert turn.reply == "Order #7 is on its way."


def test_the_other_order_of_one_is_asked_for() -> None:
    turns, _ = talk("where is order #1", "no, the other order", "#9")
    assert isinstance(turns[1].action, AskSlot)
    assert isinstance(turns[2].action, Answer)
    assert turns[2].reply == "Order #9 is on its way."
