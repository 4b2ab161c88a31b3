"""Why the bot did what it did, in words: read off a turn's recorded numbers, nothing is computed again."""

from collections.abc import Iterator

from bot.dialogue.action import Action, Answer, AskSlot, Chitchat, Clarify, Handoff, Quote
from bot.dialogue.evidence import Evidence
from nlu.result import NluResult
from retrieval.confidence import Thresholds


def reasons(action: Action, evidence: Evidence, thresholds: Thresholds) -> tuple[str, ...]:
    """Sentences: what was understood, what was found, what it was compared with."""
    joined = (f"By itself it says too little, so it was searched for as “{evidence.asked}”.",) if evidence.joined else ()
    found = (*_found(evidence), *_read(evidence, thresholds))
    return (*_understood(evidence, thresholds), *joined, *found, _decided(action, evidence, thresholds))


def _understood(evidence: Evidence, thresholds: Thresholds) -> tuple[str, ...]:
    if evidence.nlu is None or not evidence.nlu.intents:
        return ()
    first, *rest = evidence.nlu.intents
    second = f", then {rest[0].name} at {rest[0].confidence:.1%}" if rest else ""
    doubt = evidence.nlu.judging.out_of_scope
    side = "above" if doubt > thresholds.out_of_scope else "within"
    found = (
        f"The intent is {first.name} with probability {first.confidence:.1%}{second}.",
        f"The out-of-scope score is {doubt:.3f}, {side} the limit of {thresholds.out_of_scope:.3f}.",
    )
    return (*found, *_besides(evidence.nlu))


def _besides(nlu: NluResult) -> Iterator[str]:
    if nlu.parts:
        asked = " and ".join(f"“{part.text}” ({part.intent.name}, {part.intent.confidence:.1%})" for part in nlu.parts)
        yield f"The message asks for {len(nlu.parts)} things: {asked}."
    if nlu.entities:
        yield f"It gives {', '.join(f'{entity.kind} {entity.normal}' for entity in nlu.entities)}."
    mood = f", mood {nlu.sentiment.mood} ({nlu.sentiment.score:+.2f})" if nlu.sentiment is not None else ""
    if nlu.language is not None:
        yield f"The language is {nlu.language}{mood}."


def _found(evidence: Evidence) -> tuple[str, ...]:
    if not evidence.candidates:
        return ("No approved answer was found for it.",) if evidence.nlu is not None else ()
    best = evidence.candidates[0]
    sources = len(best.hit.answer.sources)
    words = (
        f"The closest known question is “{best.hit.question}” (cosine {best.hit.dense:.3f}, words {best.hit.lexical:.2f}), "
        f"whose answer {best.hit.answer.id} comes from {sources} message{'' if sources == 1 else 's'} of the record."
    )
    return (words,)


def _read(evidence: Evidence, thresholds: Thresholds) -> tuple[str, ...]:
    if not evidence.passages:
        return ()
    best = evidence.passages[0]
    words = (
        f"The closest passage of the documents stands under “{best.hit.passage.heading}” (cosine {best.hit.nearest:.3f}, "
        f"words {best.hit.matched:.2f}): confidence {best.confidence:.1%}, quoted from {thresholds.quote:.1%} on."
    )
    return (words,)


def _decided(action: Action, evidence: Evidence, thresholds: Thresholds) -> str:
    match action:
        case Answer(candidate) if evidence.chosen is candidate:
            return "The customer chose this answer from the options."
        case Answer(candidate) if evidence.corrected is candidate:
            return "The customer corrected which one is meant, so the answer before is sent again for the other."
        case Answer(candidate) if evidence.awaited is candidate:
            return "The value that was asked for is there, so the waiting answer is sent."
        case Answer(candidate):
            return (
                f"It is right with confidence {candidate.confidence:.1%}, at least the {thresholds.answer:.1%} needed: it is sent."
            )
        case Quote(passages):
            surest = (
                f" The surest answer has confidence {evidence.candidates[0].confidence:.1%}, less than {thresholds.answer:.1%}."
            )
            least = surest if evidence.candidates else ""
            return f"No answer is sure enough, so the page is quoted, with confidence {passages[0].confidence:.1%}.{least}"
        case AskSlot(candidate, slot, unknown=True):
            return f"Nothing is known under the customer's {slot}, which answer {candidate.hit.answer.id} needs: it is asked for again."
        case AskSlot(candidate, slot):
            return f"Answer {candidate.hit.answer.id} needs the customer's {slot}, which is not there yet: it is asked for."
        case Clarify() if evidence.torn:
            return "By itself the message points to another answer than with the dialog so far, so the customer is asked which."
        case Clarify(candidates):
            surest = f"{candidates[0].confidence:.1%}"
            return f"The surest answer has confidence {surest}, less than {thresholds.answer:.1%}; {len(candidates)} are possible, so the customer is asked which."
        case Chitchat(kind):
            return f"The whole message is small talk ({kind.value})."
        case Handoff(reason):
            best = f" The surest answer has confidence {evidence.candidates[0].confidence:.1%}." if evidence.candidates else ""
            return f"A human takes over ({reason.value}).{best} An answer needs {thresholds.answer:.1%}, a question back {thresholds.clarify:.1%}."
