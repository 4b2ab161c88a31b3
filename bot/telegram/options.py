"""What the Telegram front-end is told at start, and what it is given to work with."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Turn
from dialogs.database import Database
from dialogs.record import Redacted


class Replier(Protocol):
    """Says what to do with a message: the Assistant, or whatever version of it is live now. Synchronous."""

    def reply(self, message: CustomerMessage, state: DialogState) -> Turn: ...


class Redaction(Protocol):
    """`names` are those of the dialog's people; `previous` is the message before, which may ask for a number."""

    def redact(self, text: str, known: Mapping[str, str], names: Collection[str] = (), *, previous: str = "") -> Redacted: ...


ImportFile: TypeAlias = Callable[[Path], str]
"""Reads an export into the record and says in words what came of it. Raises DialogsError where it can't."""


@dataclass(frozen=True, slots=True)
class TelegramOptions:
    """`staff_chat_id` 0 means that there is no staff group; `staff_ids` empty, that all who write in it are staff.

    `webhook_url` empty means polling; else updates come to its path on `listen` (host, port).
    """

    token: str
    api_base: str = ""
    webhook_url: str = ""
    listen: tuple[str, int] = ("127.0.0.1", 8080)
    staff_chat_id: int = 0
    staff_ids: tuple[int, ...] = ()
    burst_seconds: float = 1.5
    default_language: str = "en"
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the bot works with. `key` makes the customers' keyed hashes."""

    database: Database
    replier: Replier
    redactor: Redaction
    import_file: ImportFile
    key: bytes
