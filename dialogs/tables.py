"""The record's tables (SQLAlchemy 2, typed). Times are UTC. Text is redacted before it gets here.

Alembic builds the same schema from migrations/; a test compares the two.
"""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC, also on SQLite, which keeps no zone. A naive one is refused: its zone would be a guess."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def in_utc(at: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for a time without a zone."""
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone; give an aware datetime")
    return at.astimezone(UTC)


NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Key = BigInteger().with_variant(Integer, "sqlite")
"""A primary key's type: SQLite counts up only a column declared INTEGER."""


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {datetime: UtcDateTime(), dict[str, Any]: JSON(), list[str]: JSON(), list[Any]: JSON()}


class ImportBatch(Base):
    """One import of one file. `finished_at` is None while it runs, and stays so where it was interrupted."""

    __tablename__ = "import_batch"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    file: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    options: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the options that change what is read: the same file with other options is read again."""
    format: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]]


class RejectedRow(Base):
    """A row that should have been read and could not. Only place and reason are kept: the row itself may hold personal data."""

    __tablename__ = "rejected_row"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"), index=True)
    file: Mapped[str] = mapped_column(Text)
    line: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)


class Customer(Base):
    """A customer: `external_id` is a keyed hash of (source, id in the source). `chat_id` is set for live Telegram customers only."""

    __tablename__ = "customer"
    __table_args__ = (UniqueConstraint("external_id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    external_id: Mapped[str] = mapped_column(String(64))
    chat_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    blocked: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Dialog(Base):
    """A dialog of the record. `kind` is "dialog", or "pair" for an imported question–answer pair."""

    __tablename__ = "dialog"
    __table_args__ = (UniqueConstraint("source", "external_id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    source: Mapped[str] = mapped_column(String(80))
    external_id: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(20), default="dialog")
    chat: Mapped[str | None] = mapped_column(String(255), index=True)
    """The endless chat in the source that this dialog is a stretch of; None where the source has dialogs of its own."""
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id", ondelete="SET NULL"), index=True)
    started_at: Mapped[datetime | None]
    language: Mapped[str | None] = mapped_column(String(10))
    tags: Mapped[list[str]]
    rating: Mapped[float | None]


class Message(Base):
    """A message. Its identity is (dialog, external_id); where the source has no ids, external_id is a content hash."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("dialog_id", "external_id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    dialog_id: Mapped[int] = mapped_column(ForeignKey("dialog.id", ondelete="CASCADE"))
    external_id: Mapped[str] = mapped_column(String(255))
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime | None]
    reply_to: Mapped[str | None] = mapped_column(String(255))
    attachments: Mapped[list[str]]
    parts: Mapped[list[str]]
    """The rows of the export that the message was merged from, each "length:hash:id" (see dialogs.identity): what a second import compares."""


class MessageEdit(Base):
    """What a message said before its author changed it, redacted like the message itself."""

    __tablename__ = "message_edit"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime]


class Intent(Base):
    __tablename__ = "intent"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(255), unique=True)
    created_at: Mapped[datetime]


class Example(Base):
    """A labelled utterance. `origin` is tag, pair, file, discovered, staff or button."""

    __tablename__ = "example"
    __table_args__ = (UniqueConstraint("intent_id", "text_hash"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    intent_id: Mapped[int] = mapped_column(ForeignKey("intent.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(20))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]


class Answer(Base):
    """A template. `status` is draft, approved or suspended; `origin` is mined, imported or staff."""

    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    status: Mapped[str] = mapped_column(String(10), index=True)
    origin: Mapped[str] = mapped_column(String(10))
    intent_id: Mapped[int | None] = mapped_column(ForeignKey("intent.id", ondelete="SET NULL"), index=True)
    language: Mapped[str | None] = mapped_column(String(10))
    slots: Mapped[list[str]]
    buttons: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """Links below the text, each {"title", "url"}."""
    translation_of: Mapped[int | None] = mapped_column(ForeignKey("answer.id", ondelete="SET NULL"), index=True)
    """The answer that this one says in another language; None for one that stands by itself, and for the first of several."""
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Attachment(Base):
    """A picture (`kind` "photo") or file ("file") that is sent with an answer. In the record, so that every machine that serves has it."""

    __tablename__ = "attachment"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class AnswerSource(Base):
    """Provenance: this answer was given, as `message`, to `question`. Both messages are None where staff wrote the answer."""

    __tablename__ = "answer_source"
    __table_args__ = (Index("ix_answer_source_answer_id_message_id", "answer_id", "message_id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(Text)


class Turn(Base):
    """What the bot did with a message, with every score: "why this answer?" is read here, never recomputed."""

    __tablename__ = "turn"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    dialog_id: Mapped[int] = mapped_column(ForeignKey("dialog.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="SET NULL"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id", ondelete="SET NULL"), index=True)
    action: Mapped[str] = mapped_column(String(10))
    confidence: Mapped[float]
    details: Mapped[dict[str, Any]]
    """Intents, out-of-scope score, candidates with their scores, options, thresholds, reasons."""
    model: Mapped[str | None] = mapped_column(String(80))
    index_version: Mapped[str | None] = mapped_column(String(80))
    latency_ms: Mapped[float]
    at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Feedback(Base):
    """What somebody thought of a turn. `kind` is up, down, accepted, edited or rejected."""

    __tablename__ = "feedback"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey("turn.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


class Handoff(Base):
    """A dialog in human hands from `opened_at` until `closed_at`. The bot is silent meanwhile."""

    __tablename__ = "handoff"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    dialog_id: Mapped[int] = mapped_column(ForeignKey("dialog.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(30))
    topic_id: Mapped[int | None] = mapped_column(BigInteger)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class StaffLink(Base):
    """A message in the staff group that belongs to a hand-off: a reply to it reaches the customer."""

    __tablename__ = "staff_link"
    __table_args__ = (UniqueConstraint("chat_id", "message_id"),)
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    handoff_id: Mapped[int] = mapped_column(ForeignKey("handoff.id", ondelete="CASCADE"), index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)


class Staff(Base):
    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    created_at: Mapped[datetime]


class ModelVersion(Base):
    """A trained model: the folder `models/<name>`. `status` is candidate, shadow, live or retired."""

    __tablename__ = "model_version"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10), index=True)
    parent: Mapped[str | None] = mapped_column(String(80))
    data_hash: Mapped[str] = mapped_column(String(64))
    metrics: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    promoted_at: Mapped[datetime | None]


class ProcessedUpdate(Base):
    """A Telegram update that was claimed; `done_at` is None while it is worked on. Claimed once, whatever Telegram redelivers.

    `digest` tells a redelivery from another update with the same number: Telegram counts anew for another bot and after a quiet week.
    """

    __tablename__ = "processed_update"
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64))
    claimed_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Alert(Base):
    """Something staff should look at: `kind` says what, `details` holds the evidence. It goes with the answer and the message it is about."""

    __tablename__ = "alert"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), index=True)
    details: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class Document(Base):
    """A help page of the company's own. Its text is public and stays as it was written.

    `name` is its identity: the address that it gives as its own, else the file that it was read from.
    """

    __tablename__ = "document"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    format: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    language: Mapped[str | None] = mapped_column(String(10))
    imported_at: Mapped[datetime]


class Passage(Base):
    """A piece of a document. `path` holds the headings it stands under, without the document's title; `link` leads to its section."""

    __tablename__ = "passage"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    path: Mapped[list[str]]
    link: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
