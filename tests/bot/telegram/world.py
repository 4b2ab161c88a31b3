"""A running bot with its peer: what the tests of the Telegram front-end are told through."""

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.cli.import_words import report_words
from bot.telegram.options import Parts, TelegramOptions
from bot.telegram.service import TelegramBot
from dialogs.database import Database, open_database
from dialogs.ingest import ImportOptions, import_paths
from dialogs.redaction import Redactor
from dialogs.tables import Customer, Dialog, Message, ProcessedUpdate, Staff, Turn
from tests.bot.telegram.replier import RuleReplier, SixDigits
from tests.peer import STAFF_GROUP, TOKEN, Call, Peer, Person, post_update, running_peer

KEY = b"0123456789abcdef0123456789abcdef"
BURST = 0.1
_numbers = itertools.count(1001)


@dataclass
class World:
    """`mode` is polling or webhook; customers come from `person`, so that tests that share a bot don't meet."""

    peer: Peer
    database: Database
    mode: str
    replier: RuleReplier
    options: TelegramOptions
    agent: Person = field(default_factory=lambda: Person(7001, "Sam"))

    def person(self, name: str = "Ann", language: str = "en") -> Person:
        return Person(next(_numbers), name, language)

    def now(self) -> int:
        """The number of calls so far: `since` for what is looked at next."""
        return len(self.peer.calls)

    async def ask(self, person: Person, text: str, **more: Any) -> Call:
        """Write, and wait for the bot's first message back."""
        since = self.now()
        await self.peer.write(person, text, **more)
        return await self.peer.reply(person, since)

    async def hand_over(self, person: Person, text: str = "what is the meaning of life") -> Call:
        """Ask what the bot can't answer; returns the announcement in the staff group."""
        since = self.now()
        await self.peer.write(person, text)
        await self.peer.reply(person, since)
        return next(call for call in self.peer.sent(STAFF_GROUP, since) if "Hand-off" in call.text)

    async def staff_says(self, at: Call, text: str = "", **more: Any) -> dict[str, Any]:
        """Staff write where the hand-off is: in its topic, or as a reply to its announcement."""
        thread = at.fields.get("message_thread_id")
        place = {"topic": int(thread)} if thread is not None else {"reply_to": at.message_id}
        return await self.peer.write_in_group(self.agent, text, **place, **more)

    async def at_once(self, person: Person, messages: Sequence[Mapping[str, Any]]) -> None:
        """Several messages of a customer at the same moment, as Telegram delivers them."""
        chat = {"id": person.id, "type": "private", "first_name": person.first_name}
        made = []
        for message in messages:
            full = {"message_id": self.peer.new_number(), "date": 1, "chat": chat, "from": person.as_json(), **message}
            self.peer.messages[person.id, full["message_id"]] = full
            made.append({"message": full})
        await self.deliver(made)

    async def deliver(self, updates: Sequence[dict[str, Any]]) -> list[int]:
        """Updates at the same moment. Returns the statuses of the webhook."""
        if self.mode == "polling":
            return [await self.peer.update(update) for update in updates]
        numbered = [{**update, "update_id": update.get("update_id") or self.peer.next_update()} for update in updates]
        return await asyncio.gather(
            *(post_update(self.options.webhook_url, self.peer.webhook_secret, update) for update in numbered)
        )

    async def redeliver(self, update: dict[str, Any]) -> list[int]:
        """The same number once more, whatever the server's own bookkeeping."""
        if self.mode == "webhook":
            return await self.deliver([update])
        inbox = self.peer.inbox()
        await self.peer.until(lambda: not inbox.updates, "the acknowledgement of what came before")
        async with inbox.condition:
            inbox.updates.insert(0, update)
            inbox.condition.notify_all()
        return []

    def said(self, person: Person) -> list[tuple[str, str]]:
        """The record of this customer: (role, text) of every message, in order."""
        with self.database.session(read_only=True) as session:
            rows = session.execute(
                select(Message.role, Message.text)
                .join(Dialog, Dialog.id == Message.dialog_id)
                .join(Customer, Customer.id == Dialog.customer_id)
                .where(Customer.chat_id == person.id)
                .order_by(Dialog.id, Message.position)
            )
            return [(row.role, row.text) for row in rows]

    def kinds(self, person: Person) -> list[list[str]]:
        """What each message of this customer's record brought besides words."""
        with self.database.session(read_only=True) as session:
            rows = session.scalars(
                select(Message.attachments)
                .join(Dialog, Dialog.id == Message.dialog_id)
                .join(Customer, Customer.id == Dialog.customer_id)
                .where(Customer.chat_id == person.id)
                .order_by(Dialog.id, Message.position)
            )
            return list(rows)

    def turns(self, person: Person) -> list[Turn]:
        with self.database.session(read_only=True) as session:
            rows = session.scalars(
                select(Turn)
                .join(Dialog, Dialog.id == Turn.dialog_id)
                .join(Customer, Customer.id == Dialog.customer_id)
                .where(Customer.chat_id == person.id)
                .order_by(Turn.id)
            )
            return list(rows)

    def unfinish(self, update_id: int) -> None:
        """As if the bot had been killed before it could note that the update is done."""
        with self.database.session() as session:
            session.get_one(ProcessedUpdate, update_id).done_at = None

    def staff(self) -> set[int]:
        """Telegram ids of those who were noted as staff."""
        with self.database.session(read_only=True) as session:
            return set(session.scalars(select(Staff.user_id)))


@asynccontextmanager
async def running_world(
    folder: Path, mode: str, *, peer: Peer | None = None, forum: bool = False, **options: Any
) -> AsyncIterator[World]:
    """A bot in this process against a peer of its own, or one that outlives it."""
    if peer is None:
        async with running_peer(forum=forum) as own, running_world(folder, mode, peer=own, **options) as world:
            yield world
        return
    port = free_port()
    given = TelegramOptions(
        **{
            "token": TOKEN,
            "api_base": peer.url,
            "webhook_url": f"http://127.0.0.1:{port}/hook" if mode == "webhook" else "",
            "listen": ("127.0.0.1", port),
            "staff_chat_id": STAFF_GROUP,
            "burst_seconds": BURST,
            **options,
        }
    )
    database = open_database(f"sqlite:///{folder / 'firstline.db'}")
    replier = RuleReplier()
    bot = TelegramBot(given, parts_for(database, replier))
    started = asyncio.Event()
    task = asyncio.ensure_future(bot.run(lambda _: started.set()))
    await asyncio.wait({task, waiting := asyncio.ensure_future(started.wait())}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if task.done():
        task.result()
    try:
        yield World(peer, database, mode, replier, given)
    finally:
        bot.stop()
        await task
        database.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def parts_for(database: Database, replier: RuleReplier) -> Parts:
    return Parts(
        database=database,
        replier=replier,
        redactor=SixDigits(),
        import_file=lambda file: report_words(import_paths(database, [str(file)], ImportOptions(key=KEY), Redactor(None))),
        key=KEY,
    )
