"""Tidio conversations, one a line."""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.html_text import html_to_text
from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.json_records import Object, attachment_kinds, object_in, objects, records
from dialogs.importers.shape import shape_of
from dialogs.importers.times import time_of
from dialogs.importers.values import content_id, first_of, rating_of, shown, tags_of, words
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection, Role

ROLES = {"contact": Role.CUSTOMER, "visitor": Role.CUSTOMER, "operator": Role.AGENT, "bot": Role.BOT, "lyro": Role.BOT}
PERSON = ("id", "distinctId", "email")


@dataclass(frozen=True, slots=True)
class Tidio:
    name: str = "tidio"

    def recognises(self, sample: Sample) -> bool:
        shape = shape_of(sample)
        return any(
            shape.has(f"{at}contact", f"{at}messages")
            and (shape.has(f"{at}messages.*.author.type") or shape.has(f"{at}status", f"{at}subject", f"{at}createdAt"))
            for at in ("", "conversations.*.")
        )

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        for item in records(source, "conversations"):
            if isinstance(item, Rejection):
                yield item
            else:
                yield from _conversation(item[1], item[0])


def _conversation(conversation: Object, line: int) -> Iterator[Parsed]:
    contact = object_in(conversation, "contact")
    customer = words(first_of(contact, PERSON)) or words(conversation.get("contact"))
    said = objects(conversation.get("messages"))
    name = words(conversation.get("id")) or content_id(
        (str(customer), str(conversation.get("createdAt")), str(conversation.get("subject")))
    )
    try:
        yield ParsedDialog(
            id=name,
            customer=customer,
            customer_name=words(contact.get("name")),
            started_at=time_of(conversation.get("createdAt")),
            tags=tags_of(conversation.get("tags")),
            rating=rating_of(conversation.get("rating")),
        )
    except ValueError as error:
        yield Rejection(line, f"conversation {name}: {error}")
        return
    for message in said:
        yield from _message(message, name, line)


def _message(message: Object, conversation: str, line: int) -> Iterator[Parsed]:
    author = object_in(message, "author")
    text = html_to_text(str(message.get("content") or ""))
    attachments = attachment_kinds(message.get("attachments"))
    if message.get("type") == "internal":
        yield Dropped(line, "private note")
    elif author.get("type") == "system" or message.get("type") == "system":
        yield Dropped(line, "system row")
    elif not text and not attachments:
        yield Dropped(line, "empty")
    else:
        try:
            yield ParsedMessage(
                dialog=conversation,
                text=shown(text, attachments),
                line=line,
                id=words(message.get("id")),
                role=ROLES.get(str(author.get("type"))),
                author=words(first_of(author, PERSON)),
                author_name=words(author.get("name")),
                at=time_of(message.get("createdAt")),
                attachments=attachments,
            )
        except ValueError as error:
            yield Rejection(line, f"conversation {conversation}: {error}")
