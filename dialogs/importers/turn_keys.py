"""Which keys of a turn hold what. A file writes all of its turns with the same few sets of keys: each set is looked at once."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from dialogs.importers.roles import role_of
from dialogs.record import Role

ROLES = ("role", "speaker", "sender_type", "author_type", "sender", "from", "author")
TEXTS = ("content", "text", "message", "body", "utterance", "value")
PRIVATE = ("private", "is_private", "isPrivate", "internal", "is_internal")
TIMES = ("at", "ts", "timestamp", "time", "created_at", "createdAt", "date", "sent_at")


@dataclass(frozen=True, slots=True)
class TurnKeys:
    """For each fact the keys that may hold it, in the order in which they are asked; mostly one, or none."""

    role: tuple[str, ...]
    text: tuple[str, ...]
    time: tuple[str, ...]
    id: tuple[str, ...]
    reply_to: tuple[str, ...]
    language: tuple[str, ...]
    name: tuple[str, ...]
    author: tuple[str, ...]
    private: tuple[str, ...]
    public: tuple[str, ...]
    typed: bool
    """Whether there may be attachments, or content that is none but text."""
    further: tuple[tuple[str, Role], ...]
    """Keys that are named like a role: what they hold was said by that role."""
    plain: "PlainKeys | None" = None
    """Where each fact has one key at most, and nothing but text is said."""


class PlainKeys(NamedTuple):
    """The key of each fact; those that a turn may lack are "" where it does."""

    role: str
    text: str
    time: str
    id: str
    name: str
    reply_to: str


@lru_cache(maxsize=1024)
def turn_keys(present: tuple[str, ...]) -> TurnKeys:
    """`present`: the keys of a turn, in its order."""

    def those(*names: str) -> tuple[str, ...]:
        return tuple(name for name in names if name in present)

    keys = TurnKeys(
        role=those(*ROLES),
        text=those(*TEXTS),
        time=those(*TIMES),
        id=those("id", "message_id"),
        reply_to=those("reply_to", "in_reply_to"),
        language=those("language", "lang"),
        name=those("name"),
        author=those("author_id", "sender_id")[:1],
        private=those(*PRIVATE),
        public=those("public"),
        typed="attachments" in present or "content_type" in present,
        further=tuple((key, role) for key in present if key not in ROLES and (role := role_of(key))),
    )
    return replace(keys, plain=_plain(keys))


def _plain(keys: TurnKeys) -> PlainKeys | None:
    single = (keys.role, keys.text, keys.time, keys.id, keys.name, keys.reply_to)
    unusual = keys.typed or keys.further or keys.language or keys.author or keys.private or keys.public
    if unusual or not (keys.role and keys.text) or any(len(names) > 1 for names in single):
        return None
    return PlainKeys(*("".join(names) for names in single))
