"""Chatwoot messages, from the API, a webhook log or a dump of the table `messages` as CSV. https://www.chatwoot.com/developers/api/"""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.html_text import html_to_text
from dialogs.importers.delimited import header_of, sniff
from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.json_records import Object, attachment_kinds, object_in, objects, records
from dialogs.importers.shape import shape_of
from dialogs.importers.table_records import table_records
from dialogs.importers.times import time_of
from dialogs.importers.values import is_yes, shown, tags_of, words
from dialogs.quoted_reply import without_quotes
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection, Role

CONTAINERS = ("payload", "data.payload", "messages")
SENDERS = {
    "contact": Role.CUSTOMER,
    "user": Role.AGENT,
    "agentbot": Role.BOT,
    "agent_bot": Role.BOT,
    "captain::assistant": Role.BOT,
}
TYPES = {"0": Role.CUSTOMER, "incoming": Role.CUSTOMER, "1": Role.AGENT, "outgoing": Role.AGENT}


@dataclass(frozen=True, slots=True)
class Chatwoot:
    name: str = "chatwoot"

    def recognises(self, sample: Sample) -> bool:
        shape = shape_of(sample)
        if shape.root:
            return any(
                shape.has(f"{at}message_type", f"{at}content")
                and (shape.has(f"{at}conversation_id") or shape.has(f"{at}conversation.id"))
                for at in ("", *(f"{container}.*.{inside}" for container in CONTAINERS for inside in ("", "messages.*.")))
            )
        header = {name.strip().casefold() for name in header_of(sample.text, sniff(sample.text))}
        return header >= {"content", "conversation_id", "message_type", "created_at"}

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        is_json = shape_of(source.sample()).root
        stated: ParsedDialog | None = None
        for item in records(source, *CONTAINERS) if is_json else table_records(source):
            if isinstance(item, Rejection):
                yield item
                continue
            for parsed in _record(item[1], item[0]):
                if isinstance(parsed, ParsedDialog):
                    if parsed == stated:
                        continue
                    stated = parsed
                yield parsed


def _record(record: Object, line: int) -> Iterator[Parsed]:
    """A message, or a conversation with its messages and labels inside."""
    if "messages" not in record:
        yield from _message(record, line)
        return
    name = words(record.get("id"))
    if name and (labels := tags_of(record.get("labels"))):
        yield ParsedDialog(id=name, tags=labels)
    for message in objects(record["messages"]):
        yield from _message({"conversation_id": name, **message}, line)


def _message(message: Object, line: int) -> Iterator[Parsed]:
    sender = object_in(message, "sender")
    conversation = words(message.get("conversation_id")) or words(object_in(message, "conversation").get("id"))
    kind = (words(message.get("message_type")) or "").casefold()
    text = _text(message)
    attachments = attachment_kinds(message.get("attachments"))
    if conversation is None:
        yield Rejection(line, "a message without a conversation_id")
    elif is_yes(message.get("private")):
        yield Dropped(line, "private note")
    elif kind not in TYPES:
        yield Dropped(line, "system row")
    elif not text and not attachments:
        yield Dropped(line, "empty")
    else:
        named = (words(message.get("sender_type")) or words(sender.get("type")) or "").casefold()
        author = words(message.get("sender_id")) or words(sender.get("id"))
        role = SENDERS.get(named, TYPES[kind])
        try:
            at = time_of(message.get("created_at"))
        except ValueError as error:
            yield Rejection(line, str(error))
            return
        if role is Role.CUSTOMER:
            yield ParsedDialog(id=conversation, customer=author, customer_name=words(sender.get("name")))
        yield ParsedMessage(
            dialog=conversation,
            text=shown(text, attachments),
            line=line,
            id=words(message.get("id")),
            role=role,
            author=author,
            author_name=words(sender.get("name")),
            at=at,
            attachments=attachments,
        )


def _text(message: Object) -> str:
    text = words(message.get("content")) or ""
    if message.get("content_type") == "incoming_email":
        return without_quotes(html_to_text(text))
    return text
