"""LiveChat archives. https://platform.text.com/docs/messaging/agent-chat-api"""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.html_text import html_to_text
from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.importers.json_records import Object, objects, records
from dialogs.importers.shape import shape_of
from dialogs.importers.times import time_of
from dialogs.importers.values import shown, tags_of, words
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection, Role

ROLES = {"customer": Role.CUSTOMER, "agent": Role.AGENT, "bot": Role.BOT}
SAID = {"message": "", "rich_message": "", "file": "file"}
"""Event type -> attachment."""


@dataclass(frozen=True, slots=True)
class LiveChat:
    name: str = "livechat"

    def recognises(self, sample: Sample) -> bool:
        shape = shape_of(sample)
        return any(shape.has(f"{at}users", f"{at}{thread}") for at in ("", "chats.*.") for thread in ("thread", "threads"))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        for item in records(source, "chats"):
            if isinstance(item, Rejection):
                yield item
            else:
                yield from _chat(item[1], item[0])


def _chat(chat: Object, line: int) -> Iterator[Parsed]:
    name = words(chat.get("id"))
    if name is None:
        yield Rejection(line, "a chat without an id")
        return
    users = {words(user.get("id")): user for user in objects(chat.get("users"))}
    threads = [chat["thread"]] if isinstance(chat.get("thread"), dict) else objects(chat.get("threads"))
    customer: Object = next((user for user in users.values() if user.get("type") == "customer"), {})
    tags = tuple(dict.fromkeys(tag for thread in threads for tag in tags_of(thread.get("tags"))))
    yield ParsedDialog(id=name, customer=words(customer.get("id")), customer_name=words(customer.get("name")), tags=tags)
    for thread in threads:
        for event in objects(thread.get("events")):
            yield from _event(event, name, users, line)


def _event(event: Object, chat: str, users: dict[str | None, Object], line: int) -> Iterator[Parsed]:
    author = words(event.get("author_id"))
    user = users.get(author, {})
    kind = str(event.get("type"))
    text = html_to_text(str(event.get("text") or ""))
    attachments = (SAID[kind],) if SAID.get(kind) else ()
    if event.get("visibility") == "agents" or event.get("recipients") == "agents":
        yield Dropped(line, "private note")
    elif kind not in SAID:
        yield Dropped(line, "system row")
    elif not text and not attachments:
        yield Dropped(line, "empty")
    else:
        try:
            yield ParsedMessage(
                dialog=chat,
                text=shown(text, attachments),
                line=line,
                id=words(event.get("id")),
                role=ROLES.get(str(user.get("type"))),
                author=author,
                author_name=words(user.get("name")),
                at=time_of(event.get("created_at")),
                attachments=attachments,
            )
        except ValueError as error:
            yield Rejection(line, f"chat {chat}, event {words(event.get('id'))}: {error}")
