"""Telegram Desktop's result.json: one chat, or a whole account. https://core.telegram.org/import-export"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.json_values import Broken, Path, values
from dialogs.importers.shape import shape_of
from dialogs.importers.times import time_of
from dialogs.importers.values import shown, words
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection, Role

LEFT_OUT = {
    "saved_messages": "saved messages",
    "replies": "channel post",
    "private_channel": "channel post",
    "public_channel": "channel post",
}
MEDIA = {
    "photo": "photo",
    "media_type": "",
    "contact_information": "contact",
    "contact_vcard": "contact",
    "location_information": "location",
    "poll": "poll",
    "game_title": "game",
    "invoice_information": "invoice",
    "file": "file",
}
"""Key -> attachment; `media_type` names it itself."""


@dataclass(frozen=True, slots=True)
class Telegram:
    name: str = "telegram"

    def recognises(self, sample: Sample) -> bool:
        shape = shape_of(sample)
        one = shape.has("type", "messages") and (shape.has("messages.*.date") or shape.has("name", "id"))
        return shape.root == "{" and (one or shape.has("chats.list") or shape.has("about", "personal_information"))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        account = _Account(assign=not options.agents)
        with source.text() as stream:
            for found in values(stream, _is_walked):
                if isinstance(found, Broken):
                    yield Rejection(found.line, found.reason)
                else:
                    yield from account.take(found.path, found.value, found.line)


def _is_walked(path: Path) -> bool:
    """Down to the messages of a chat, at the root or in the lists of an account."""
    chat = path[3:] if path[:1] in (("chats",), ("left_chats",)) else path
    return chat in ((), ("messages",)) or path in (("chats",), ("left_chats",), ("chats", "list"), ("left_chats", "list"))


@dataclass(slots=True)
class _Chat:
    """What is known of the chat being read. `topics`: message id -> topic, of forum groups only."""

    id: str = ""
    name: str | None = None
    type: str = ""
    stated: set[str] = field(default_factory=set)
    topics: dict[str, str] = field(default_factory=dict)


class _Account:
    """Reads values in file order. `assign`: the account's owner is the agent, everybody else a customer."""

    def __init__(self, *, assign: bool) -> None:
        self._assign = assign
        self._owner: str | None = None
        self._chat = _Chat()

    def take(self, path: Path, value: Any, line: int) -> Iterator[Parsed]:
        match path:
            case ("personal_information",) if isinstance(value, Mapping):
                self._owner = _user(value.get("user_id"))
            case () | (_, "list", "*"):
                self._chat = _Chat()
            case ("messages", "*") | (_, "list", "*", "messages", "*"):
                yield from self._message(value, line)
            case (*_, "id"):
                self._chat.id = words(value) or ""
            case (*_, "name"):
                self._chat.name = words(value)
            case (*_, "type"):
                self._chat.type = str(value)
            case _:
                pass

    def _message(self, message: object, line: int) -> Iterator[Parsed]:
        if not isinstance(message, Mapping):
            yield Rejection(line, f"expected a message, found {str(message)[:20]!r}")
            return
        name = words(message.get("id")) or ""
        topic = self._topic(message, name)
        if reason := LEFT_OUT.get(self._chat.type) or _reason_to_drop(message):
            yield Dropped(line, reason)
            return
        try:
            said = self._said(message, name, topic, line)
        except ValueError as error:
            yield Rejection(line, f"message {name or 'without id'}: {error}")
            return
        if said is None:
            yield Dropped(line, "empty")
            return
        if said.dialog not in self._chat.stated:
            self._chat.stated.add(said.dialog)
            yield self._facts(said.dialog)
        yield said

    def _topic(self, message: Mapping[str, Any], name: str) -> str:
        """The topic that a message of a forum belongs to, along its replies; empty outside of topics."""
        if message.get("action") == "topic_created":
            self._chat.topics[name] = name
        elif self._chat.topics and (topic := self._chat.topics.get(words(message.get("reply_to_message_id")) or "")):
            self._chat.topics[name] = topic
        return self._chat.topics.get(name, "") if self._chat.topics else ""

    def _facts(self, dialog: str) -> ParsedDialog:
        """A private chat's customer is the other person; in a group, or with a bot, the authors are."""
        personal = self._chat.type == "personal_chat" and self._chat.id
        return ParsedDialog(
            id=dialog,
            customer=_user(self._chat.id) if personal else None,
            customer_name=self._chat.name if personal else None,
            endless=True,
        )

    def _said(self, message: Mapping[str, Any], name: str, topic: str, line: int) -> ParsedMessage | None:
        """The message, or None where it says nothing. Raises ValueError."""
        if not name:
            raise ValueError("has no id")
        text = text_of(message.get("text") or message.get("text_entities"))
        attachments = _attachments(message)
        at = time_of(message.get("date_unixtime")) or time_of(message.get("date"))
        if at is None:
            raise ValueError("has no date")
        if not text.strip() and not attachments:
            return None
        author = _user(message.get("from_id"))
        chat = self._chat.id or self._chat.name or "chat"
        return ParsedMessage(
            dialog=f"{chat}/{topic}" if topic else chat,
            text=shown(text, attachments),
            line=line,
            id=name,
            role=self._role(author),
            author=author or words(message.get("from")),
            author_name=words(message.get("from")),
            at=at,
            reply_to=words(message.get("reply_to_message_id")),
            attachments=attachments,
        )

    def _role(self, author: str | None) -> Role | None:
        if not self._assign or author is None:
            return None
        if self._chat.type == "bot_chat" and author == _user(self._chat.id):
            return Role.BOT
        if self._owner is None:
            return Role.CUSTOMER if self._chat.type == "bot_chat" else None
        return Role.AGENT if author == self._owner else Role.CUSTOMER


def text_of(text: object) -> str:
    """A text that is a string, or an array of strings and entities. Raises ValueError for anything else."""
    match text:
        case str():
            return text
        case list():
            return "".join(_piece(part) for part in text)
        case None:
            return ""
        case _:
            raise ValueError(f"text is {str(text)[:20]!r}; expected a string or an array")


def _piece(part: object) -> str:
    """A link reads as its text, with the address where that differs."""
    if not isinstance(part, Mapping):
        return part if isinstance(part, str) else ""
    text, address = str(part.get("text", "")), part.get("href")
    return f"{text} ({address})" if address and _bare(str(address)) != _bare(text) else text


def _bare(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").rstrip("/").casefold()


def _reason_to_drop(message: Mapping[str, Any]) -> str | None:
    match message.get("type", "message"):
        case "service":
            return "system row"
        case "unsupported":
            return "unsupported"
        case _:
            return None


def _attachments(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The kind of what is attached, once; whether its file was exported does not matter."""
    for key, kind in MEDIA.items():
        if message.get(key):
            return (kind or str(message[key]).removesuffix("_message").removesuffix("_file"),)
    return ()


def _user(value: object) -> str | None:
    """A person's id; old exports leave out the word before the number."""
    text = words(value)
    return f"user{text}" if text and text.isdecimal() else text
