"""The decision: evidence and thresholds in, an action out. Pure, so that what the bot would do can be replayed and tested."""

from bot.dialogue.action import Action, Answer, AskSlot, Chitchat, Clarify, Handoff, HandoffReason, Quote, SmallTalk
from bot.dialogue.evidence import Evidence
from bot.dialogue.slots import missing
from retrieval.confidence import Thresholds
from retrieval.hit import Candidate

MOST_OPTIONS = 4
LEAST_OPTIONS = 2
MOST_CLARIFICATIONS = 2
"""Asking back a third time in a row tells the customer that nobody understands them."""
MOST_SLOT_ATTEMPTS = 2


def decide(evidence: Evidence, thresholds: Thresholds) -> Action:
    """Rules in order of who must be heard first: the wish for a human, a choice, a correction, a value asked for, small talk, the question."""
    if evidence.wants_human:
        return Handoff(HandoffReason.ASKED_FOR_HUMAN)
    if evidence.chosen is not None:
        return _answer(evidence.chosen, evidence)
    if evidence.corrected is not None:
        return _answer(evidence.corrected, evidence)
    if evidence.awaited is not None and (action := _with_awaited(evidence, evidence.awaited, thresholds)) is not None:
        return action
    if evidence.small_talk is not None:
        return _small_talk(evidence.small_talk, evidence)
    return _question(evidence, thresholds)


def _small_talk(kind: SmallTalk, evidence: Evidence) -> Action:
    if kind is SmallTalk.WORDLESS and evidence.attachments:
        return Handoff(HandoffReason.NOT_READABLE)
    return Chitchat(kind)


def _with_awaited(evidence: Evidence, awaited: Candidate, thresholds: Thresholds) -> Action | None:
    """The value came: answer. It did not: ask once more, unless the customer has gone on to another question (None)."""
    pending = evidence.state.pending
    assert pending is not None
    if pending.slot not in missing(awaited.hit.answer.slots, evidence.values):
        return _answer(awaited, evidence)
    other = evidence.candidates[:1]
    if other and other[0].hit.answer.id != awaited.hit.answer.id and other[0].confidence >= thresholds.answer:
        return None
    if _quote(evidence, thresholds) is not None:
        return None
    if pending.attempts >= MOST_SLOT_ATTEMPTS:
        return Handoff(HandoffReason.SLOT_MISSING)
    return AskSlot(awaited, pending.slot)


def _question(evidence: Evidence, thresholds: Thresholds) -> Action:
    """What staff answered comes first, then what the help pages say: a clear passage helps more than being asked back."""
    if evidence.foreign:
        return Handoff(HandoffReason.FOREIGN_LANGUAGE)
    quote = _quote(evidence, thresholds)
    if not evidence.candidates:
        return quote or Handoff(HandoffReason.OUT_OF_SCOPE if _doubtful(evidence, thresholds) else HandoffReason.UNSURE)
    if evidence.torn:
        return _asked_back(evidence.candidates, evidence)
    best = evidence.candidates[0]
    if best.confidence >= thresholds.answer:
        return _answer(best, evidence)
    if quote is not None:
        return quote
    if _doubtful(evidence, thresholds):
        return Handoff(HandoffReason.OUT_OF_SCOPE)
    return _asked_back(_options(evidence.candidates, thresholds), evidence)


def _quote(evidence: Evidence, thresholds: Thresholds) -> Quote | None:
    sure = tuple(passage for passage in evidence.passages if passage.confidence >= thresholds.quote)
    return Quote(sure) if sure else None


def _asked_back(options: tuple[Candidate, ...], evidence: Evidence) -> Action:
    if LEAST_OPTIONS <= len(options) <= MOST_OPTIONS and evidence.state.clarified < MOST_CLARIFICATIONS:
        return Clarify(options)
    return Handoff(HandoffReason.UNSURE)


def _doubtful(evidence: Evidence, thresholds: Thresholds) -> bool:
    """Of a follow-up its own words say too little to tell."""
    return not evidence.joined and evidence.nlu is not None and evidence.nlu.judging.out_of_scope > thresholds.out_of_scope


def _options(candidates: tuple[Candidate, ...], thresholds: Thresholds) -> tuple[Candidate, ...]:
    """One candidate an intent, those above the clarify threshold; a lone one gets the runner-up beside it, for one button is no question."""
    distinct: dict[str, Candidate] = {}
    for candidate in candidates:
        distinct.setdefault(candidate.hit.answer.intent or f"answer {candidate.hit.answer.id}", candidate)
    likely = tuple(candidate for candidate in distinct.values() if candidate.confidence >= thresholds.clarify)
    return tuple(distinct.values())[:LEAST_OPTIONS] if len(likely) == 1 else likely


def _answer(candidate: Candidate, evidence: Evidence) -> Action:
    absent = missing(candidate.hit.answer.slots, evidence.values)
    return AskSlot(candidate, absent[0]) if absent else Answer(candidate)
