"""Keeps to Telegram's limits: waits as long as a 429 says, and sends no more a second than Telegram lets a bot send."""

import asyncio
import logging

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, SendChatAction, TelegramMethod
from aiogram.methods.base import TelegramType

PER_SECOND = 30
"""Messages a second over all chats (core.telegram.org/bots/faq)."""
SENDING = ("send", "copy", "forward")

logger = logging.getLogger(__name__)


class Pace(BaseRequestMiddleware):
    """A request that met a 429 is repeated after its `retry_after`; other requests to that chat wait as well.

    `per_second` None leaves the pace to the server's 429s: a Bot API server of one's own has its own limits.
    """

    def __init__(self, per_second: float | None = PER_SECOND) -> None:
        self._interval = 1 / per_second if per_second else 0.0
        self._burst = per_second or 0.0
        self._next = 0.0
        self._closed_until: dict[object, float] = {}

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        chat = getattr(method, "chat_id", None)
        while True:
            await self._wait(method, chat)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                if isinstance(method, SendChatAction):  # "typing" is worth nothing later
                    raise
                logger.warning(
                    "Telegram asks to wait %s s before the next %s to this chat", error.retry_after, method.__api_method__
                )
                self._closed_until[chat] = asyncio.get_running_loop().time() + error.retry_after

    async def _wait(self, method: TelegramMethod[TelegramType], chat: object) -> None:
        now = asyncio.get_running_loop().time()
        until = self._closed_until.get(chat, 0.0)
        if method.__api_method__.startswith(SENDING) and self._interval and not isinstance(method, SendChatAction):
            self._next = max(self._next, now - self._interval * self._burst) + self._interval
            until = max(until, self._next)
        if until > now:
            await asyncio.sleep(until - now)
        else:
            self._closed_until.pop(chat, None)
