"""What customers and staff said, as it passes between an importer, the record and everything that reads the record.

`Parsed*` types come out of an importer: raw text, nothing redacted, nothing stored. `DialogRecord` comes out of the record:
redacted, merged, with times in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeAlias


class Role(StrEnum):
    """Who said a message."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


class ParsedDialog(NamedTuple):
    """Facts about a dialog that an export states; yielded before the dialog's messages, or not at all.

    `endless` marks a chat without dialog boundaries (Telegram, WhatsApp, one sender): only those are split by `--gap`.
    `source` overrides the importer's source name where one file carries several. A named tuple, as ParsedMessage is.
    """

    id: str
    customer: str | None = None
    customer_name: str | None = None
    started_at: datetime | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    rating: float | None = None
    endless: bool = False
    source: str | None = None
    customer_is_hashed: bool = False
    """True where the file is an export of Firstline: its customer ids are already keyed hashes and stay as they are."""
    kind: str = "dialog"
    """"pair" where an export of Firstline says that the dialog was imported as a question and its answer."""


class ParsedMessage(NamedTuple):
    """One message as an export has it. `at` may be naive (local time): the `--tz` zone then applies.

    A named tuple, of which an import makes one a message: a frozen dataclass takes six times as long to make.
    """

    dialog: str
    text: str
    line: int
    id: str | None = None
    role: Role | None = None
    """None where the export does not say who is staff: the record decides from the whole file."""
    author: str | None = None
    author_name: str | None = None
    at: datetime | None = None
    reply_to: str | None = None
    attachments: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedPair:
    """A question and its answer, from an FAQ or a spreadsheet: an approved answer by definition."""

    question: str
    answer: str
    line: int
    intent: str | None = None
    id: str | None = None
    """Rows that share an id are wordings of one question."""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedExample:
    """A labelled utterance, without a dialog (Rasa NLU and the like)."""

    text: str
    intent: str
    line: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that should have been read and could not. `line` is 1-based; 0 where the file has no lines."""

    line: int
    reason: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something left out on purpose: `reason` is one of "private note", "system row", "empty", "channel post", ..."""

    line: int
    reason: str


Parsed: TypeAlias = ParsedDialog | ParsedMessage | ParsedPair | ParsedExample | Rejection | Dropped


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """A message as the record keeps it: redacted text, UTC time or None where the log had none."""

    id: str
    role: Role
    text: str
    at: datetime | None = None
    reply_to: str | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DialogRecord:
    """A dialog as the record keeps it, messages in order. `customer` is a keyed hash unless the export was anonymous."""

    id: str
    source: str
    customer: str
    messages: tuple[MessageRecord, ...]
    started_at: datetime | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    rating: float | None = None
    kind: str = "dialog"
    """"dialog", or "pair" for an imported question and its answer."""
    key: int = 0
    """The primary key of the dialog row: stable inside one database, meaningless outside."""


class Redacted(NamedTuple):
    """A text with personal values replaced by typed placeholders such as `<ORDER_1>`.

    `values` maps a placeholder to the original it stands for; it lives in memory only and is never stored.
    """

    text: str
    values: Mapping[str, str] = MappingProxyType({})
