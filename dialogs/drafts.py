"""What is about to be stored: redacted, in UTC, merged, but not yet compared with what the record has."""

from dataclasses import dataclass
from datetime import datetime

from dialogs.identity import SEPARATOR, Part
from dialogs.record import DialogRecord, MessageRecord, Role


@dataclass(slots=True)
class RowDraft:
    """One row of an export. `key` is its identity within the dialog, `content` the digest of what it said before redaction."""

    key: str
    content: str
    role: Role
    author: str | None
    text: str
    at: datetime | None
    reply_to: str | None = None
    attachments: tuple[str, ...] = ()
    intent: str | None = None
    """The intent that the export labels this row with."""
    redacted: tuple[str, ...] = ()
    """Kinds of what was taken out of it, once for every time."""

    @property
    def part(self) -> Part:
        return Part(len(self.text), self.content, self.key)


@dataclass(slots=True)
class MessageDraft:
    """A burst of rows by one author; most have one."""

    rows: list[RowDraft]

    @property
    def external_id(self) -> str:
        return self.rows[0].key

    @property
    def role(self) -> Role:
        return self.rows[0].role

    @property
    def at(self) -> datetime | None:
        return self.rows[0].at

    @property
    def reply_to(self) -> str | None:
        return self.rows[0].reply_to

    @property
    def text(self) -> str:
        return self.rows[0].text if len(self.rows) == 1 else SEPARATOR.join(row.text for row in self.rows)

    @property
    def attachments(self) -> list[str]:
        return list(self.rows[0].attachments) if len(self.rows) == 1 else [name for row in self.rows for name in row.attachments]

    @property
    def parts(self) -> list[str]:
        return [f"{len(row.text)}:{row.content}:{row.key}" for row in self.rows]


@dataclass(slots=True)
class DialogDraft:
    """A dialog. `customer` is already hashed. `chat` names the endless chat that it is a stretch of."""

    source: str
    external_id: str
    customer: str
    messages: list[MessageDraft]
    started_at: datetime | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    rating: float | None = None
    kind: str = "dialog"
    chat: str | None = None
    language_is_stated: bool = False
    """By the export, rather than told by the text."""
    is_labelled: bool = False
    """Some of its rows have an intent."""
    customer_is_named: bool = False
    """The export says who the customer is, rather than leaving it to be concluded."""

    @property
    def keys(self) -> list[str]:
        return [row.key for message in self.messages for row in message.rows]

    def record(self) -> DialogRecord:
        """As it would be read back."""
        messages = (
            MessageRecord(item.external_id, item.role, item.text, item.at, item.reply_to, tuple(item.attachments))
            for item in self.messages
        )
        return DialogRecord(
            id=self.external_id,
            source=self.source,
            customer=self.customer,
            messages=tuple(messages),
            started_at=self.started_at,
            language=self.language,
            tags=self.tags,
            rating=self.rating,
            kind=self.kind,
        )


@dataclass(slots=True)
class ExampleDraft:
    """A labelled utterance without a dialog."""

    text: str
    intent: str
    redacted: tuple[str, ...] = ()
