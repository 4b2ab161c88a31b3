"""Saying in other words what a page says: plugged in, checked, and left out where anything is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.dialogue.action import Action, Quote
from bot.dialogue.faithful import additions
from retrieval.passage import Passage


class PhrasingFailed(Exception):
    """The endpoint did not answer, or not with words. The message says what happened."""


class Phraser(Protocol):
    def phrase(self, question: str, passages: Sequence[Passage], language: str) -> str | None:
        """A reply to the redacted question from these passages alone, in this language; None where phrasing is off. Raises PhrasingFailed."""


@dataclass(frozen=True, slots=True)
class NoPhrasing:
    """Passages are sent in their own words."""

    def phrase(self, question: str, passages: Sequence[Passage], language: str) -> str | None:
        return None


@dataclass(frozen=True, slots=True)
class Phrased:
    """`text` is empty where the page's own sentences are to be sent, `trouble` a sentence on why, where phrasing was tried."""

    text: str = ""
    trouble: str = ""


def phrased(action: Action, question: str, language: str, phraser: Phraser) -> Phrased:
    """The reply of a Quote as the phraser words it, if it adds nothing."""
    if not isinstance(action, Quote):
        return Phrased()
    passages = [candidate.hit.passage for candidate in action.passages]
    try:
        text = phraser.phrase(question, passages, language)
    except PhrasingFailed as error:
        return Phrased(trouble=f"{error} The page's own sentences are sent.")
    if text is None:
        return Phrased()
    added = additions(text, [f"{passage.heading}\n{passage.text}" for passage in passages], question)
    if added:
        return Phrased(trouble=f"The phrased reply was refused, for it adds {', '.join(added)}: the page's own sentences are sent.")
    return Phrased(text.strip())
