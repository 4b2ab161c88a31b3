"""A turn as `ask` and `chat` show it: as JSON with the fields that outside checks rely on, and in words."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bot.dialogue.action import AskSlot, Handoff, action_name, answered_with
from bot.dialogue.turn import Turn
from bot.dialogue.understood import understood
from nlu.explanation import Explanation
from retrieval.hit import Candidate
from retrieval.passage import PassageCandidate

MOST_INTENTS = 10
MOST_SOURCES_IN_WORDS = 3
MOST_WORDS = 6
LIGHTEST_WORD = 0.005
"""Words that weigh less are not worth a mention."""


def turn_json(turn: Turn, explanation: Explanation | None = None) -> dict[str, Any]:
    """With `explanation` where somebody asked why."""
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
        "suggestions": [{"answer_id": option.answer_id, "title": option.title} for option in turn.suggestions],
        "attachments": [{"kind": item.kind, "name": item.name} for item in turn.attachments],
        "buttons": [{"title": button.title, "url": button.url} for button in turn.buttons],
        "sources": [{"dialog": source.dialog, "message": source.message} for source in candidate.hit.answer.sources]
        if candidate
        else [],
        "passages": [_passage_json(item) for item in turn.passages],
        "link": turn.passages[0].hit.passage.link if turn.passages else None,
        "reason": turn.action.reason.value if isinstance(turn.action, Handoff) else None,
        "slot": turn.action.slot if isinstance(turn.action, AskSlot) else None,
        "language": turn.language,
        "model": turn.model,
        "index": turn.index,
        "latency_ms": round(turn.latency_ms, 3),
    } | ({"reasons": list(turn.reasons), "explanation": asdict(explanation)} if explanation else {})


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


def _passage_json(candidate: PassageCandidate) -> dict[str, Any]:
    passage = candidate.hit.passage
    return {
        "document": passage.document,
        "title": passage.title,
        "section": list(passage.path),
        "link": passage.link,
        "text": passage.text,
        "confidence": candidate.confidence,
    }


def turn_words(turn: Turn, explanation: Explanation | None = None, *, why: bool = False) -> str:
    """The reply, its buttons, and one line on how sure it is and where it comes from; with `why`, every reason."""
    lines = [
        turn.reply,
        *(f"  [{item.kind} {item.name}]" for item in turn.attachments),
        *(f"  {button.title}: {button.url}" for button in turn.buttons),
        *(f"  {number}. {option.title}" for number, option in enumerate((*turn.options, *turn.suggestions), start=1)),
        _one_line(turn),
    ]
    reasons = (*turn.reasons, *_explained(explanation)) if explanation else turn.reasons
    return "\n".join([*lines, *(f"   · {reason}" for reason in reasons)] if why else lines)


def _explained(explanation: Explanation) -> Iterator[str]:
    heavy = [item for item in explanation.words if abs(item.weight) >= LIGHTEST_WORD][:MOST_WORDS]
    if heavy:
        yield f"What weighed for {explanation.intent.name}: {', '.join(f'{item.word} ({item.weight:+.1%})' for item in heavy)}."
    for near in explanation.nearest:
        yield f"It learned from “{near.text}” ({near.intent}, cosine {near.cosine:.3f})."


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
    if turn.passages:
        parts.append(f"from document {turn.passages[0].hit.passage.document}")
    return f"  [{' · '.join(parts)}]"
