"""The Assistant: one message in, one Turn out. Synchronous, and without I/O but for look-ups and a phrasing endpoint that a team plugs in,
so Telegram, terminal, backtest and benchmarks call the same."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from bot.dialogue.action import Action, Answer, AskSlot, Chitchat, Clarify, Handoff, Quote
from bot.dialogue.decide import decide
from bot.dialogue.evidence import Evidence
from bot.dialogue.follow_up import corrects, others_last, without_lone
from bot.dialogue.fulfilment import Fulfilled, fulfil
from bot.dialogue.gathering import (
    LONGEST_UNDERSTOOD,
    AllFamiliar,
    AnswerSearch,
    Gatherer,
    NoDocuments,
    PassageSearch,
    Understanding,
    Vocabulary,
)
from bot.dialogue.lookups import Lookups, NoLookups
from bot.dialogue.message import CustomerMessage
from bot.dialogue.next_state import next_state, times_asked
from bot.dialogue.phrasing import NoPhrasing, Phrased, Phraser, phrased
from bot.dialogue.reply import options, reply_text
from bot.dialogue.shelf import Reader, Shelf
from bot.dialogue.slots import accepted, kind_of, mentioned_last
from bot.dialogue.state import DialogState
from bot.dialogue.suggestions import Foresight, NoForesight, asked_so_far, suggestions
from bot.dialogue.turn import Option, Turn
from bot.dialogue.why import reasons
from bot.dialogue.wording import WORDINGS, language_of_script, wording
from dialogs.record import Redacted
from nlu.language import language_of
from retrieval.confidence import Calibration


class Redaction(Protocol):
    def redact(self, text: str, known: Mapping[str, str], names: Collection[str] = (), *, previous: str = "") -> Redacted: ...


@dataclass(frozen=True, slots=True)
class Manners:
    """What the settings say about how to talk. `order_patterns`: what an order number must look like; none: as it may."""

    default_language: str = "en"
    slots_asked: tuple[str, ...] = ("order", "tracking")
    order_patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """A message as it was read: redacted, in which language, and the state with what it brought."""

    message: CustomerMessage
    text: str
    language: str
    """The customer's, as far as it can be told; the bot may have no words in it."""
    state: DialogState
    values: Mapping[str, str]
    """Of those that the customer gave, what may fill a slot."""


class Assistant:
    """Understands, searches, decides and words a reply. Holds nothing between messages: what it must remember is in the state."""

    def __init__(
        self,
        model: Understanding,
        retriever: AnswerSearch,
        calibration: Calibration,
        redactor: Redaction,
        manners: Manners | None = None,
        lookups: Lookups | None = None,
        vocabulary: Vocabulary | None = None,
        multilingual: bool = False,
        documents: PassageSearch | None = None,
        phraser: Phraser | None = None,
        foresight: Foresight | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._model = model
        self._retriever = retriever
        documents = documents or NoDocuments()
        self._thresholds = replace(calibration.thresholds, quote=documents.threshold)
        self._phraser = phraser or NoPhrasing()
        self._redactor = redactor
        self._manners = manners or Manners()
        self._lookups = lookups or NoLookups()
        self._foresight = foresight or NoForesight()
        shelf = self._shelf = Shelf(retriever.answers, self._lookups, self._manners.slots_asked)
        self._vocabulary = vocabulary or AllFamiliar()
        self._gatherer = Gatherer(model, retriever, calibration, shelf, self._vocabulary, multilingual, documents)
        self._now = now

    @property
    def versions(self) -> tuple[str, str]:
        """Of the model and of the index."""
        return self._model.version, self._retriever.version

    def reply(self, message: CustomerMessage, state: DialogState) -> Turn:
        started = time.perf_counter()
        read = self._read(message, state)
        reader = Reader(read.language, read.values, self._now())
        evidence = self._gatherer.evidence(message, read.text, read.state, reader)
        decided = decide(evidence, self._thresholds)
        done = fulfil(decided, read.state, read.values, self._lookups)
        worded = phrased(done.action, read.text[:LONGEST_UNDERSTOOD], self._spoken_to(read), self._phraser)
        return self._turn(read, reader, evidence, done, worded, (time.perf_counter() - started) * 1000)

    def _read(self, message: CustomerMessage, state: DialogState) -> _Reading:
        redacted = self._redactor.redact(message.text, state.values, message.names, previous=state.said)
        seen = self._spoken(message.text) or language_of_script(message.text) or state.language
        language = seen or message.language or self._manners.default_language
        values, usable = self._values(redacted, state)
        now = replace(state, values=values, language=seen)
        return _Reading(message, redacted.text, language, now, accepted(usable, self._manners.order_patterns))

    def _spoken(self, text: str) -> str | None:
        """A few words with a typo are easily taken for another language ("where is my oder"); the record's words tell better."""
        language = language_of(text)
        mistaken = language is not None and not self._vocabulary.has_language(language) and self._vocabulary.knows_most_of(text)
        return None if mistaken else language

    def _values(self, redacted: Redacted, state: DialogState) -> tuple[dict[str, str], dict[str, str]]:
        """The customer's values, and those that may fill a slot: after "no, the other order" not the one that was just spoken of."""
        values = mentioned_last(redacted.values, redacted.text)
        answer = None if state.answered is None else self._retriever.answers.get(state.answered)
        if answer is None or not corrects(redacted.text) or values != dict(state.values) or list(values) != list(state.values):
            return values, values
        kinds = tuple(dict.fromkeys(map(kind_of, answer.slots)))
        return others_last(values, kinds), without_lone(others_last(values, kinds), kinds)

    def _spoken_to(self, read: _Reading) -> str:
        """The customer's language, where the bot has words in it."""
        return read.language if read.language in WORDINGS else self._manners.default_language

    def _turn(
        self, read: _Reading, reader: Reader, evidence: Evidence, done: Fulfilled, worded: Phrased, latency_ms: float
    ) -> Turn:
        action, answer = done.action, done.action.candidate.hit.answer if isinstance(done.action, Answer) else None
        again = isinstance(action, AskSlot) and times_asked(read.state, action.candidate.hit.answer.id) > 0
        spoken = self._spoken_to(read)
        words = wording(spoken)
        reply = reply_text(action, words, read.values, done.results, asked_before=again, phrased=worded.text)
        recorded = self._recorded(reply_text(action, words, read.values, {}, asked_before=again, phrased=worded.text), action, read)
        why = reasons(action, evidence, self._thresholds)
        trouble = done.trouble or worded.trouble
        asked = asked_so_far(action, read.state)
        suggested = suggestions(action, asked, self._foresight, self._shelf, reader)
        return Turn(
            message=read.message,
            text=read.text,
            action=action,
            reply=reply,
            reply_redacted=recorded,
            state=_offering(replace(next_state(action, evidence, read.state), said=recorded, asked=asked), suggested),
            confidence=_confidence(action),
            options=options(action),
            nlu=evidence.nlu,
            candidates=evidence.candidates,
            language=spoken,
            model=self._model.version,
            index=self._retriever.version,
            latency_ms=latency_ms,
            reasons=(*why, trouble) if trouble else why,
            attachments=answer.attachments if answer else (),
            buttons=answer.buttons if answer else (),
            suggestions=suggested,
            passages=action.passages if isinstance(action, Quote) else (),
        )

    def _recorded(self, reply: str, action: Action, read: _Reading) -> str:
        """The reply as it may be recorded: without the customer's values, and without what a look-up gave, which may be personal too.
        A page is public and was worded without the customer's values: it stays."""
        if isinstance(action, Quote):
            return reply
        return self._redactor.redact(reply, read.state.values, read.message.names).text


def _offering(state: DialogState, suggested: tuple[Option, ...]) -> DialogState:
    """So that the number of a suggestion can be typed, as that of any option."""
    return replace(state, options=tuple(option.answer_id for option in suggested)) if suggested else state


def _confidence(action: Action) -> float:
    match action:
        case Answer(candidate) | AskSlot(candidate):
            return candidate.confidence
        case Quote(passages):
            return passages[0].confidence
        case Clarify(options):
            return options[0].confidence
        case Chitchat() | Handoff():
            return 0.0
