"""Gathering evidence: everything that is known about a message before anything is decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.dialogue.evidence import Evidence
from bot.dialogue.message import CustomerMessage
from bot.dialogue.shelf import Reader, Shelf
from bot.dialogue.small_talk import small_talk, wants_human
from bot.dialogue.state import DialogState
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


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Understands and searches. `shelf` says which of the answers found may be sent to this customer."""

    model: Understanding
    retriever: AnswerSearch
    calibration: Calibration
    shelf: Shelf

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
        nlu, found = self._found(text, reader)
        return Evidence(state, nlu, found, awaited=self._awaited(state, reader), values=reader.values)

    def _found(self, text: str, reader: Reader) -> tuple[NluResult, tuple[Candidate, ...]]:
        nlu = self.model.parse(text)
        hits = self.retriever.search(text, nlu.vector, {score.name: score.confidence for score in nlu.intents})
        return nlu, candidates(nlu, self.shelf.usable(hits, reader), self.calibration)

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
