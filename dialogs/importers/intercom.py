"""Intercom conversations. https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations"""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.json_records import Object, attachment_kinds, mail_text, object_in, objects, records
from dialogs.importers.shape import shape_of
from dialogs.importers.times import time_of
from dialogs.importers.values import rating_of, shown, tags_of, words
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection, Role

ROLES = {"user": Role.CUSTOMER, "lead": Role.CUSTOMER, "contact": Role.CUSTOMER, "admin": Role.AGENT, "bot": Role.BOT}


@dataclass(frozen=True, slots=True)
class Intercom:
    name: str = "intercom"

    def recognises(self, sample: Sample) -> bool:
        shape = shape_of(sample)
        return any(
            shape.has(f"{at}conversation_parts") or shape.has(f"{at}source.author", f"{at}source.body")
            for at in ("", "conversations.*.", "data.*.")
        )

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        for item in records(source, "conversations", "data"):
            if isinstance(item, Rejection):
                yield item
            else:
                yield from _conversation(item[1], item[0])


def _conversation(conversation: Object, line: int) -> Iterator[Parsed]:
    name = words(conversation.get("id"))
    if name is None:
        yield Rejection(line, "a conversation without an id")
        return
    opening = object_in(conversation, "source")
    parts = objects(object_in(conversation, "conversation_parts").get("conversation_parts", conversation.get("conversation_parts")))
    customer = _customer(conversation, [opening, *parts])
    try:
        yield ParsedDialog(
            id=name,
            customer=words(customer.get("id")),
            customer_name=words(customer.get("name")),
            started_at=time_of(conversation.get("created_at")),
            tags=tags_of(conversation.get("tags")),
            rating=rating_of(conversation.get("conversation_rating")),
        )
    except ValueError as error:
        yield Rejection(line, f"conversation {name}: {error}")
        return
    yield from _part({"part_type": "comment", "created_at": conversation.get("created_at"), **opening}, name, line)
    for part in parts:
        yield from _part(part, name, line)


def _customer(conversation: Object, parts: list[Object]) -> Object:
    """The first author who is one; else the contact that the conversation names."""
    authors = [object_in(part, "author") for part in parts]
    contacts = object_in(conversation, "contacts").get("contacts")
    return next((author for author in authors if ROLES.get(str(author.get("type"))) is Role.CUSTOMER), None) or next(
        iter(objects(contacts)), {}
    )


def _part(part: Object, conversation: str, line: int) -> Iterator[Parsed]:
    author = object_in(part, "author")
    text = mail_text(part, (), ("body",))
    attachments = attachment_kinds(part.get("attachments"))
    if part.get("part_type") == "note":
        yield Dropped(line, "private note")
    elif part.get("part_type") != "comment":
        yield Dropped(line, "system row")
    elif part.get("redacted") is True:
        yield Dropped(line, "deleted")
    elif not text and not attachments:
        yield Dropped(line, "empty")
    else:
        bot = part.get("from_ai_agent") is True or author.get("from_ai_agent") is True
        try:
            yield ParsedMessage(
                dialog=conversation,
                text=shown(text, attachments),
                line=line,
                id=words(part.get("id")),
                role=Role.BOT if bot else ROLES.get(str(author.get("type"))),
                author=words(author.get("id")),
                author_name=words(author.get("name")),
                at=time_of(part.get("created_at")),
                attachments=attachments,
            )
        except ValueError as error:
            yield Rejection(line, f"conversation {conversation}, part {words(part.get('id'))}: {error}")
