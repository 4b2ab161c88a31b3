"""Freshdesk: tickets with their conversations inside, or tickets and conversations as two files. https://developers.freshdesk.com/api/"""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.json_records import Object, attachment_kinds, mail_text, object_in, objects, records
from dialogs.importers.shape import shape_of
from dialogs.importers.times import time_of
from dialogs.importers.values import rating_of, shown, tags_of, words
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection, Role


@dataclass(frozen=True, slots=True)
class Freshdesk:
    name: str = "freshdesk"

    def recognises(self, sample: Sample) -> bool:
        shape = shape_of(sample)
        for at in ("", "tickets.*.", "conversations.*."):
            ticket = shape.has(f"{at}requester_id") and (shape.has(f"{at}responder_id") or shape.has(f"{at}description_text"))
            if ticket or shape.has(f"{at}ticket_id", f"{at}incoming"):
                return True
        return False

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        alone = shape_of(source.sample()).has("requester_id")
        for item in records(source) if alone else records(source, "tickets", "conversations"):
            if isinstance(item, Rejection):
                yield item
            elif "incoming" in item[1] and "ticket_id" in item[1]:
                yield from _message(item[1], words(item[1]["ticket_id"]), item[0])
            else:
                yield from _ticket(item[1], item[0])


def _ticket(ticket: Object, line: int) -> Iterator[Parsed]:
    name = words(ticket.get("id"))
    if name is None:
        yield Rejection(line, "a ticket without an id")
        return
    requester = words(ticket.get("requester_id"))
    try:
        started_at = time_of(ticket.get("created_at"))
    except ValueError as error:
        yield Rejection(line, f"ticket {name}: {error}")
        return
    yield ParsedDialog(
        id=name,
        customer=requester,
        customer_name=words(object_in(ticket, "requester").get("name")),
        started_at=started_at,
        tags=tags_of(ticket.get("tags")),
        rating=rating_of(ticket.get("satisfaction_rating")),
    )
    opening = {
        "id": "description",
        "body_text": ticket.get("description_text"),
        "body": ticket.get("description"),
        "incoming": True,
        "user_id": requester,
        "created_at": ticket.get("created_at"),
        "attachments": ticket.get("attachments"),
    }
    for message in (opening, *objects(ticket.get("conversations"))):
        yield from _message(message, name, line)


def _message(message: Object, ticket: str | None, line: int) -> Iterator[Parsed]:
    text = mail_text(message, ("body_text",), () if message.get("body_text") else ("body",))
    attachments = attachment_kinds(message.get("attachments"))
    if ticket is None:
        yield Rejection(line, "a conversation without its ticket_id")
    elif message.get("private") is True:
        yield Dropped(line, "private note")
    elif not text and not attachments:
        yield Dropped(line, "empty")
    else:
        try:
            yield ParsedMessage(
                dialog=ticket,
                text=shown(text, attachments),
                line=line,
                id=words(message.get("id")),
                role=Role.CUSTOMER if message.get("incoming") is True else Role.AGENT,
                author=words(message.get("user_id")),
                at=time_of(message.get("created_at")),
                attachments=attachments,
            )
        except ValueError as error:
            yield Rejection(line, f"ticket {ticket}, conversation {words(message.get('id'))}: {error}")
