"""A dialog of an export with its texts mended and in order, before its language is known and anything is redacted."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogs.mending import mended
from dialogs.record import ParsedDialog, ParsedMessage
from dialogs.storable import storable

HASHED = re.compile(r"[0-9a-f]{64}")
"""A customer's id as an export of Firstline gives it."""
SAMPLE = 160
"""Characters of a dialog that its language is told by."""


@dataclass(slots=True)
class Spoken:
    """A message with its time in UTC, on its way through the assembly."""

    message: ParsedMessage
    at: datetime | None
    intent: str | None = None

    @property
    def text(self) -> str:
        return self.message.text


@dataclass(slots=True)
class Opened:
    """A dialog before its language is known. `only`: whose it is if nobody in it is a customer; `index`: its place among the
    stretches of an endless chat; `own`: see `is_own`.
    """

    facts: ParsedDialog
    said: Sequence[Spoken]
    index: int
    only: str | None
    own: bool
    messages: list[ParsedMessage]
    texts: list[str]
    stated: str | None
    """The language that the export states."""


def opened(facts: ParsedDialog, said: Sequence[Spoken], index: int, only: str | None = None) -> Opened:
    own, messages = is_own(facts), [spoken.message for spoken in said]
    clean = storable if own else mended
    texts = [clean(message.text).strip() for message in messages]
    return Opened(facts, said, index, only, own, messages, texts, _stated_language(facts, messages))


def is_own(facts: ParsedDialog) -> bool:
    """Whether the dialog comes from an export of Firstline: redacted, merged and hashed once, so that it must stay as it is."""
    return facts.customer_is_hashed and HASHED.fullmatch(facts.customer or "") is not None


def as_written(text: str, own: bool) -> str:
    """What an export of Firstline says was mended before it was redacted."""
    return storable(text) if own else mended(text)


def sample_of(texts: Iterable[str]) -> str:
    """The beginning of a dialog, as much of it as tells a language."""
    sample = ""
    for text in texts:
        sample += f" {text[:SAMPLE]}"
        if len(sample) > SAMPLE:
            break
    return sample[:SAMPLE]


def _stated_language(facts: ParsedDialog, messages: Sequence[ParsedMessage]) -> str | None:
    spoken = [message.language for message in messages if message.language]
    language = facts.language or (Counter(spoken).most_common(1)[0][0] if spoken else None)
    return storable(language)[:10] if language else None
