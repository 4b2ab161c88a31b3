"""Gathering evidence: everything that is known about a message before anything is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bot.dialogue.evidence import Evidence
from bot.dialogue.follow_up import corrects, refers_back, with_context
from bot.dialogue.message import CustomerMessage
from bot.dialogue.shelf import Reader, Shelf
from bot.dialogue.small_talk import small_talk, wants_human
from bot.dialogue.state import DialogState
from nlu.context import in_context
from nlu.result import NluResult, Vector
from retrieval.confidence import Calibration, candidates
from retrieval.hit import AnswerTemplate, Candidate, Hit
from retrieval.passage import PassageCandidate

LONGEST_UNDERSTOOD = 2_000
"""Characters of a message that are understood; what is longer is recorded whole, but its question stands at the beginning."""

RIVAL = 0.3
"""Confidence with which a follow-up by itself must point to another answer than with the dialog so far, for the two to stand against
each other. Chosen on the split "dev" of benchmarks/data/multi_turn.jsonl."""


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


class PassageSearch(Protocol):
    """The documents."""

    @property
    def threshold(self) -> float:
        """The least confidence of a passage that is quoted; above 1, none is."""

    def find(self, query: str, vector: Vector, language: str | None) -> tuple[PassageCandidate, ...]:
        """Best first. `language`: the customer's."""


@dataclass(frozen=True, slots=True)
class NoDocuments:
    """Where the record has none."""

    @property
    def threshold(self) -> float:
        return 2.0

    def find(self, query: str, vector: Vector, language: str | None) -> tuple[PassageCandidate, ...]:
        return ()


class Vocabulary(Protocol):
    def unfamiliar(self, text: str) -> tuple[str, ...]:
        """The words of the text that no question and no answer of the record has."""

    def knows_most_of(self, text: str) -> bool: ...

    def has_language(self, language: str) -> bool:
        """Whether the record has answers in it."""


@dataclass(frozen=True, slots=True)
class AllFamiliar:
    """Where the record's words are not known."""

    def unfamiliar(self, text: str) -> tuple[str, ...]:
        return ()

    def knows_most_of(self, text: str) -> bool:
        return True

    def has_language(self, language: str) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Understands and searches. `shelf` says which of the answers found may be sent to this customer. `multilingual`: whether the model
    reads languages that the record does not have."""

    model: Understanding
    retriever: AnswerSearch
    calibration: Calibration
    shelf: Shelf
    vocabulary: Vocabulary = AllFamiliar()
    multilingual: bool = False
    documents: PassageSearch = NoDocuments()

    def evidence(self, message: CustomerMessage, redacted: str, state: DialogState, reader: Reader) -> Evidence:
        """`redacted` is the message's text without personal values."""
        text = redacted[:LONGEST_UNDERSTOOD]
        chosen = self._chosen(message, state, reader)
        talk = small_talk(text)
        human = wants_human(text)
        if chosen is not None or human or talk is not None:
            return Evidence(
                state,
                chosen=chosen,
                wants_human=human and chosen is None,
                small_talk=talk,
                attachments=bool(message.attachments),
                values=reader.values,
            )
        if (corrected := self._corrected(text, state, reader)) is not None:
            return Evidence(state, corrected=corrected, values=reader.values)
        return self._question(text, state, reader)

    def _question(self, text: str, state: DialogState, reader: Reader) -> Evidence:
        """By itself; where that says too little and it may refer back, with what was asked before."""
        nlu, found = self._found(text, reader)
        foreign = self._foreign(text, nlu)
        alone = Evidence(state, nlu, found, awaited=self._awaited(state, reader), values=reader.values, asked=text, foreign=foreign)
        sure = bool(found) and found[0].confidence >= self.calibration.thresholds.answer
        if foreign or sure:
            return alone
        alone = replace(alone, passages=self.documents.find(text, nlu.vector, reader.language))
        if not state.question or not refers_back(text):
            return alone
        return self._follow_up(alone, with_context(state.question, text), reader)

    def _foreign(self, text: str, nlu: NluResult) -> bool:
        """A short text with a typo may be taken for another language, but then most of its words are known."""
        strange = nlu.language is not None and not self.vocabulary.has_language(nlu.language)
        return strange and not self.multilingual and not self.vocabulary.knows_most_of(text)

    def _follow_up(self, alone: Evidence, joined: str, reader: Reader) -> Evidence:
        """What was found with the dialog so far. The question before must not carry an answer through that the new one did not ask
        for: its own words must be such as the record knows, unless the message by itself points to the same answer; where it points
        to another, the two are torn."""
        _, found = self._found(joined, reader, near=self._so_far(alone))
        if not found:
            return alone
        best, rival = found[0], alone.candidates[0] if alone.candidates else None
        context = replace(alone, candidates=found, asked=joined, joined=True)
        same = rival is not None and rival.hit.answer.id == best.hit.answer.id
        strange = self.vocabulary.unfamiliar(alone.asked)
        if strange and (not same or self._doubtful(alone)):
            return alone
        if not same and rival is not None and rival.confidence >= self._least_rival(best, alone.state):
            return replace(context, candidates=(best, rival), torn=True)
        return context

    def _so_far(self, alone: Evidence) -> Vector | None:
        """What is near to the message by itself and to the message in its dialog, the bot's own words included: replies were found by
        such vectors more often than with the question before alone (docs/answers.md)."""
        if alone.nlu is None:
            return None
        earlier = [said for said in (alone.state.question, alone.state.said) if said]
        whole = self.model.parse(in_context(alone.asked, earlier)[:LONGEST_UNDERSTOOD])
        return _between(whole.judging.vector, alone.nlu.judging.vector)

    def _least_rival(self, best: Candidate, state: DialogState) -> float:
        """Who has just read an answer hardly asks for it again: against that one, any option that may be offered stands."""
        return self.calibration.thresholds.clarify if best.hit.answer.id == state.answered else RIVAL

    def _doubtful(self, alone: Evidence) -> bool:
        return alone.nlu is not None and alone.nlu.judging.out_of_scope > self.calibration.thresholds.out_of_scope

    def _corrected(self, text: str, state: DialogState, reader: Reader) -> Candidate | None:
        if state.answered is None or not corrects(text):
            return None
        taken = self.shelf.taken(state.answered, reader)
        return taken if taken is not None and taken.hit.answer.slots else None

    def _found(self, text: str, reader: Reader, *, near: Vector | None = None) -> tuple[NluResult, tuple[Candidate, ...]]:
        """`near`: the vector to search with, where it is not the text's own."""
        nlu = self.model.parse(text)
        judging = nlu.judging
        vector = judging.vector if near is None else near
        hits = self.retriever.search(text, vector, {score.name: score.confidence for score in judging.intents})
        return nlu, candidates(judging, self.shelf.usable(hits, reader), self.calibration)

    def _chosen(self, message: CustomerMessage, state: DialogState, reader: Reader) -> Candidate | None:
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
        return None if answer_id is None else self.shelf.taken(answer_id, reader)

    def _awaited(self, state: DialogState, reader: Reader) -> Candidate | None:
        return None if state.pending is None else self.shelf.taken(state.pending.answer_id, reader)


def _between(one: Vector, other: Vector) -> Vector:
    """The vector whose cosine with any third is the mean of these two's, but for a factor."""
    both = one + other
    return both / max(float((both @ both) ** 0.5), 1e-12)
