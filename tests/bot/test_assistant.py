from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.cli.turn_view import turn_json
from bot.dialogue.action import Answer, AskSlot, Chitchat, Clarify, Handoff
from bot.dialogue.assistant import LONGEST_UNDERSTOOD, Assistant
from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Option, Turn
from bot.storage.turn_details import details_of
from dialogs.record import Redacted
from nlu.result import Entity, IntentScore, Part, Sentiment
from retrieval.hit import AnswerTemplate
from tests.fakes import FakeModel, FakeSearch, calibration_by_dense, hit, nlu_result

REFUND = AnswerTemplate(1, "Five days.", intent="refund_status", title="where is my refund")
RETURN = AnswerTemplate(2, "Thirty days.", intent="return_policy", title="can I send it back")
CANCEL = AnswerTemplate(3, "Order <ORDER_1> is cancelled.", intent="cancel_order", title="cancel my order", slots=("<ORDER_1>",))
NOW = datetime(2026, 5, 1, tzinfo=UTC)


class RedactsOrders:
    """Replaces `#` and digits, which is enough of a redactor here."""

    def redact(self, text: str, known: Mapping[str, str], names: Collection[str] = ()) -> Redacted:
        values = dict(known)
        for word in text.split():
            if word.startswith("#") and word not in values.values():
                values[f"<ORDER_{len(values) + 1}>"] = word
        for placeholder, value in values.items():
            text = text.replace(value, placeholder)
        return Redacted(text, values)


def assistant(search: FakeSearch, model: FakeModel | None = None) -> Assistant:
    return Assistant(
        model or FakeModel(nlu_result("?", ("refund_status", 0.8))),
        search,
        calibration_by_dense(),
        RedactsOrders(),
        now=lambda: NOW,
    )


def say(bot: Assistant, text: str, state: DialogState | None = None, choice: int | None = None) -> Turn:
    return bot.reply(CustomerMessage(text, customer="c", dialog="d", choice=choice), state or DialogState())


def test_a_sure_question_is_answered_and_explained() -> None:
    turn = say(assistant(FakeSearch((hit(REFUND, 0.95), hit(RETURN, 0.3)))), "where is my money")
    assert isinstance(turn.action, Answer)
    assert (turn.reply, turn.model, turn.index) == ("Five days.", "intent-1", "index-1")
    assert turn.confidence > 0.95
    assert turn.candidates[0].hit.answer is REFUND
    assert any("where is my refund" in reason for reason in turn.reasons)
    assert any("refund_status" in reason for reason in turn.reasons)


def test_an_unclear_question_gets_options_and_the_pick_is_answered() -> None:
    bot = assistant(FakeSearch((hit(REFUND, 0.6), hit(RETURN, 0.55))))
    asked = say(bot, "about the money thing")
    assert isinstance(asked.action, Clarify)
    assert asked.options == (Option(1, "Refund status"), Option(2, "Return policy"))
    pressed = say(bot, "Return policy", asked.state, choice=2)
    typed = say(bot, "2.", asked.state)
    assert pressed.reply == typed.reply == "Thirty days."
    assert pressed.state.options == ()


def test_the_same_intent_title_twice_is_told_apart_by_the_question() -> None:
    other = AnswerTemplate(7, "x", intent="Refund status", title="t")
    asked = say(assistant(FakeSearch((hit(REFUND, 0.6, "where is it"), hit(other, 0.55, "how long does it take")))), "money")
    assert [option.title for option in asked.options] == ["where is it", "how long does it take"]


def test_a_needed_value_is_asked_for_filled_in_and_not_stored() -> None:
    bot = assistant(FakeSearch((hit(CANCEL, 0.95),)))
    asked = say(bot, "please cancel")
    assert isinstance(asked.action, AskSlot)
    assert "order number" in asked.reply
    again = say(bot, "which one?", asked.state)
    assert again.state.pending is not None
    assert again.state.pending.attempts == 2
    answered = say(bot, "48213", again.state)
    assert answered.reply == "Order 48213 is cancelled."
    assert "48213" not in answered.text + answered.reply_redacted
    assert answered.state.pending is None


def test_asking_in_vain_hands_over() -> None:
    bot = assistant(FakeSearch((hit(CANCEL, 0.95),)))
    state = say(bot, "please cancel").state
    state = say(bot, "why?", state).state
    assert isinstance(say(bot, "I won't tell", state).action, Handoff)


def test_thanks_between_keep_the_question_open() -> None:
    bot = assistant(FakeSearch((hit(CANCEL, 0.95),)))
    state = say(bot, "please cancel").state
    thanked = say(bot, "thanks", state)
    assert isinstance(thanked.action, Chitchat)
    assert say(bot, "#9", thanked.state).reply == "Order #9 is cancelled."


def test_a_value_that_may_not_be_asked_for_makes_an_answer_unusable() -> None:
    named = AnswerTemplate(4, "Dear <NAME_1>", slots=("<NAME_1>",))
    assert isinstance(say(assistant(FakeSearch((hit(named, 0.99),))), "hello sir, a question").action, Handoff)


def test_an_expired_answer_is_not_sent() -> None:
    old = AnswerTemplate(5, "Christmas hours.", intent="hours", expires_at=NOW)
    bot = assistant(FakeSearch((hit(old, 0.99),)))
    assert isinstance(say(bot, "when are you open").action, Handoff)
    assert isinstance(say(bot, "when are you open", DialogState(options=(5,)), choice=5).action, Handoff)


def test_only_the_beginning_of_an_endless_message_is_understood_but_all_is_kept() -> None:
    model = FakeModel(nlu_result("?", ("refund_status", 0.8)))
    turn = say(assistant(FakeSearch((hit(REFUND, 0.95),)), model), "a b " * 25_000)
    assert len(model.asked[0]) == LONGEST_UNDERSTOOD
    assert len(turn.text) == 100_000


def test_words_of_ones_own_script() -> None:
    bot = assistant(FakeSearch())
    assert say(bot, "Где моя посылка?").reply.startswith("Я не вполне уверен")
    assert say(bot, "我的包裹在哪里").language == "zh"
    assert say(bot, "ما هذا الطرد").reply.startswith("I'm not sure enough")


def test_a_wordless_message_gets_a_friendly_word_and_no_search() -> None:
    model = FakeModel()
    turn = say(assistant(FakeSearch((hit(REFUND, 0.95),)), model), "😊")
    assert isinstance(turn.action, Chitchat)
    assert model.asked == []


def test_the_reply_is_in_the_customers_language_where_the_bot_has_words_in_it() -> None:
    for language, expected in (("de", "de"), ("pt", "en"), (None, "en")):
        model = FakeModel(replace(nlu_result("?", ("refund_status", 0.8)), language=language))
        assert say(assistant(FakeSearch(), model), "wo bleibt mein Geld").language == expected


def test_a_turn_tells_what_was_understood_without_personal_values_in_what_is_recorded() -> None:
    entity = Entity("order", "<ORDER_1>", "<ORDER_1>", 0, 9)
    parts = (Part("where is it", IntentScore("parcel", 0.9)), Part("change my address", IntentScore("address", 0.8)))
    nlu = replace(
        nlu_result("?", ("parcel", 0.8)), entities=(entity,), language="en", sentiment=Sentiment(-0.5, "negative"), parts=parts
    )
    turn = say(assistant(FakeSearch(), FakeModel(nlu)), "#123 is not here and i moved")
    assert details_of(turn)["entities"] == [{"kind": "order", "value": "<ORDER_1>", "normal": "<ORDER_1>"}]
    assert turn_json(turn)["entities"] == [{"kind": "order", "value": "#123", "normal": "#123"}]
    assert turn_json(turn)["sentiment"] == {"score": -0.5, "mood": "negative"}
    assert [part["intent"] for part in turn_json(turn)["parts"]] == ["parcel", "address"]
    assert any("asks for 2 things" in reason and "change my address" in reason for reason in turn.reasons)
    assert "The language is en, mood negative (-0.50)." in turn.reasons
    assert "It gives order <ORDER_1>." in turn.reasons
