from benchmarks.multi_turn import follow_ups, judged, read_dialogs
from bot.dialogue.action import Answer, Chitchat, Clarify, Handoff, HandoffReason, SmallTalk
from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Turn
from retrieval.hit import AnswerTemplate, Candidate
from tests.fakes import hit

BEST = Candidate(hit(AnswerTemplate(1, "x", intent="refund", title="r"), 0.9), 0.95)


def turn(action: Answer | Clarify | Chitchat | Handoff, text: str = "?", state: DialogState | None = None) -> Turn:
    message = CustomerMessage(text, customer="c", dialog="d")
    return Turn(message, text, action, "", "", state or DialogState(question="before", answered=1), 0.0)


def test_what_is_right_offered_handed_and_wrong() -> None:
    assert judged(turn(Answer(BEST)), ["refund"]) == "right"
    assert judged(turn(Answer(BEST)), ["parcel"]) == judged(turn(Answer(BEST)), []) == "wrong"
    assert judged(turn(Clarify((BEST,))), ["refund"]) == "offered"
    assert judged(turn(Clarify((BEST,))), ["parcel"]) == "handed"
    assert judged(turn(Handoff(HandoffReason.UNSURE)), []) == judged(turn(Clarify((BEST,))), []) == "right"
    assert judged(turn(Chitchat(SmallTalk.THANKS)), ["chitchat"]) == "right"


def test_without_memory_the_question_before_is_forgotten() -> None:
    seen: list[str] = []

    def reply(message: CustomerMessage, state: DialogState) -> Turn:
        seen.append(state.question)
        return turn(Answer(BEST), message.text)

    dialogs = read_dialogs("dev")[:1]
    assert len(list(follow_ups(reply, dialogs, remembering=True))) == len(dialogs[0].turns) - 1
    list(follow_ups(reply, dialogs, remembering=False))
    assert seen == ["", "before", "", ""]


def test_every_dialog_says_what_is_right_at_every_turn() -> None:
    for split in ("dev", "test"):
        dialogs = read_dialogs(split)
        assert len(dialogs) == 20
        assert all(len(written.turns) == len(written.expected) for written in dialogs)
