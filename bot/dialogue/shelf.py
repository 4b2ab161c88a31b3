"""The answers as they may be sent to one customer: valid, in their language, with what can be filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.dialogue.lookups import Lookups, slots_needed
from bot.dialogue.slots import missing
from retrieval.hit import AnswerTemplate, Candidate, Hit


@dataclass(frozen=True, slots=True)
class Reader:
    """Who an answer is for: `values` are theirs, by placeholder."""

    language: str
    values: Mapping[str, str]
    now: datetime


@dataclass(frozen=True, slots=True)
class Shelf:
    """`slots_asked`: kinds of value that a customer may be asked for."""

    answers: Mapping[int, AnswerTemplate]
    lookups: Lookups
    slots_asked: tuple[str, ...]
    variants: dict[tuple[int, str], AnswerTemplate] = field(init=False)
    """By the original's id and language: the same answer in another language."""

    def __post_init__(self) -> None:
        translated = {answer.translation_of for answer in self.answers.values() if answer.translation_of is not None}
        variants = {
            (answer.original, answer.language): answer
            for answer in self.answers.values()
            if answer.language is not None and answer.original in translated
        }
        object.__setattr__(self, "variants", variants)

    def usable(self, hits: Iterable[Hit], reader: Reader) -> list[Hit]:
        """The hits whose answers may be sent, in the reader's language where there is one, each answer once."""
        found: dict[int, Hit] = {}
        for hit in hits:
            answer = self._prepared(hit.answer, reader)
            if answer is not None and set(missing(answer.slots, reader.values)) <= set(self.slots_asked):
                found.setdefault(answer.original, replace(hit, answer=answer))
        return list(found.values())

    def taken(self, answer_id: int, reader: Reader) -> Candidate | None:
        """An answer that the customer confirmed: its confidence is 1. None if it was suspended or has expired since."""
        answer = self.answers.get(answer_id)
        prepared = None if answer is None else self._prepared(answer, reader)
        if prepared is None:
            return None
        return Candidate(Hit(prepared, prepared.title, score=1.0, dense=0.0, lexical=0.0, prior=0.0), confidence=1.0)

    def _prepared(self, answer: AnswerTemplate, reader: Reader) -> AnswerTemplate | None:
        """In the reader's language, with the slots that its look-ups need; None where it has expired or a look-up is not there."""
        variant = self.variants.get((answer.original, reader.language))
        if variant is not None and not variant.expired(reader.now):
            answer = variant
        slots = slots_needed(answer, self.lookups)
        return None if slots is None or answer.expired(reader.now) else replace(answer, slots=slots)
