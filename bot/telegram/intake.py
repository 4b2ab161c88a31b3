"""Every update comes in here, however it was fetched: taken once, worked on in its chat's order, acknowledged when that is done."""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.enums import ChatType
from aiogram.types import Message, Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.storage.alerts import raise_alert
from bot.storage.updates import Claim, claim_update, finish_updates, forget_updates
from bot.telegram.exports import is_export
from bot.telegram.lanes import Burst, Job, Lanes
from dialogs.database import Database

FORGET_EVERY = 10_000
"""Updates between two clean-ups of the claims."""

logger = logging.getLogger(__name__)


class Intake:
    """`take` gives a future that resolves when the update's work is recorded, so that it may be acknowledged.

    It fails only while the bot stops: the update is then to be delivered again.
    """

    def __init__(self, bot: Bot, dispatcher: Dispatcher, database: Database, key: bytes, burst_seconds: float) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._database = database
        self._key = key
        self._lanes = Lanes(self, burst_seconds)
        self._in_flight: dict[int, asyncio.Future[None]] = {}
        self._taken = 0

    def take(self, raw: Mapping[str, Any]) -> "asyncio.Future[None]":
        """One that is being worked on already gives the same future. Raises ValueError for what has no update_id."""
        update_id = raw.get("update_id")
        if not isinstance(update_id, int):
            raise ValueError("an update without an update_id")
        if update_id in self._in_flight:
            return self._in_flight[update_id]
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        update = self._parsed(raw)
        if update is None:
            done.set_result(None)
            return done
        self._in_flight[update_id] = done
        done.add_done_callback(lambda _: self._in_flight.pop(update_id, None))
        message = update.message
        job = Job(update, self._digest(raw), done, bursts=_bursts(message), album=message.media_group_id if message else None)
        self._lanes.put(lane_of(update), job)
        return done

    async def drain(self, seconds: float) -> None:
        unfinished = await self._lanes.drain(seconds)
        if unfinished:
            logger.warning("%s chats were left unfinished; Telegram delivers their messages again at the next start", unfinished)

    async def claim(self, job: Job) -> Claim:
        self._taken += 1
        if self._taken % FORGET_EVERY == 1:
            await asyncio.to_thread(forget_updates, self._database)
        return await asyncio.to_thread(claim_update, self._database, job.update.update_id, job.digest)

    async def work(self, burst: Burst) -> None:
        await self._dispatcher.feed_update(self._bot, burst.jobs[0].update, burst=burst)

    async def finish(self, jobs: Sequence[Job]) -> None:
        await asyncio.to_thread(finish_updates, self._database, [job.update.update_id for job in jobs])

    async def give_up(self, jobs: Sequence[Job], error: BaseException) -> None:
        numbers = [job.update.update_id for job in jobs]
        logger.error("update %s can't be worked on and is left: %s", numbers, type(error).__name__)
        await asyncio.to_thread(raise_alert, self._database, "update_left", {"updates": numbers, "error": type(error).__name__})

    def _parsed(self, raw: Mapping[str, Any]) -> Update | None:
        """None for a kind of update, or a shape of it, that this version does not know: there is nothing to do with it."""
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
            return update if update.event_type else None
        except (ValidationError, UpdateTypeLookupError) as error:
            logger.warning("update %s is of an unknown kind (%s)", raw.get("update_id"), type(error).__name__)
            return None

    def _digest(self, raw: Mapping[str, Any]) -> str:
        """Keyed, so that nothing can be told from it; of everything but the number."""
        said = json.dumps({key: value for key, value in raw.items() if key != "update_id"}, sort_keys=True)
        return hmac.digest(self._key, f"{self._bot.id}\0{said}".encode(), hashlib.sha256).hex()


def lane_of(update: Update) -> Hashable:
    """What an update must wait for: the earlier ones of its chat; in a forum, of its topic. An import holds up nothing else."""
    message = update.message or update.edited_message
    if message is not None:
        if message.document is not None and message.chat.type != ChatType.PRIVATE and is_export(message.document):
            return (message.chat.id, "exports")
        return (message.chat.id, message.message_thread_id if message.is_topic_message else None)
    if update.callback_query is not None:
        on = update.callback_query.message
        return (on.chat.id if on is not None else update.callback_query.from_user.id, None)
    return (update.my_chat_member.chat.id, None) if update.my_chat_member is not None else None


def _bursts(message: Message | None) -> bool:
    """A customer's message that is no command."""
    return message is not None and message.chat.type == ChatType.PRIVATE and not (message.text or "").startswith("/")
