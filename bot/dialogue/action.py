"""What the bot does with a message. Falling back to a human is an action like the others, never an intent."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from retrieval.hit import Candidate
from retrieval.passage import PassageCandidate


class HandoffReason(StrEnum):
    """Why a human takes over; shown to staff and counted."""

    OUT_OF_SCOPE = "out_of_scope"
    FOREIGN_LANGUAGE = "foreign_language"
    UNSURE = "unsure"
    ASKED_FOR_HUMAN = "asked_for_human"
    SLOT_MISSING = "slot_missing"
    LOOKUP_FAILED = "lookup_failed"
    NOT_READABLE = "not_readable"
    FAILED = "failed"


class SmallTalk(StrEnum):
    """What kind of small talk a message is. `WORDLESS`: emoji, punctuation or nothing at all."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HOW_ARE_YOU = "how_are_you"
    WHO_ARE_YOU = "who_are_you"
    JOKE = "joke"
    WORDLESS = "wordless"


@dataclass(frozen=True, slots=True)
class Answer:
    """An approved answer is sent as the solution."""

    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Quote:
    """No approved answer is sure enough, but help pages are: the first of these passages is quoted. It counts as an answer."""

    passages: tuple[PassageCandidate, ...]


@dataclass(frozen=True, slots=True)
class Clarify:
    """The question has two to four likely meanings: ask which."""

    options: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class AskSlot:
    """The answer is known but needs a value that the customer has not given, `slot` being its kind in lower case ("order").

    `unknown`: a value was given, and the team's own systems know nothing under it.
    """

    candidate: Candidate
    slot: str
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Chitchat:
    """Small talk: a short friendly reply, neither an answer nor a hand-off."""

    kind: SmallTalk


@dataclass(frozen=True, slots=True)
class Handoff:
    """A human takes over."""

    reason: HandoffReason


Action: TypeAlias = Answer | Quote | Clarify | AskSlot | Chitchat | Handoff


def action_name(action: Action) -> str:
    """What records and JSON call it."""
    match action:
        case Answer() | Quote():
            return "answer"
        case Clarify():
            return "clarify"
        case AskSlot():
            return "ask_slot"
        case Chitchat():
            return "chitchat"
        case Handoff():
            return "handoff"


def answered_with(action: Action) -> Candidate | None:
    """The answer that the action gives, or will give once its slot is filled."""
    match action:
        case Answer(candidate) | AskSlot(candidate):
            return candidate
        case Quote() | Clarify() | Chitchat() | Handoff():
            return None
