"""Look-ups: values that only the team's own systems know, named in a template as `{order_status}`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.dialogue.slots import kind_of
from retrieval.hit import AnswerTemplate

REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class LookupFailed(Exception):
    """A look-up raised, took too long, or gave something that is no text. The message names it and says what happened."""


class Lookups(Protocol):
    """What is plugged in. Kinds of slot are in lower case: "order", "tracking", "email"."""

    def needs(self, name: str) -> tuple[str, ...] | None:
        """The kinds of value that the look-up takes; None where there is no such look-up."""

    def call(self, name: str, values: Mapping[str, str]) -> str | None:
        """The result for the values by kind; None where the look-up knows nothing under them. Raises LookupFailed."""


@dataclass(frozen=True, slots=True)
class NoLookups:
    """Nothing is plugged in."""

    def needs(self, name: str) -> tuple[str, ...] | None:
        return None

    def call(self, name: str, values: Mapping[str, str]) -> str | None:
        raise LookupFailed(f"there is no look-up {name}")


@dataclass(frozen=True, slots=True)
class Found:
    """What the look-ups of one answer gave, by name. `unknown` is the kind of value under which one of them knew nothing."""

    results: Mapping[str, str] = field(default_factory=dict)
    unknown: str | None = None


def references(text: str) -> tuple[str, ...]:
    """The look-ups that a template names, each once."""
    return tuple(dict.fromkeys(REFERENCE.findall(text)))


def slots_needed(answer: AnswerTemplate, lookups: Lookups) -> tuple[str, ...] | None:
    """The answer's slots and those that its look-ups need besides; None where one of these is not plugged in."""
    slots = list(answer.slots)
    for name in references(answer.text):
        kinds = lookups.needs(name)
        if kinds is None:
            return None
        slots += [f"<{kind.upper()}_1>" for kind in kinds if kind not in map(kind_of, slots)]
    return tuple(slots)


def look_up(answer: AnswerTemplate, values: Mapping[str, str], lookups: Lookups) -> Found:
    """Ask every look-up of the answer. `values`: the value of each kind. Raises LookupFailed."""
    results: dict[str, str] = {}
    for name in references(answer.text):
        result = lookups.call(name, {kind: values[kind] for kind in lookups.needs(name) or ()})
        if result is None:
            return Found(results, unknown=next(iter(lookups.needs(name) or ()), ""))
        results[name] = result
    return Found(results)


def insert(text: str, results: Mapping[str, str]) -> str:
    """The text with the results in place of the look-ups' names. A name without a result stays."""
    return REFERENCE.sub(lambda match: results.get(match[1], match[0]), text)
