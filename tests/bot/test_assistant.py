from dataclasses import replace
from datetime import UTC, datetime

from bot.cli.turn_view import turn_json, turn_words
from bot.dialogue.action import Answer, AskSlot, Chitchat, Clarify, Handoff, HandoffReason
from bot.dialogue.assistant import Assistant, Manners
from bot.dialogue.gathering import LONGEST_UNDERSTOOD
from bot.dialogue.lookups import Lookups
from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Option, Turn
from bot.lookups import TimedLookups
from bot.storage.turn_details import details_of
from dialogs.redaction import Redactor
from nlu.result import Entity, IntentScore, Part, Sentiment
from retrieval.familiarity import Familiarity
from retrieval.hit import AnswerTemplate, Attachment, LinkButton
from retrieval.lexical import LexicalIndex
from tests.fakes import FakeModel, FakeSearch, calibration_by_dense, hit, nlu_result

REFUND = AnswerTemplate(1, "Five days.", intent="refund_status", title="where is my refund")
RETURN = AnswerTemplate(2, "Thirty days.", intent="return_policy", title="can I send it back")
CANCEL = AnswerTemplate(3, "Order <ORDER_1> is cancelled.", intent="cancel_order", title="cancel my order", slots=("<ORDER_1>",))
NOW = datetime(2026, 5, 1, tzinfo=UTC)


REDACTOR = Redactor(order_patterns=(r"#\d+",))


def assistant(
    search: FakeSearch, model: FakeModel | None = None, lookups: Lookups | None = None, manners: Manners | None = None
) -> Assistant:
    return Assistant(
        model or FakeModel(nlu_result("?", ("refund_status", 0.8))),
        search,
        calibration_by_dense(),
        REDACTOR,
        manners,
        lookups,
        now=lambda: NOW,
    )


def say(bot: Assistant, text: str, state: DialogState | None = None, choice: int | None = None) -> Turn:
    return bot.reply(CustomerMessage(text, customer="c", dialog="d", choice=choice), state or DialogState())


def test_a_sure_question_is_answered_and_explained() -> None:
    turn = say(assistant(FakeSearch((hit(REFUND, 0.95), hit(RETURN, 0.3)))), "where is my money")
    assert isinstance(turn.action, Answer)
    assert (turn.reply, turn.model, turn.index) == ("Five days.", "intent-1", "index-1")
    assert turn.confidence > 0.95
    assert turn.candidates[0].hit.answer == REFUND
    assert any("where is my refund" in reason for reason in turn.reasons)
    assert any("refund_status" in reason for reason in turn.reasons)


def foreigner(language: str | None, *, multilingual: bool) -> Assistant:
    return Assistant(
        FakeModel(replace(nlu_result("?", ("refund_status", 0.8)), language=language)),
        FakeSearch((hit(REFUND, 0.95), hit(RETURN, 0.3))),
        calibration_by_dense(),
        REDACTOR,
        vocabulary=Familiarity(LexicalIndex.build(["where is my order", "cancel my order"]), languages=["en"]),
        multilingual=multilingual,
        now=lambda: NOW,
    )


def test_a_language_that_the_record_does_not_have_is_answered_by_a_multilingual_model_only() -> None:
    asked = "Quiero cancelar mi pedido por favor"
    assert say(foreigner("es", multilingual=False), asked).action == Handoff(HandoffReason.FOREIGN_LANGUAGE)
    assert isinstance(say(foreigner("es", multilingual=True), asked).action, Answer)
    assert isinstance(say(foreigner(None, multilingual=False), asked).action, Answer)


def test_a_typo_does_not_make_a_message_of_known_words_a_foreign_one() -> None:
    turn = say(foreigner("de", multilingual=False), "where is my oder")
    assert isinstance(turn.action, Answer)
    assert turn.language == "en"


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
    bot = assistant(FakeSearch())
    for text, expected in (("Wo bleibt denn mein Geld?", "de"), ("Onde está o meu dinheiro?", "en"), ("4711?", "en")):
        assert say(bot, text).language == expected
    assert bot.reply(CustomerMessage("4711?", customer="c", dialog="d", language="fr"), DialogState()).language == "fr"


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


STATUS = AnswerTemplate(8, "Your order <ORDER_1> {order_status}.", intent="order_status", slots=("<ORDER_1>",))
PARCELS = {"#1": "was sent on 3 May to 12 Hill Road"}


def order_status(order_number: str) -> str | None:
    if order_number == "#500":
        raise ConnectionError("the shop's system is away")
    return PARCELS.get(order_number)


def with_lookup() -> Assistant:
    return assistant(FakeSearch((hit(STATUS, 0.95),)), lookups=TimedLookups({"order_status": order_status}, timeout=5))


def test_a_look_up_completes_the_answer_and_what_it_gave_is_not_recorded() -> None:
    turn = say(with_lookup(), "where is my order #1")
    assert turn.reply == "Your order #1 was sent on 3 May to 12 Hill Road."
    assert turn.reply_redacted == turn.state.said == "Your order <ORDER_1> {order_status}."


def test_a_value_that_the_look_up_does_not_know_is_asked_for_again_once() -> None:
    bot = with_lookup()
    asked = say(bot, "where is my order #7")
    assert asked.reply == "I find nothing under that number. Could you please send me your order number?"
    answered = say(bot, "sorry, it is #1", asked.state)
    assert answered.reply.startswith("Your order #1 was sent")
    again = say(bot, "it is #8", asked.state)
    assert isinstance(again.action, AskSlot)
    assert say(bot, "or #9", again.state).action == Handoff(HandoffReason.SLOT_MISSING)


def test_a_look_up_that_fails_hands_over_and_says_so() -> None:
    turn = say(with_lookup(), "where is my order #500")
    assert turn.action == Handoff(HandoffReason.LOOKUP_FAILED)
    assert turn.reasons[-1] == "The look-up order_status raised ConnectionError."


def test_a_look_up_asks_for_the_value_that_it_needs_though_the_text_does_not_show_it() -> None:
    quiet = AnswerTemplate(9, "It {order_status}.", intent="order_status")
    bot = assistant(FakeSearch((hit(quiet, 0.95),)), lookups=TimedLookups({"order_status": order_status}, timeout=5))
    asked = say(bot, "where is my parcel")
    assert isinstance(asked.action, AskSlot)
    assert say(bot, "#1", asked.state).reply == "It was sent on 3 May to 12 Hill Road."


def test_an_answer_whose_look_up_is_not_plugged_in_is_not_sent() -> None:
    assert isinstance(say(assistant(FakeSearch((hit(STATUS, 0.95),))), "where is my order #1").action, Handoff)


def test_an_order_number_that_is_none_of_the_teams_is_asked_for_again() -> None:
    bot = assistant(FakeSearch((hit(CANCEL, 0.95),)), manners=Manners(order_patterns=(r"^#\d$",)))
    asked = say(bot, "please cancel #12345")
    again = say(bot, "#12346", asked.state)
    assert again.reply.startswith("I couldn't find it in your message.")
    assert say(bot, "#1", again.state).reply == "Order #1 is cancelled."


def test_the_order_that_was_spoken_of_last_is_the_one_that_is_meant() -> None:
    bot = assistant(FakeSearch((hit(CANCEL, 0.95),)))
    first = say(bot, "cancel #1")
    second = say(bot, "cancel #2", first.state)
    assert second.reply == "Order #2 is cancelled."
    assert say(bot, "and now #1 after all", second.state).reply == "Order #1 is cancelled."


def test_an_answer_comes_in_the_customers_language_where_it_has_one() -> None:
    german = AnswerTemplate(11, "Fünf Tage.", language="de", translation_of=1)
    russian = AnswerTemplate(12, "Пять дней.", language="ru", translation_of=1)
    bot = assistant(FakeSearch((hit(REFUND, 0.95), hit(german, 0.94)), more=(russian,)))
    asked = say(bot, "Wann ist mein Geld da?")
    assert (asked.reply, asked.language) == ("Fünf Tage.", "de")
    assert len(asked.candidates) == 1
    assert say(bot, "когда вернут деньги").reply == "Пять дней."
    assert say(bot, "when is my money there").reply == "Five days."
    assert say(bot, "refund?", asked.state).reply == "Fünf Tage."
    short = CustomerMessage("refund?", customer="c", dialog="d", language="ru")
    assert bot.reply(short, DialogState()).reply == "Пять дней."


def test_an_answer_brings_its_pictures_files_and_buttons() -> None:
    picture, button = Attachment(1, "photo", "label.png"), LinkButton("Start a return", "https://shop.example/returns")
    rich = AnswerTemplate(6, "Stick the label on.", attachments=(picture,), buttons=(button,))
    turn = say(assistant(FakeSearch((hit(rich, 0.95),))), "where does the label go")
    assert (turn.attachments, turn.buttons) == ((picture,), (button,))
    shown = turn_json(turn)
    assert (shown["attachments"], shown["buttons"]) == (
        [{"kind": "photo", "name": "label.png"}],
        [{"title": "Start a return", "url": "https://shop.example/returns"}],
    )
    assert turn_words(turn).splitlines()[1:3] == ["  [photo label.png]", "  Start a return: https://shop.example/returns"]
    unsure = say(assistant(FakeSearch((hit(rich, 0.3),))), "where does the label go")
    assert (unsure.attachments, unsure.buttons) == ((), ())
