"""What staff do in their group: reply to customers, end hand-offs, import exports."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.types import Document, Message

from bot.dialogue.wording import wording
from bot.storage.handoffs import HandoffRecord, close_handoff, handoff_of_staff_message, handoff_of_topic, link_messages
from bot.storage.live_dialogs import set_blocked
from bot.storage.messages import NewMessage, has_message, record_message
from bot.storage.staff import note_staff
from bot.telegram.announcement import GROUP_HELP
from bot.telegram.delivery import Delivery
from bot.telegram.desk import Desk
from bot.telegram.exports import import_export, is_export
from bot.telegram.incoming import incoming
from bot.telegram.lanes import Burst
from bot.telegram.memory import Memory
from bot.telegram.options import Parts
from bot.telegram.sending import copy_messages, send_text
from dialogs.record import Role

NOT_STAFF = "Not sent: you are not in FIRSTLINE_STAFF_IDS."
WHICH = "Which hand-off? Reply with /close to one of its messages, or write it in the customer's topic."
CLOSED = "Closed. The bot answers this customer again."
CLOSED_BEFORE = "This hand-off was closed before."
IS_CLOSED = "Not sent: this hand-off is closed. Reply to one of the customer's messages to write to them all the same."
BLOCKED = "Not delivered: the customer has blocked the bot."
UNDELIVERABLE = "Not delivered: Telegram refuses it ({reason})."

logger = logging.getLogger(__name__)


class StaffRoom:
    """`staff_ids` empty: whoever writes in the staff group is staff."""

    def __init__(
        self,
        bot: Bot,
        parts: Parts,
        desk: Desk,
        delivery: Delivery,
        memory: Memory,
        staff_ids: tuple[int, ...],
        default_language: str,
    ) -> None:
        self._bot = bot
        self._parts = parts
        self._database = parts.database
        self._desk = desk
        self._delivery = delivery
        self._memory = memory
        self._staff_ids = frozenset(staff_ids)
        self._default_language = default_language
        self._noted: set[int] = set()

    def is_here(self, message: Message) -> bool:
        return self._desk.staffed and message.chat.id == self._desk.chat_id

    async def is_private_export(self, message: Message) -> bool:
        """Whether it is an export from somebody who is staff wherever they write."""
        listed = message.from_user is not None and message.from_user.id in self._staff_ids
        return listed and message.chat.type == ChatType.PRIVATE and message.document is not None and is_export(message.document)

    async def message(self, message: Message, burst: Burst) -> None:
        """A reply to a hand-off, or in its topic, reaches the customer. The rest is talk among staff."""
        if message.chat.is_forum:
            self._desk.topics_exist()
        handoff = await self._handoff(message)
        if handoff is None:
            return
        if not await self._is_staff(message):
            await self._say(message, NOT_STAFF)
        elif handoff.closed and not await self._replies_to_it(message):
            await self._say(message, IS_CLOSED)
        else:
            await self._pass_on(handoff, await burst.gather(album=True), again=burst.again)

    async def document(self, message: Message, document: Document, burst: Burst) -> None:
        """In a hand-off it is for the customer; elsewhere it is an export to import."""
        if await self._handoff(message) is not None:
            await self.message(message, burst)
        elif await self._is_staff(message):
            await self.export(message, document)
        else:
            await self._say(message, NOT_STAFF)

    async def export(self, message: Message, document: Document) -> None:
        await self._say(message, await import_export(self._bot, document, self._parts.import_file))

    async def close(self, message: Message) -> None:
        """End a hand-off: the bot answers again, and the customer is told."""
        handoff = await self._handoff(message)
        if handoff is None:
            await self._say(message, WHICH)
        elif not await self._is_staff(message):
            await self._say(message, NOT_STAFF)
        elif not await asyncio.to_thread(close_handoff, self._database, handoff.id):
            await self._say(message, CLOSED_BEFORE)
        else:
            await self._delivery.words(handoff.chat_id, wording(handoff.language or self._default_language).resumed)
            await self._say(message, CLOSED)

    async def help(self, message: Message) -> None:
        await self._say(message, GROUP_HELP)

    async def failed(self, message: Message) -> None:
        await self._say(message, "That did not work: the bot failed at this message. Its log says where. Please try again.")

    async def _pass_on(self, handoff: HandoffRecord, messages: Sequence[Message], *, again: bool) -> None:
        identity = f"staff-{messages[0].message_id}"
        if again and await asyncio.to_thread(has_message, self._database, handoff.dialog, identity):
            return
        try:
            await copy_messages(self._bot, messages, handoff.chat_id)
        except TelegramForbiddenError:
            await asyncio.to_thread(set_blocked, self._database, handoff.chat_id, True)
            await self._say(messages[0], BLOCKED)
            return
        except TelegramBadRequest as error:
            await self._say(messages[0], UNDELIVERABLE.format(reason=error.message))
            return
        await self._record(handoff, identity, messages)

    async def _record(self, handoff: HandoffRecord, identity: str, messages: Sequence[Message]) -> None:
        said = incoming(messages)
        text = await self._memory.redacted(handoff.dialog, handoff.dialog_id, said.text, await self._names(handoff, messages[0]))
        new = NewMessage(identity, Role.AGENT, text, datetime.now(UTC), said.attachments)
        await asyncio.to_thread(record_message, self._database, handoff.dialog, new)
        ids = [message.message_id for message in messages]
        await asyncio.to_thread(link_messages, self._database, handoff.id, self._desk.chat_id, ids)

    async def _names(self, handoff: HandoffRecord, message: Message) -> set[str]:
        """Of both: an agent greets by name. The customer's is asked of Telegram if they have not written since the start."""
        names = {message.from_user.full_name} if message.from_user is not None else set()
        if not self._memory.names(handoff.dialog_id):
            with suppress(TelegramAPIError):
                names.add((await self._bot.get_chat(handoff.chat_id)).full_name)
        return names

    async def _handoff(self, message: Message) -> HandoffRecord | None:
        replied = message.reply_to_message
        if replied is not None:
            found = await asyncio.to_thread(handoff_of_staff_message, self._database, message.chat.id, replied.message_id)
            if found is not None:
                return found
        if message.is_topic_message and message.message_thread_id is not None:
            return await asyncio.to_thread(handoff_of_topic, self._database, message.message_thread_id)
        return None

    async def _replies_to_it(self, message: Message) -> bool:
        replied = message.reply_to_message
        chat_id = message.chat.id
        return replied is not None and (
            await asyncio.to_thread(handoff_of_staff_message, self._database, chat_id, replied.message_id) is not None
        )

    async def _is_staff(self, message: Message) -> bool:
        """Listed or, without a list, anybody in the group; noted on first sight. An anonymous admin writes as the group itself."""
        user = message.from_user
        if user is None or (self._staff_ids and user.id not in self._staff_ids):
            return False
        if user.id not in self._noted:
            await asyncio.to_thread(note_staff, self._database, user.id)
            self._noted.add(user.id)
        return True

    async def _say(self, message: Message, text: str) -> None:
        """Answer in the place where the message stands."""
        thread = message.message_thread_id if message.is_topic_message else None
        await send_text(self._bot, message.chat.id, text, thread=thread, reply_to=message.message_id)
