"""Long polling that acknowledges an update only when its work is done.

Telegram takes an offset as "everything below is done". So the offset here is the lowest update that is not, and what is above
and known is passed over. Stock polling acknowledges with the next request, whatever became of the update.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramConflictError, TelegramUnauthorizedError
from aiogram.methods import TelegramMethod

from bot.telegram.intake import Intake

WAIT_SECONDS = 30
"""How long Telegram holds a request open when there is nothing new."""
AT_ONCE = 100
"""Most updates that one request gives, so most that can be in the works."""
PAUSES = (0.05, 0.1, 0.2, 0.4)
"""Seconds between looks for new updates while known ones are in the works, for Telegram then answers at once."""
TROUBLE_SECONDS = 3.0
TRIES_AT_END = 10

logger = logging.getLogger(__name__)


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates without parsing: one update of an unknown shape must not hide the rest."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class Polling:
    """`kinds` are the kinds of update that are asked for."""

    def __init__(self, bot: Bot, intake: Intake, kinds: Sequence[str]) -> None:
        self._bot = bot
        self._intake = intake
        self._kinds = list(kinds)
        self._known: dict[int, asyncio.Future[None]] = {}
        self._in_trouble = ""

    async def run(self) -> None:
        """Until cancelled. Raises TelegramUnauthorizedError where the token was revoked."""
        looks = 0
        while True:
            if len(self._known) >= AT_ONCE and self._lowest() == min(self._known):
                await self._change(WAIT_SECONDS)
                continue
            updates = await self._fetch(0 if self._unfinished() else WAIT_SECONDS)
            fresh = [update for update in updates if update["update_id"] not in self._known]
            for update in fresh:
                self._known[update["update_id"]] = self._intake.take(update)
            looks = 0 if fresh else looks + 1
            if self._unfinished():
                await self._change(PAUSES[min(looks, len(PAUSES) - 1)])

    async def acknowledge(self) -> None:
        """Tell Telegram what is done, so that the next start is not given it again. Nothing is lost if that fails."""
        for future in self._known.values():
            if future.done() and not future.cancelled():
                future.exception()  # seen: Telegram delivers it again
        if not self._known:
            return
        for _ in range(TRIES_AT_END):
            try:
                await self._bot(RawUpdates(offset=self._lowest(), limit=1, timeout=0), request_timeout=5)
                return
            except TelegramConflictError:  # the request that was just broken off is still noticed
                await asyncio.sleep(0.1)
            except TelegramAPIError:
                return

    async def _fetch(self, timeout: int) -> list[dict[str, Any]]:
        """What Telegram has, from the lowest unfinished update on. Empty when it can't be reached, after a pause."""
        offset = self._lowest() if self._known else None
        request = RawUpdates(offset=offset, limit=AT_ONCE, timeout=timeout, allowed_updates=self._kinds)
        try:
            updates = await self._bot(request, request_timeout=timeout + 10)
        except TelegramConflictError:
            await self._trouble(
                "another process polls with this token, or a webhook was set: stop it. Telegram serves one at a time; trying again"
            )
            return []
        except TelegramUnauthorizedError:
            raise
        except (TelegramAPIError, ClientDecodeError) as error:
            await self._trouble(f"Telegram can't be reached ({type(error).__name__}); trying again")
            return []
        if self._in_trouble:
            logger.warning("Telegram answers again")
            self._in_trouble = ""
        if offset is not None:
            self._known = {number: future for number, future in self._known.items() if number >= offset}
        return updates

    def _unfinished(self) -> bool:
        return any(not _finished(future) for future in self._known.values())

    def _lowest(self) -> int:
        """The lowest update that is not done; one above all if there is none."""
        return min((number for number, future in self._known.items() if not _finished(future)), default=max(self._known) + 1)

    async def _change(self, seconds: float) -> None:
        """Until one of the known updates is finished, or the time is over."""
        waiting = [future for future in self._known.values() if not future.done()]
        if waiting:
            await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)

    async def _trouble(self, words: str) -> None:
        if words != self._in_trouble:
            logger.warning(words)
            self._in_trouble = words
        await asyncio.sleep(TROUBLE_SECONDS)


def _finished(future: "asyncio.Future[None]") -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
