"""What the bot remembers after a turn."""

from dataclasses import replace

from bot.dialogue.action import Action, Answer, AskSlot, Chitchat, Clarify, Handoff, Quote
from bot.dialogue.evidence import Evidence
from bot.dialogue.state import DialogState, PendingSlot


def next_state(action: Action, evidence: Evidence, now: DialogState) -> DialogState:
    """`now` is the state with what the message brought (values, language). `said` is for the caller to set."""
    question = evidence.asked if evidence.asked and evidence.awaited is None else now.question
    kept = DialogState(now.values, language=now.language, question=question, asked=now.asked)
    match action:
        case Clarify(found):
            return replace(kept, options=tuple(item.hit.answer.id for item in found), clarified=now.clarified + 1)
        case AskSlot(candidate, slot):
            answer = candidate.hit.answer.id
            return replace(kept, pending=PendingSlot(answer, slot, times_asked(now, answer) + 1))
        case Chitchat():
            return now
        case Answer(candidate):
            return replace(kept, answered=candidate.hit.answer.id)
        case Quote() | Handoff():
            return kept


def times_asked(state: DialogState, answer_id: int) -> int:
    """How often the bot asked for a value of this answer without a break."""
    pending = state.pending
    return pending.attempts if pending is not None and pending.answer_id == answer_id else 0
