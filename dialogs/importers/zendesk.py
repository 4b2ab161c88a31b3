"""Zendesk: a ticket a line or in an array, its comments inside. https://developer.zendesk.com/api-reference/ticketing/"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from dialogs.errors import UnreadableExport
from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.json_records import Object, attachment_kinds, mail_text, object_in, objects, records
from dialogs.importers.shape import shape_of
from dialogs.importers.times import time_of
from dialogs.importers.values import rating_of, shown, tags_of, words
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection, Role


@dataclass(frozen=True, slots=True)
class Zendesk:
    name: str = "zendesk"

    def recognises(self, sample: Sample) -> bool:
        shape = shape_of(sample)
        at = "tickets.*." if shape.has("tickets.*.id") else ""
        ticket = shape.has(f"{at}requester_id") and not shape.has(f"{at}responder_id")
        return ticket and (shape.has(f"{at}assignee_id") or shape.has(f"{at}comments") or shape.has(f"{at}via"))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        read = any_comments = False
        people = _people(source)
        for item in records(source, "tickets"):
            if isinstance(item, Rejection):
                yield item
                continue
            line, ticket = item
            if "comments" in ticket:
                any_comments = True
                yield from _ticket(ticket, people, line)
            else:
                yield Rejection(line, f"ticket {words(ticket.get('id'))} has no comments")
            read = True
        if read and not any_comments:
            raise UnreadableExport(
                f"{source.name} holds tickets without their comments; export /api/v2/tickets/{{id}}/comments.json of each as the "
                "ticket's `comments`, or the JSON export of the account, which has them"
            )


People: TypeAlias = Mapping[str | None, Object]


def _people(source: Source) -> People:
    """The users that the API lists beside the tickets, by id. An export of one ticket a line has none."""
    if not shape_of(source.sample()).has("tickets.*.id"):
        return {}
    listed = (item[1] for item in records(source, "users") if not isinstance(item, Rejection))
    return {words(person.get("id")): person for person in listed if "role" in person}


def _ticket(ticket: Object, listed: People, line: int) -> Iterator[Parsed]:
    name = words(ticket.get("id"))
    if name is None:
        yield Rejection(line, "a ticket without an id")
        return
    requester = words(ticket.get("requester_id"))
    people = {**listed, **{words(person.get("id")): person for person in objects(ticket.get("users"))}}
    try:
        yield ParsedDialog(
            id=name,
            customer=requester,
            customer_name=words((people.get(requester) or object_in(ticket, "requester")).get("name")),
            started_at=time_of(ticket.get("created_at")),
            tags=tags_of(ticket.get("tags")),
            rating=rating_of(ticket.get("satisfaction_rating")),
        )
    except ValueError as error:
        yield Rejection(line, f"ticket {name}: {error}")
        return
    for comment in objects(object_in(ticket, "comments").get("comments", ticket.get("comments"))):
        yield from _comment(comment, name, requester, people, line)


def _comment(comment: Object, ticket: str, requester: str | None, people: People, line: int) -> Iterator[Parsed]:
    author = words(comment.get("author_id"))
    person = people.get(author) or object_in(comment, "author")
    text = mail_text(comment, ("plain_body", "body"), ("html_body",))
    attachments = attachment_kinds(comment.get("attachments"))
    if comment.get("public") is False:
        yield Dropped(line, "private note")
    elif not text and not attachments:
        yield Dropped(line, "empty")
    else:
        try:
            yield ParsedMessage(
                dialog=ticket,
                text=shown(text, attachments),
                line=line,
                id=words(comment.get("id")),
                role=_role(author, requester, person),
                author=author,
                author_name=words(person.get("name")),
                at=time_of(comment.get("created_at")),
                attachments=attachments,
            )
        except ValueError as error:
            yield Rejection(line, f"ticket {ticket}, comment {words(comment.get('id'))}: {error}")


def _role(author: str | None, requester: str | None, person: Object) -> Role | None:
    """Whoever is not the requester is an agent, unless the export says that they are an end user, too (in copy)."""
    if author is None:
        return None
    return Role.CUSTOMER if author == requester or person.get("role") == "end-user" else Role.AGENT
