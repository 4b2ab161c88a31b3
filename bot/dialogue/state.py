"""What the bot remembers of a dialog between two messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PendingSlot:
    """The bot asked for a value; `answer_id` is sent once it is there. `attempts` counts how often it asked."""

    answer_id: int
    slot: str
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class DialogState:
    """The state that `Assistant.reply` takes and, inside its Turn, gives back.

    `values` maps placeholders (`<ORDER_1>`) to what the customer gave in this dialog, what they spoke of last standing last. It lives
    in memory and is never stored.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    pending: PendingSlot | None = None
    options: tuple[int, ...] = ()
    """Answer ids that the last Clarify offered."""
    clarified: int = 0
    """How many times in a row the bot asked back: it hands over rather than ask for ever."""
    said: str = ""
    """What the bot said last, redacted: a bare number after "your order number, please?" is an order number."""
    language: str | None = None
    """What the customer was last seen to write in; None while nothing told."""
    question: str = ""
    """What the customer asked, redacted, follow-ups included: what the next follow-up is understood with."""
    asked: tuple[str, ...] = ()
    """The intents that this customer was answered, in this dialog and before, the latest last: what is suggested next follows from them."""
    answered: int | None = None
    """The answer that was sent last: what a correction corrects."""
