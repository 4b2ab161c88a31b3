"""The typing indicator, for as long as the bot works on a reply."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import TelegramAPIError

SECONDS = 4.0
"""Telegram shows the indicator for five seconds, or until a message comes."""


@asynccontextmanager
async def typing(bot: Bot, chat_id: int) -> AsyncIterator[None]:
    """Shown from the beginning and renewed. Nothing depends on it, so an error of it is not an error of the work."""
    first = asyncio.create_task(_show(bot, chat_id))
    again = asyncio.create_task(_renew(bot, chat_id))
    try:
        yield
    finally:
        again.cancel()
        await asyncio.wait({first, again})


async def _show(bot: Bot, chat_id: int) -> None:
    with suppress(TelegramAPIError):
        await bot.send_chat_action(chat_id, ChatAction.TYPING)


async def _renew(bot: Bot, chat_id: int) -> None:
    while True:
        await asyncio.sleep(SECONDS)
        await _show(bot, chat_id)
