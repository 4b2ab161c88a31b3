"""What a Telegram message says, whatever kind it is of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from aiogram.enums import ContentType
from aiogram.types import Message

from dialogs.identity import SEPARATOR

FIRST_YEAR = 2013
"""Of Telegram. A message dated before comes from a server that keeps no time."""
MERE_REACTIONS = ("sticker", "animation", "dice")
"""Kinds that ask for nothing: nobody has to be called to look at them."""
KINDS = {ContentType.DOCUMENT: "file", ContentType.VIDEO_NOTE: "video"}
WORDLESS = frozenset({ContentType.TEXT})


@dataclass(frozen=True, slots=True)
class Incoming:
    """One or more messages of a burst as one. `attachments` are all kinds that were sent; `to_look_at` those a human must see."""

    id: str
    text: str
    at: datetime
    attachments: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    """Each message that has words, as (id, text)."""

    @property
    def to_look_at(self) -> tuple[str, ...]:
        return tuple(kind for kind in self.attachments if kind not in MERE_REACTIONS)


def incoming(messages: Sequence[Message]) -> Incoming:
    """What the messages say together, the first one's id and time being the whole's."""
    texts = tuple((str(message.message_id), text) for message in messages if (text := text_of(message)))
    kinds = tuple(kind for message in messages if (kind := kind_of(message)) is not None)
    return Incoming(str(messages[0].message_id), SEPARATOR.join(text for _, text in texts), time_of(messages[0]), kinds, texts)


def text_of(message: Message) -> str:
    """The text, the caption, or a sticker's emoji."""
    return message.text or message.caption or (message.sticker.emoji if message.sticker and message.sticker.emoji else "")


def kind_of(message: Message) -> str | None:
    """What was sent besides text: photo, voice, file, location, ...; None for a text."""
    kind = ContentType(message.content_type)
    return None if kind in WORDLESS else KINDS.get(kind, kind.value)


def time_of(message: Message) -> datetime:
    return message.date.astimezone(UTC) if message.date.year >= FIRST_YEAR else datetime.now(UTC)
