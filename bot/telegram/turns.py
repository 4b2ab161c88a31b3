"""Turns that the front-end makes without asking the Assistant: commands and failures that hand over to a human."""

from dataclasses import replace

from bot.dialogue.action import Handoff, HandoffReason
from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording


def handed_over(message: CustomerMessage, redacted: str, reason: HandoffReason, language: str, state: DialogState) -> Turn:
    """A turn that hands over. `redacted` is the message's text without personal values."""
    words = wording(language)
    reply = words.handoff_asked if reason is HandoffReason.ASKED_FOR_HUMAN else words.handoff
    return Turn(
        message=message,
        text=redacted,
        action=Handoff(reason),
        reply=reply,
        reply_redacted=reply,
        state=DialogState(state.values, said=reply, language=state.language),
        confidence=0.0,
        language=language,
        reasons=(f"A human takes over ({reason.value}).",),
    )


def nobody_there(turn: Turn, contact: str) -> Turn:
    """The same turn where no human is told: it must not say that one was."""
    reply = nobody_words(turn.language, contact)
    return replace(turn, reply=reply, reply_redacted=reply)


def nobody_words(language: str, contact: str) -> str:
    """`contact` is how to reach the team, if there is a way."""
    return " ".join(part for part in (wording(language).nobody_notified, contact) if part)
