from dataclasses import replace

from bot.dialogue.action import Answer, AskSlot, Chitchat, Clarify, Handoff, HandoffReason, SmallTalk
from bot.dialogue.decide import decide
from bot.dialogue.evidence import Evidence
from bot.dialogue.state import DialogState, PendingSlot
from retrieval.hit import AnswerTemplate, Candidate
from tests.fakes import THRESHOLDS, hit, nlu_result

REFUND = AnswerTemplate(1, "Five days.", intent="refund_status", title="where is my refund")
RETURN = AnswerTemplate(2, "Thirty days.", intent="return_policy", title="can I send it back")
CANCEL = AnswerTemplate(3, "<ORDER_1> is cancelled.", intent="cancel_order", title="cancel my order", slots=("<ORDER_1>",))
STATE = DialogState()


def candidate(answer: AnswerTemplate, confidence: float) -> Candidate:
    return Candidate(hit(answer, confidence), confidence)


def evidence(*candidates: Candidate, out_of_scope: float = 0.1) -> Evidence:
    return Evidence(STATE, nlu_result(out_of_scope=out_of_scope), candidates)


def test_a_sure_answer_is_sent() -> None:
    best = candidate(REFUND, 0.9)
    assert decide(evidence(best, candidate(RETURN, 0.3)), THRESHOLDS) == Answer(best)


def test_just_below_the_threshold_it_asks_back() -> None:
    first, second = candidate(REFUND, 0.8999), candidate(RETURN, 0.2)
    assert decide(evidence(first, second), THRESHOLDS) == Clarify((first, second))


def test_a_single_likely_answer_is_offered_beside_the_runner_up() -> None:
    first, second = candidate(REFUND, 0.5), candidate(RETURN, 0.01)
    assert decide(evidence(first, second), THRESHOLDS) == Clarify((first, second))


def test_options_are_one_an_intent() -> None:
    first, twin, other = candidate(REFUND, 0.5), candidate(replace(REFUND, id=9), 0.4), candidate(RETURN, 0.3)
    assert decide(evidence(first, twin, other), THRESHOLDS) == Clarify((first, other))


def test_more_than_four_options_go_to_a_human() -> None:
    many = [candidate(replace(REFUND, id=number, intent=f"i{number}"), 0.5) for number in range(5)]
    assert decide(evidence(*many), THRESHOLDS) == Handoff(HandoffReason.UNSURE)
    assert isinstance(decide(evidence(*many[:4]), THRESHOLDS), Clarify)


def test_nothing_likely_goes_to_a_human() -> None:
    assert decide(evidence(candidate(REFUND, 0.1)), THRESHOLDS) == Handoff(HandoffReason.UNSURE)
    assert decide(evidence(), THRESHOLDS) == Handoff(HandoffReason.UNSURE)


def test_doubt_about_the_scope_forbids_asking_back() -> None:
    assert decide(evidence(candidate(REFUND, 0.5), out_of_scope=0.6), THRESHOLDS) == Handoff(HandoffReason.OUT_OF_SCOPE)
    assert decide(evidence(out_of_scope=0.6), THRESHOLDS) == Handoff(HandoffReason.OUT_OF_SCOPE)


def test_a_language_that_was_not_learned_goes_to_a_human_however_sure_it_looks() -> None:
    foreign = replace(evidence(candidate(REFUND, 0.99)), foreign=True)
    assert decide(foreign, THRESHOLDS) == Handoff(HandoffReason.FOREIGN_LANGUAGE)


def test_asking_back_a_third_time_hands_over() -> None:
    asked = replace(evidence(candidate(REFUND, 0.5), candidate(RETURN, 0.4)), state=DialogState(clarified=2))
    assert decide(asked, THRESHOLDS) == Handoff(HandoffReason.UNSURE)


def test_the_wish_for_a_human_comes_first() -> None:
    wish = replace(evidence(candidate(REFUND, 0.99)), wants_human=True)
    assert decide(wish, THRESHOLDS) == Handoff(HandoffReason.ASKED_FOR_HUMAN)


def test_a_choice_is_answered() -> None:
    chosen = candidate(RETURN, 1.0)
    assert decide(Evidence(STATE, chosen=chosen), THRESHOLDS) == Answer(chosen)


def test_a_missing_value_is_asked_for() -> None:
    best = candidate(CANCEL, 0.95)
    assert decide(evidence(best), THRESHOLDS) == AskSlot(best, "order")
    assert decide(replace(evidence(best), values={"<ORDER_5>": "1"}), THRESHOLDS) == Answer(best)


def test_a_value_asked_for_is_waited_for_twice() -> None:
    awaited = candidate(CANCEL, 1.0)
    pending = DialogState(pending=PendingSlot(CANCEL.id, "order", attempts=1))
    waiting = Evidence(pending, nlu_result(), (candidate(REFUND, 0.2),), awaited=awaited)
    assert decide(waiting, THRESHOLDS) == AskSlot(awaited, "order")
    assert decide(replace(waiting, values={"<ORDER_1>": "1"}), THRESHOLDS) == Answer(awaited)
    twice = replace(waiting, state=DialogState(pending=PendingSlot(CANCEL.id, "order", attempts=2)))
    assert decide(twice, THRESHOLDS) == Handoff(HandoffReason.SLOT_MISSING)


def test_another_sure_question_ends_the_waiting() -> None:
    pending = DialogState(pending=PendingSlot(CANCEL.id, "order"))
    other = candidate(REFUND, 0.95)
    assert decide(Evidence(pending, nlu_result(), (other,), awaited=candidate(CANCEL, 1.0)), THRESHOLDS) == Answer(other)


def test_small_talk_is_neither_answer_nor_handoff() -> None:
    assert decide(Evidence(STATE, small_talk=SmallTalk.THANKS), THRESHOLDS) == Chitchat(SmallTalk.THANKS)
    assert decide(Evidence(STATE, small_talk=SmallTalk.WORDLESS), THRESHOLDS) == Chitchat(SmallTalk.WORDLESS)


def test_a_picture_without_words_goes_to_a_human() -> None:
    picture = Evidence(STATE, small_talk=SmallTalk.WORDLESS, attachments=True)
    assert decide(picture, THRESHOLDS) == Handoff(HandoffReason.NOT_READABLE)
