"""The Assistant: one message in, one Turn out. Synchronous and without I/O, so Telegram, terminal, backtest and benchmarks call the same."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.dialogue.action import Action, Answer, AskSlot, Chitchat, Clarify, Handoff
from bot.dialogue.decide import decide
from bot.dialogue.evidence import Evidence
from bot.dialogue.message import CustomerMessage
from bot.dialogue.reply import options, reply_text
from bot.dialogue.slots import missing, take_bare_value
from bot.dialogue.small_talk import small_talk, wants_human
from bot.dialogue.state import DialogState, PendingSlot
from bot.dialogue.turn import Turn
from bot.dialogue.why import reasons
from bot.dialogue.wording import WORDINGS, language_of, wording
from dialogs.record import Redacted
from nlu.result import NluResult, Vector
from retrieval.confidence import Calibration, candidates
from retrieval.hit import AnswerTemplate, Candidate, Hit

LONGEST_UNDERSTOOD = 2_000
"""Characters of a message that are understood; what is longer is recorded whole, but its question stands at the beginning."""


class Understanding(Protocol):
    @property
    def version(self) -> str: ...

    def parse(self, text: str) -> NluResult: ...


class AnswerSearch(Protocol):
    @property
    def version(self) -> str: ...

    @property
    def answers(self) -> Mapping[int, AnswerTemplate]: ...

    def search(self, query: str, vector: Vector, prior: Mapping[str, float]) -> tuple[Hit, ...]: ...


class Redaction(Protocol):
    def redact(self, text: str, known: Mapping[str, str], names: Collection[str] = ()) -> Redacted: ...


@dataclass(frozen=True, slots=True)
class Manners:
    """What the settings say about how to talk."""

    default_language: str = "en"
    slots_asked: tuple[str, ...] = ("order", "tracking")


class Assistant:
    """Understands, searches, decides and words a reply. Holds nothing between messages: what it must remember is in the state."""

    def __init__(
        self,
        model: Understanding,
        retriever: AnswerSearch,
        calibration: Calibration,
        redactor: Redaction,
        manners: Manners | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._model = model
        self._retriever = retriever
        self._calibration = calibration
        self._redactor = redactor
        self._manners = manners or Manners()
        self._now = now

    @property
    def versions(self) -> tuple[str, str]:
        """Of the model and of the index."""
        return self._model.version, self._retriever.version

    def reply(self, message: CustomerMessage, state: DialogState) -> Turn:
        started = time.perf_counter()
        redacted = self._redactor.redact(message.text, state.values, message.names)
        if state.pending is not None:
            redacted = take_bare_value(redacted, state.pending.slot)
        evidence = self._evidence(message, redacted, state)
        action = decide(evidence, self._calibration.thresholds)
        return self._turn(message, redacted, evidence, action, (time.perf_counter() - started) * 1000)

    def _evidence(self, message: CustomerMessage, redacted: Redacted, state: DialogState) -> Evidence:
        text = redacted.text[:LONGEST_UNDERSTOOD]
        chosen = self._chosen(message, state)
        talk = small_talk(text)
        human = wants_human(text)
        if chosen is not None or human or talk is not None:
            return Evidence(
                state,
                chosen=chosen,
                wants_human=human and chosen is None,
                small_talk=talk,
                attachments=bool(message.attachments),
                values=redacted.values,
            )
        nlu = self._model.parse(text)
        hits = self._retriever.search(text, nlu.vector, {score.name: score.confidence for score in nlu.intents})
        found = candidates(nlu, [hit for hit in hits if self._usable(hit.answer, redacted.values)], self._calibration)
        return Evidence(state, nlu, found, awaited=self._awaited(state), values=redacted.values)

    def _usable(self, answer: AnswerTemplate, values: Mapping[str, str]) -> bool:
        """Not expired, and nothing in it that the customer neither gave nor can be asked for."""
        return not answer.expired(self._now()) and set(missing(answer.slots, values)) <= set(self._manners.slots_asked)

    def _chosen(self, message: CustomerMessage, state: DialogState) -> Candidate | None:
        """The option that was pressed, or typed as its number."""
        typed = message.text.strip().rstrip(".)")
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 1 else 0
        answer_id = (
            message.choice
            if message.choice is not None
            else state.options[number - 1]
            if 0 < number <= len(state.options)
            else None
        )
        return None if answer_id is None else self._by_id(answer_id)

    def _awaited(self, state: DialogState) -> Candidate | None:
        return None if state.pending is None else self._by_id(state.pending.answer_id)

    def _by_id(self, answer_id: int) -> Candidate | None:
        """An answer that the customer confirmed: its confidence is 1. None if it was suspended or has expired since."""
        answer = self._retriever.answers.get(answer_id)
        if answer is None or answer.expired(self._now()):
            return None
        return Candidate(Hit(answer, answer.title, score=1.0, dense=0.0, lexical=0.0, prior=0.0), confidence=1.0)

    def _turn(self, message: CustomerMessage, redacted: Redacted, evidence: Evidence, action: Action, latency_ms: float) -> Turn:
        language = self._language(message, evidence.nlu)
        pending = evidence.state.pending
        again = isinstance(action, AskSlot) and pending is not None and pending.answer_id == action.candidate.hit.answer.id
        reply = reply_text(action, wording(language), redacted.values, asked_before=again)
        return Turn(
            message=message,
            text=redacted.text,
            action=action,
            reply=reply,
            reply_redacted=self._redactor.redact(reply, redacted.values, message.names).text,
            state=_next_state(action, evidence, redacted.values),
            confidence=_confidence(action),
            options=options(action),
            nlu=evidence.nlu,
            candidates=evidence.candidates,
            language=language,
            model=self._model.version,
            index=self._retriever.version,
            latency_ms=latency_ms,
            reasons=reasons(action, evidence, self._calibration.thresholds),
        )

    def _language(self, message: CustomerMessage, nlu: NluResult | None) -> str:
        """The customer's, where it is known and the bot has words in it."""
        told = nlu.language if nlu is not None else None
        return told if told in WORDINGS else language_of(message.text, self._manners.default_language)


def _confidence(action: Action) -> float:
    match action:
        case Answer(candidate) | AskSlot(candidate, _):
            return candidate.confidence
        case Clarify(options):
            return options[0].confidence
        case Chitchat() | Handoff():
            return 0.0


def _next_state(action: Action, evidence: Evidence, values: Mapping[str, str]) -> DialogState:
    match action:
        case Clarify(found):
            return DialogState(values, options=tuple(item.hit.answer.id for item in found), clarified=evidence.state.clarified + 1)
        case AskSlot(candidate, slot):
            pending, answer_id = evidence.state.pending, candidate.hit.answer.id
            attempts = pending.attempts + 1 if pending is not None and pending.answer_id == answer_id else 1
            return DialogState(values, pending=PendingSlot(answer_id, slot, attempts))
        case Chitchat():
            return DialogState(values, evidence.state.pending, evidence.state.options, evidence.state.clarified)
        case Answer() | Handoff():
            return DialogState(values)
