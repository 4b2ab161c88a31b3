"""Which keys of a turn hold what. A file writes all of its turns with the same few sets of keys: each set is looked at once."""

from dataclasses import dataclass
from functools import lru_cache

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


@lru_cache(maxsize=1024)
def turn_keys(present: tuple[str, ...]) -> TurnKeys:
    """`present`: the keys of a turn, in its order."""

    def those(*names: str) -> tuple[str, ...]:
        return tuple(name for name in names if name in present)

    return TurnKeys(
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
