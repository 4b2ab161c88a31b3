"""Questions that may come next, below an answer."""

from datetime import UTC, datetime

from bot.cli.turn_view import turn_json, turn_words
from bot.dialogue.action import Answer
from bot.dialogue.assistant import Assistant
from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Option, Turn
from bot.storage.turn_details import details_of, options_of, state_of
from dialogs.redaction import Redactor
from retrieval.hit import AnswerTemplate, Source
from retrieval.next_intents import count_followers
from tests.fakes import FakeModel, FakeSearch, calibration_by_dense, hit, nlu_result

REFUND = AnswerTemplate(1, "Five days.", intent="refund", title="where is my refund")
RARE = AnswerTemplate(2, "By post.", intent="return", title="a rare way to return")
RETURN = AnswerTemplate(3, "At the shop.", intent="return", title="can I send it back", sources=(Source("d", "m"),))
CANCEL = AnswerTemplate(4, "<ORDER_1> is cancelled.", intent="cancel", title="cancel my order", slots=("<ORDER_1>",))
GONE = AnswerTemplate(5, "x", intent="gift", title="gift", expires_at=datetime(2020, 1, 1, tzinfo=UTC))
FORESIGHT = count_followers([["refund", "return"], ["refund", "cancel"], ["refund", "gift"], ["refund", "return"]])


def say(text: str, state: DialogState | None = None, *, dense: float = 0.95, learned: bool = True) -> Turn:
    bot = Assistant(
        FakeModel(nlu_result("?", ("refund", 0.8))),
        FakeSearch((hit(REFUND, dense),), more=(RARE, RETURN, CANCEL, GONE)),
        calibration_by_dense(),
        Redactor(order_patterns=(r"#\d+",)),
        foresight=FORESIGHT if learned else None,
        now=lambda: datetime(2026, 5, 1, tzinfo=UTC),
    )
    return bot.reply(CustomerMessage(text, customer="c", dialog="d"), state or DialogState())


def test_an_answer_comes_with_what_is_asked_next_and_can_be_answered_at_once() -> None:
    turn = say("where is my money")
    assert turn.suggestions == (Option(3, "can I send it back"),)
    assert turn.options == ()
    assert turn_json(turn)["suggestions"] == [{"answer_id": 3, "title": "can I send it back"}]
    assert "\n  1. can I send it back\n" in turn_words(turn)
    assert turn.state.asked == ("refund",)


def test_an_answer_that_needs_an_order_is_suggested_once_the_order_is_known() -> None:
    assert [option.answer_id for option in say("where is the money for #123").suggestions] == [3, 4]


def test_the_number_or_a_tap_gives_the_answer() -> None:
    turn = say("1", say("where is my money").state)
    assert isinstance(turn.action, Answer)
    assert (turn.reply, turn.state.asked) == ("At the shop.", ("refund", "return"))


def test_they_are_kept_with_the_turn_so_that_a_button_works_after_a_restart() -> None:
    details = details_of(say("where is my money"))
    assert options_of(details) == (Option(3, "can I send it back"),)
    assert (state_of(details).asked, state_of(details).options) == (("refund",), (3,))


def test_nothing_is_suggested_without_an_answer_or_without_a_record_that_tells() -> None:
    assert say("where is my money", dense=0.3).suggestions == ()
    assert say("where is my money", learned=False).suggestions == ()
    assert say("hello").suggestions == ()
