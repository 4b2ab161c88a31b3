"""A turn: what was said, what the bot did, and every number that made it do so."""

from dataclasses import dataclass

from bot.dialogue.action import Action
from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from nlu.result import NluResult
from retrieval.hit import Attachment, Candidate, LinkButton
from retrieval.passage import PassageCandidate


@dataclass(frozen=True, slots=True)
class Option:
    """A button: pressing it gives answer `answer_id`."""

    answer_id: int
    title: str


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """One message and the bot's reaction to it; explains itself without being recomputed.

    `text` is the redacted message; `reply` may hold the customer's own values (an order number) and is redacted again before it is
    stored: `reply_redacted`. `confidence` is the probability that the action's answer is right, 0 where there is none.
    """

    message: CustomerMessage
    text: str
    action: Action
    reply: str
    reply_redacted: str
    state: DialogState
    confidence: float
    options: tuple[Option, ...] = ()
    nlu: NluResult | None = None
    candidates: tuple[Candidate, ...] = ()
    language: str = "en"
    model: str | None = None
    index: str | None = None
    latency_ms: float = 0.0
    reasons: tuple[str, ...] = ()
    """Sentences for people: what was compared with which threshold."""
    attachments: tuple[Attachment, ...] = ()
    """Pictures and files that are sent with the reply."""
    buttons: tuple[LinkButton, ...] = ()
    """Links below the reply."""
    suggestions: tuple[Option, ...] = ()
    """Questions that may come next: buttons below an answer."""
    passages: tuple[PassageCandidate, ...] = ()
    """Passages of documents that the reply rests on, the one that it is made of first."""
