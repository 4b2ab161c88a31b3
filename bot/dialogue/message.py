"""What comes in: a customer's message, whatever front-end it came through."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CustomerMessage:
    """One message (bursts already merged). `text` is as the customer wrote it: it is redacted before anything is stored.

    `choice` is the id of an answer the customer picked from a Clarify's buttons; `text` is then the button's title. `names` are
    display names of the customer, where the front-end knows them: they are redacted wherever they stand. `language` is what the
    front-end takes for theirs; what they write tells more.
    """

    text: str
    customer: str
    dialog: str
    at: datetime | None = None
    id: str | None = None
    attachments: tuple[str, ...] = ()
    choice: int | None = None
    names: tuple[str, ...] = ()
    language: str | None = None
