"""Carrying out an answer: its look-ups are asked, and what they say may change what is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.dialogue.action import Action, Answer, AskSlot, Handoff, HandoffReason
from bot.dialogue.decide import MOST_SLOT_ATTEMPTS
from bot.dialogue.lookups import LookupFailed, Lookups, look_up
from bot.dialogue.next_state import times_asked
from bot.dialogue.slots import latest
from bot.dialogue.state import DialogState


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """What is done in the end; `results` are the look-ups' words by name, `trouble` a sentence on what failed."""

    action: Action
    results: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""


def fulfil(action: Action, state: DialogState, values: Mapping[str, str], lookups: Lookups) -> Fulfilled:
    """An answer goes out with all its look-ups' results or not at all: a value unknown to them is asked for again once, and a
    look-up that fails hands over."""
    if not isinstance(action, Answer):
        return Fulfilled(action)
    answer = action.candidate.hit.answer
    try:
        found = look_up(answer, latest(values), lookups)
    except LookupFailed as error:
        return Fulfilled(Handoff(HandoffReason.LOOKUP_FAILED), trouble=str(error))
    if found.unknown is None:
        return Fulfilled(action, found.results)
    if not found.unknown or times_asked(state, answer.id) >= MOST_SLOT_ATTEMPTS:
        return Fulfilled(Handoff(HandoffReason.SLOT_MISSING), trouble="A look-up knows nothing under what the customer gave.")
    return Fulfilled(AskSlot(action.candidate, found.unknown, unknown=True))
