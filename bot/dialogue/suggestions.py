"""Questions that may come next, offered below an answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.dialogue.action import Action, Answer
from bot.dialogue.reply import cut
from bot.dialogue.shelf import Reader, Shelf
from bot.dialogue.slots import missing
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Option

MOST = 3
REMEMBERED = 20
"""Intents that a state keeps of a customer."""


class Foresight(Protocol):
    def best(self, before: "tuple[str, ...]", k: int = MOST, without: "tuple[str, ...]" = ()) -> tuple[str, ...]:
        """The likeliest next intents, given those asked before, the latest last."""


@dataclass(frozen=True, slots=True)
class NoForesight:
    """Where the record does not tell what comes next."""

    def best(self, before: "tuple[str, ...]", k: int = MOST, without: "tuple[str, ...]" = ()) -> tuple[str, ...]:
        return ()


def asked_so_far(action: Action, state: DialogState) -> tuple[str, ...]:
    """The customer's intents with that of the answer they get now; the same twice in a row is one."""
    intent = action.candidate.hit.answer.intent if isinstance(action, Answer) else None
    if intent is None or state.asked[-1:] == (intent,):
        return state.asked
    return (*state.asked, intent)[-REMEMBERED:]


def suggestions(action: Action, asked: tuple[str, ...], foresight: Foresight, shelf: Shelf, reader: Reader) -> tuple[Option, ...]:
    """At most MOST questions, each with the answer that a tap on it gives; only answers that need nothing more from the customer."""
    if not isinstance(action, Answer) or not asked:
        return ()
    return tuple(_options(foresight.best(asked, MOST, without=asked[-1:]), shelf, reader))


def _options(intents: tuple[str, ...], shelf: Shelf, reader: Reader) -> Iterator[Option]:
    for intent in intents:
        given = [answer for answer in shelf.answers.values() if answer.intent == intent and answer.translation_of is None]
        for answer in sorted(given, key=lambda answer: (-len(answer.sources), answer.id))[:1]:
            taken = shelf.taken(answer.id, reader)
            if taken is not None and not missing(taken.hit.answer.slots, reader.values) and (title := taken.hit.answer.title):
                yield Option(answer.id, cut(title))
