"""A turn as `ask` and `chat` show it: as JSON with the fields that outside checks rely on, and in words."""

from typing import Any

from bot.dialogue.action import AskSlot, Handoff, action_name, answered_with
from bot.dialogue.turn import Turn
from bot.dialogue.understood import understood
from retrieval.hit import Candidate

MOST_INTENTS = 10
MOST_SOURCES_IN_WORDS = 3


def turn_json(turn: Turn) -> dict[str, Any]:
    candidate = answered_with(turn.action)
    nlu = turn.nlu
    return {
        "text": turn.text,
        "action": action_name(turn.action),
        "reply": turn.reply,
        "answer_id": candidate.hit.answer.id if candidate else None,
        "confidence": turn.confidence,
        "intent": nlu.intent if nlu else None,
        "intents": [{"name": item.name, "confidence": item.confidence} for item in nlu.intents[:MOST_INTENTS]] if nlu else [],
        "out_of_scope": nlu.out_of_scope if nlu else 0.0,
        **understood(nlu, turn.state.values),
        "hits": [_hit_json(item) for item in turn.candidates],
        "options": [{"answer_id": option.answer_id, "title": option.title} for option in turn.options],
        "sources": [{"dialog": source.dialog, "message": source.message} for source in candidate.hit.answer.sources]
        if candidate
        else [],
        "reason": turn.action.reason.value if isinstance(turn.action, Handoff) else None,
        "slot": turn.action.slot if isinstance(turn.action, AskSlot) else None,
        "language": turn.language,
        "model": turn.model,
        "index": turn.index,
        "latency_ms": round(turn.latency_ms, 3),
    }


def _hit_json(candidate: Candidate) -> dict[str, Any]:
    hit = candidate.hit
    return {
        "answer_id": hit.answer.id,
        "score": hit.score,
        "question": hit.question,
        "confidence": candidate.confidence,
        "intent": hit.answer.intent,
        "dense": hit.dense,
        "lexical": hit.lexical,
    }


def turn_words(turn: Turn, *, why: bool = False) -> str:
    """The reply, its buttons, and one line on how sure it is and where it comes from; with `why`, every reason."""
    lines = [turn.reply, *(f"  {number}. {option.title}" for number, option in enumerate(turn.options, start=1)), _one_line(turn)]
    return "\n".join([*lines, *(f"   · {reason}" for reason in turn.reasons)] if why else lines)


def _one_line(turn: Turn) -> str:
    parts = [action_name(turn.action)]
    candidate = answered_with(turn.action)
    if turn.nlu is not None:
        parts.append(f"confidence {turn.confidence:.0%}" if turn.confidence else "not sure enough")
        parts.append(f"intent {turn.nlu.intent}")
    if candidate is not None and candidate.hit.answer.sources:
        shown = [f"{source.dialog}" for source in candidate.hit.answer.sources[:MOST_SOURCES_IN_WORDS]]
        more = len({source.dialog for source in candidate.hit.answer.sources}) - len(set(shown))
        parts.append(f"from dialog {', '.join(dict.fromkeys(shown))}{f' and {more} more' if more > 0 else ''}")
    return f"  [{' · '.join(parts)}]"
