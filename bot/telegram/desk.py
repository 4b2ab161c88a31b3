"""The staff group: hand-offs are announced there, messages are copied both ways. In a forum group a customer has a topic."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramServerError,
)
from aiogram.types import Message

from bot.storage.alerts import raise_alert
from bot.storage.handoffs import HandoffRecord, brief_of, customers_topic, first_link, get_handoff, link_messages, set_topic
from bot.telegram.announcement import announcement
from bot.telegram.sending import copy_messages, send_text, thread_is_gone
from dialogs.database import Database

LONGEST_TOPIC = 100
UNREACHABLE = (TelegramForbiddenError, TelegramBadRequest, TelegramNotFound)
REFUSED = (TelegramBadRequest, TelegramForbiddenError, TelegramNotFound, TelegramServerError)

Post = Callable[[int | None], Awaitable[list[int]]]
"""Sends into a topic (None: the group itself) and returns the ids of what it sent."""

logger = logging.getLogger(__name__)


class Desk:
    """`chat_id` is 0 without a staff group. What can't reach the group raises an alert, and the caller tells the customer."""

    def __init__(self, bot: Bot, database: Database, chat_id: int) -> None:
        self.chat_id = chat_id
        self._bot = bot
        self._database = database
        self._forum: bool | None = None
        """Whether topics can be made; None until it was tried."""

    @property
    def staffed(self) -> bool:
        return self.chat_id != 0

    async def announce(self, handoff_id: int, name: str, originals: Sequence[Message] = ()) -> bool:
        """Tell staff of a hand-off, once; `originals` are copied below where the record's text hides what they need. False if they can't be told."""
        if not self.staffed:
            return False
        handoff = await asyncio.to_thread(get_handoff, self._database, handoff_id)
        if await asyncio.to_thread(first_link, self._database, handoff_id, self.chat_id) is not None:
            return True

        async def post(thread: int | None) -> list[int]:
            header = await self._introduce(handoff, name, thread)
            copies = await copy_messages(self._bot, originals, self.chat_id, thread=thread, reply_to=None if thread else header[0])
            return header + copies

        return await self._reaching(self._post(handoff, name, post, introduced=True))

    async def forward(self, handoff_id: int, name: str, messages: Sequence[Message]) -> bool:
        """Copy to staff what the customer wrote. False if it can't reach them."""
        handoff = await asyncio.to_thread(get_handoff, self._database, handoff_id)
        header = await asyncio.to_thread(first_link, self._database, handoff_id, self.chat_id)

        async def post(thread: int | None) -> list[int]:
            return await copy_messages(self._bot, messages, self.chat_id, thread=thread, reply_to=None if thread else header)

        return self.staffed and await self._reaching(self._post(handoff, name, post))

    async def note(self, handoff_id: int, name: str, text: str) -> bool:
        """Write a line of the bot's own into the hand-off."""
        handoff = await asyncio.to_thread(get_handoff, self._database, handoff_id)
        header = await asyncio.to_thread(first_link, self._database, handoff_id, self.chat_id)

        async def post(thread: int | None) -> list[int]:
            return await send_text(self._bot, self.chat_id, text, thread=thread, reply_to=None if thread else header)

        return self.staffed and await self._reaching(self._post(handoff, name, post))

    def topics_exist(self) -> None:
        """The group turned out to be a forum: try topics again."""
        if self._forum is False:
            self._forum = None

    async def _reaching(self, posting: Awaitable[None]) -> bool:
        try:
            await posting
        except UNREACHABLE as error:
            logger.error(
                "the staff group %s can't be written to (%s): add the bot to it and check FIRSTLINE_STAFF_CHAT_ID",
                self.chat_id,
                error.message,
            )
            await asyncio.to_thread(raise_alert, self._database, "staff_unreachable", {"reason": error.message})
            return False
        return True

    async def _post(self, handoff: HandoffRecord, name: str, post: Post, *, introduced: bool = False) -> None:
        """Post into the hand-off's place and link what was sent. A topic that staff deleted is made anew, beginning with the dialog so far."""
        thread = await self._topic(handoff, name)
        try:
            sent = await post(thread)
        except TelegramMigrateToChat as error:
            self._migrate(error)
            sent = await post(thread)
        except TelegramBadRequest as error:
            if thread is None or not thread_is_gone(error):
                raise
            thread = await self._new_topic(handoff, name)
            sent = [] if introduced else await self._introduce(handoff, name, thread)
            sent += await post(thread)
        await asyncio.to_thread(link_messages, self._database, handoff.id, self.chat_id, sent)

    def _migrate(self, error: TelegramMigrateToChat) -> None:
        """Telegram made a supergroup of the group, which gave it another id."""
        logger.warning("the staff group has a new id: set FIRSTLINE_STAFF_CHAT_ID=%s", error.migrate_to_chat_id)
        self.chat_id = error.migrate_to_chat_id

    async def _introduce(self, handoff: HandoffRecord, name: str, thread: int | None) -> list[int]:
        brief = await asyncio.to_thread(brief_of, self._database, handoff.id)
        text = announcement(brief, name, in_topic=thread is not None)
        return await send_text(self._bot, self.chat_id, text, thread=thread)

    async def _topic(self, handoff: HandoffRecord, name: str) -> int | None:
        if handoff.topic is not None:
            return handoff.topic
        if self._forum is False:
            return None
        topic = await asyncio.to_thread(customers_topic, self._database, handoff.id)
        if topic is None:
            return await self._new_topic(handoff, name)
        await asyncio.to_thread(set_topic, self._database, handoff.id, topic)
        return topic

    async def _new_topic(self, handoff: HandoffRecord, name: str) -> int | None:
        """None where the group has no topics, or the bot may not make them."""
        try:
            topic = await self._bot.create_forum_topic(self.chat_id, f"{name} · {handoff.id}"[:LONGEST_TOPIC])
        except TelegramMigrateToChat as error:
            self._migrate(error)
            return await self._new_topic(handoff, name)
        except REFUSED as error:
            if self._forum and isinstance(error, TelegramServerError):  # it worked before: a moment's trouble, worth another try
                raise
            logger.info("no topics in the staff group (%s): hand-offs are told apart by replies", error.message)
            self._forum = False
            return None
        self._forum = True
        await asyncio.to_thread(set_topic, self._database, handoff.id, topic.message_thread_id)
        return topic.message_thread_id
