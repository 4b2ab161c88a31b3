"""What a turn's row keeps as JSON, and what is read back from it. Redacted values only: a customer's own are never stored."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.action import Action, Answer, AskSlot, Chitchat, Clarify, Handoff, Quote
from bot.dialogue.state import DialogState, PendingSlot
from bot.dialogue.turn import Option, Turn
from bot.dialogue.understood import understood
from retrieval.hit import Candidate
from retrieval.passage import PassageCandidate

KEPT = 5
"""Intents and candidates kept with a turn, best first."""


def details_of(turn: Turn) -> dict[str, Any]:
    """Everything that "why this answer?" needs, as it was when the turn was made."""
    intents = turn.nlu.intents[:KEPT] if turn.nlu else ()
    return {
        **_particulars(turn.action),
        "intents": [{"name": score.name, "confidence": score.confidence} for score in intents],
        "out_of_scope": turn.nlu.out_of_scope if turn.nlu else None,
        **understood(turn.nlu),
        "candidates": [_candidate(candidate) for candidate in turn.candidates[:KEPT]],
        "passages": [_passage(candidate) for candidate in turn.passages],
        "options": [{"answer_id": option.answer_id, "title": option.title} for option in (*turn.options, *turn.suggestions)],
        "attachments": [item.id for item in turn.attachments],
        "reasons": list(turn.reasons),
        "language": turn.language,
        "state": _state(turn.state),
    }


def state_of(details: Mapping[str, Any]) -> DialogState:
    """The state after the turn, without the customer's values, which live in memory only."""
    state = details.get("state") or {}
    pending = state.get("pending")
    return DialogState(
        pending=None if pending is None else PendingSlot(pending["answer_id"], pending["slot"], pending["attempts"]),
        options=tuple(state.get("options", ())),
        clarified=state.get("clarified", 0),
        language=state.get("language"),
        question=state.get("question", ""),
        answered=state.get("answered"),
        asked=tuple(state.get("asked", ())),
    )


def options_of(details: Mapping[str, Any]) -> tuple[Option, ...]:
    return tuple(Option(option["answer_id"], option["title"]) for option in details.get("options", ()))


def _particulars(action: Action) -> dict[str, Any]:
    match action:
        case AskSlot(slot=slot):
            return {"slot": slot}
        case Chitchat(kind):
            return {"small_talk": kind.value}
        case Handoff(reason):
            return {"reason": reason.value}
        case Answer() | Quote() | Clarify():
            return {}


def _candidate(candidate: Candidate) -> dict[str, Any]:
    hit = candidate.hit
    return {
        "answer_id": hit.answer.id,
        "question": hit.question,
        "confidence": candidate.confidence,
        "score": hit.score,
        "dense": hit.dense,
        "stated": hit.stated,
        "lexical": hit.lexical,
        "prior": hit.prior,
        "matched": hit.matched,
        "support": hit.support,
    }


def _passage(candidate: PassageCandidate) -> dict[str, Any]:
    """Enough to find it again: a page that is imported anew has other passages."""
    hit = candidate.hit
    return {
        "document": hit.passage.document,
        "passage": hit.passage.id,
        "heading": hit.passage.heading,
        "link": hit.passage.link,
        "text": hit.passage.text,
        "confidence": candidate.confidence,
        "nearest": hit.nearest,
        "headed": hit.headed,
        "stated": hit.stated,
        "matched": hit.matched,
        "margin": hit.margin,
    }


def _state(state: DialogState) -> dict[str, Any]:
    pending = state.pending
    return {
        "pending": pending and {"answer_id": pending.answer_id, "slot": pending.slot, "attempts": pending.attempts},
        "options": list(state.options),
        "clarified": state.clarified,
        "language": state.language,
        "question": state.question,
        "answered": state.answered,
        "asked": list(state.asked),
    }
