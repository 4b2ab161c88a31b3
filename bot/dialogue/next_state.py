"""What the bot remembers after a turn."""

from bot.dialogue.action import Action, Answer, AskSlot, Chitchat, Clarify, Handoff
from bot.dialogue.state import DialogState, PendingSlot


def next_state(action: Action, now: DialogState) -> DialogState:
    """`now` is the state with what the message brought (values, language). `said` is for the caller to set."""
    kept = DialogState(now.values, language=now.language)
    match action:
        case Clarify(found):
            options = tuple(item.hit.answer.id for item in found)
            return DialogState(now.values, options=options, clarified=now.clarified + 1, language=now.language)
        case AskSlot(candidate, slot):
            pending = PendingSlot(candidate.hit.answer.id, slot, times_asked(now, candidate.hit.answer.id) + 1)
            return DialogState(now.values, pending=pending, language=now.language)
        case Chitchat():
            return now
        case Answer() | Handoff():
            return kept


def times_asked(state: DialogState, answer_id: int) -> int:
    """How often the bot asked for a value of this answer without a break."""
    pending = state.pending
    return pending.attempts if pending is not None and pending.answer_id == answer_id else 0
