"""Brings a turn to the customer: recorded first, staff told if it hands over, then sent, then marked as sent."""

import asyncio
import logging
from collections.abc import Sequence

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge, TelegramForbiddenError
from aiogram.types import InlineKeyboardMarkup, Message

from bot.dialogue.action import Clarify
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.storage.attachments import read_contents
from bot.storage.handoffs import close_handoff, get_handoff
from bot.storage.live_dialogs import set_blocked
from bot.storage.messages import parts_of
from bot.storage.turns import RecordedTurn, mark_sent, record_turn
from bot.telegram.buttons import keyboard
from bot.telegram.desk import Desk
from bot.telegram.incoming import Incoming
from bot.telegram.sending import send_attachment, send_text
from bot.telegram.turns import nobody_there, nobody_words
from bot.telegram.visitor import Visitor
from dialogs.database import Database
from retrieval.hit import Attachment

logger = logging.getLogger(__name__)


class Delivery:
    """A turn that was recorded and not sent is delivered again after a crash; one that was sent is not."""

    def __init__(self, bot: Bot, database: Database, desk: Desk, contact: str) -> None:
        self._bot = bot
        self._database = database
        self._desk = desk
        self._contact = contact

    async def turn(self, turn: Turn, visitor: Visitor, said: Incoming, originals: Sequence[Message] = ()) -> None:
        """`originals` are what the customer wrote: staff get copies where the record's text leaves something out."""
        recorded = await self._record(turn, said)
        if recorded.action == "handoff" and recorded.handoff is not None:
            hidden = originals if said.attachments or turn.text != said.text else ()
            if not await self._desk.announce(recorded.handoff, visitor.name, hidden):
                turn = nobody_there(turn, self._contact)
                recorded = await self._record(turn, said)
                await asyncio.to_thread(close_handoff, self._database, recorded.handoff or 0)
        way_out = wording(turn.language).none_of_these if isinstance(turn.action, Clarify) else None
        buttons = keyboard(recorded.turn, (*turn.options, *turn.suggestions), turn.buttons, none_of_these=way_out)
        await self._send(recorded.turn, visitor, turn.reply, buttons, turn.attachments)

    async def resume_handoff(self, recorded: RecordedTurn, visitor: Visitor, originals: Sequence[Message] = ()) -> None:
        """Finish a hand-off whose turn was recorded before the bot was killed."""
        reply = recorded.reply
        if recorded.handoff is not None and not await self._desk.announce(recorded.handoff, visitor.name, originals):
            handoff = await asyncio.to_thread(get_handoff, self._database, recorded.handoff)
            reply = nobody_words(handoff.language or "", self._contact)
            await asyncio.to_thread(close_handoff, self._database, recorded.handoff)
        await self._send(recorded.turn, visitor, reply)

    async def words(self, chat_id: int, text: str, buttons: InlineKeyboardMarkup | None = None) -> bool:
        """Send to a customer. False where they can't be reached: they blocked the bot, or their account is gone."""
        try:
            await send_text(self._bot, chat_id, text, keyboard=buttons)
        except TelegramForbiddenError:
            await asyncio.to_thread(set_blocked, self._database, chat_id, True)
            return False
        except TelegramBadRequest as error:
            logger.warning("a customer could not be written to: %s", error.message)
            return False
        return True

    async def _record(self, turn: Turn, said: Incoming) -> RecordedTurn:
        parts = parts_of(said.texts, turn.text)
        return await asyncio.to_thread(record_turn, self._database, turn, attachments=said.attachments, parts=parts)

    async def _send(
        self,
        turn: int,
        visitor: Visitor,
        reply: str,
        buttons: InlineKeyboardMarkup | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> None:
        """The words last, so that the buttons below them are the last thing in the chat."""
        await self._attached(visitor, attachments)
        if await self.words(visitor.chat_id, reply, buttons):
            await asyncio.to_thread(mark_sent, self._database, turn)

    async def _attached(self, visitor: Visitor, attachments: Sequence[Attachment]) -> None:
        """Pictures and files. What Telegram refuses is left out: the words still help."""
        if not attachments:
            return
        contents = await asyncio.to_thread(read_contents, self._database, [item.id for item in attachments])
        for item in attachments:
            try:
                if item.id in contents:
                    await send_attachment(self._bot, visitor.chat_id, item, contents[item.id])
            except TelegramForbiddenError:
                return
            except (TelegramBadRequest, TelegramEntityTooLarge) as error:
                logger.warning("the %s %s could not be sent: %s", item.kind, item.name, error.message)
