"""The Telegram bot: put together, started, and stopped without losing a message."""

import asyncio
import gc
import logging
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import BotCommand, BotCommandScopeChat, User
from aiogram.utils.token import TokenValidationError, validate_token

from bot.errors import SettingsError
from bot.telegram.delivery import Delivery
from bot.telegram.desk import Desk
from bot.telegram.intake import Intake
from bot.telegram.lanes import pause
from bot.telegram.memory import Memory
from bot.telegram.options import Parts, TelegramOptions
from bot.telegram.pace import PER_SECOND, Pace
from bot.telegram.polling import Polling
from bot.telegram.reception import Reception
from bot.telegram.routers import customer_router, error_router, group_router, staff_router
from bot.telegram.staff_room import StaffRoom
from bot.telegram.webhook import Webhook, path_of, secret_of

DRAIN_SECONDS = 30.0
"""How long a stop waits for what is in the works. What is not done by then is delivered again at the next start."""
RETRY_SECONDS = 3.0
NO_TOKEN = "no bot token: write to @BotFather on Telegram, send /newbot, and set the token it gives you: export FIRSTLINE_TELEGRAM_TOKEN=123456:ABC..."
BAD_TOKEN = "Telegram refuses the token in FIRSTLINE_TELEGRAM_TOKEN: copy it again from @BotFather (/mybots, API Token); it reads like 123456:ABC..."
COMMANDS = (
    BotCommand(command="start", description="What this bot does"),
    BotCommand(command="help", description="How to ask"),
    BotCommand(command="human", description="Talk to a person"),
)
STAFF_COMMANDS = (
    BotCommand(command="close", description="End this hand-off: the bot answers again"),
    BotCommand(command="help", description="What this group is for"),
)

logger = logging.getLogger(__name__)


class TelegramBot:
    """One bot, from its options. `run` serves until `stop`; both belong to one event loop."""

    def __init__(self, options: TelegramOptions, parts: Parts) -> None:
        """Raises SettingsError for a token that can't be one."""
        self._options = options
        self._bot = _bot(options)
        memory = Memory(parts.database, parts.redactor)
        desk = Desk(self._bot, parts.database, options.staff_chat_id)
        delivery = Delivery(self._bot, parts.database, desk, options.contact)
        reception = Reception(self._bot, parts, desk, delivery, memory, options.default_language)
        room = StaffRoom(self._bot, parts, desk, delivery, memory, options.staff_ids, options.default_language)
        self._dispatcher = Dispatcher(disable_fsm=True)
        customers = customer_router(reception, delivery, options.default_language)
        self._dispatcher.include_routers(staff_router(room), customers, group_router(), error_router(reception, room))
        self._intake = Intake(self._bot, self._dispatcher, parts.database, parts.key, options.burst_seconds)
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Take nothing more, finish what is in the works, and let `run` return."""
        self._stop.set()

    async def run(self, started: Callable[[User], None] = lambda _: None) -> None:
        """Serve until stopped. Raises SettingsError where Telegram refuses the token, OSError where the webhook's port is taken."""
        try:
            me = await self._introduce()
            if me is None:
                return
            await self._set_commands()
            gc.collect()
            gc.freeze()  # what is loaded now stays: without this, each full collection walks all of it and holds up every chat
            await (self._serve_webhook(me, started) if self._options.webhook_url else self._poll(me, started))
        finally:
            await self._bot.session.close()

    async def _poll(self, me: User, started: Callable[[User], None]) -> None:
        await self._until_reached(lambda: self._bot.delete_webhook(drop_pending_updates=False))
        polling = Polling(self._bot, self._intake, self._dispatcher.resolve_used_update_types())
        task = asyncio.ensure_future(polling.run())
        started(me)
        stopped = asyncio.ensure_future(self._stop.wait())
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        broken = task.done()
        task.cancel()
        stopped.cancel()
        await asyncio.wait({task})
        await self._intake.drain(DRAIN_SECONDS)
        await polling.acknowledge()
        if broken:
            with _teaching():
                task.result()

    async def _serve_webhook(self, me: User, started: Callable[[User], None]) -> None:
        """The port is open before Telegram is told of it."""
        webhook = Webhook(self._intake, path_of(self._options.webhook_url), secret_of(self._options.token))
        await webhook.open(*self._options.listen)
        try:
            registering = asyncio.ensure_future(self._until_reached(self._register))
            await asyncio.wait(
                {registering, stopped := asyncio.ensure_future(self._stop.wait())}, return_when=asyncio.FIRST_COMPLETED
            )
            if registering.done():
                with _teaching():
                    registering.result()
                started(me)
            await stopped
            registering.cancel()
            webhook.refuse()
            await self._intake.drain(DRAIN_SECONDS)
        finally:
            await webhook.close()

    async def _register(self) -> object:
        return await self._bot.set_webhook(
            self._options.webhook_url,
            secret_token=secret_of(self._options.token),
            allowed_updates=self._dispatcher.resolve_used_update_types(),
            drop_pending_updates=False,
        )

    async def _introduce(self) -> User | None:
        """Who the bot is; None if it was stopped before Telegram could be reached."""
        found: list[User] = []

        async def ask() -> object:
            found.append(await self._bot.me())
            return None

        with _teaching():
            await self._until_reached(ask)
        return found[0] if found else None

    async def _set_commands(self) -> None:
        """The menus. A server that has none is served all the same."""
        try:
            await self._bot.set_my_commands(list(COMMANDS))
            if self._options.staff_chat_id:
                scope = BotCommandScopeChat(chat_id=self._options.staff_chat_id)
                await self._bot.set_my_commands(list(STAFF_COMMANDS), scope=scope)
        except TelegramAPIError as error:
            logger.warning("the command menu could not be set: %s", error.message)

    async def _until_reached(self, call: Callable[[], Awaitable[object]]) -> None:
        """Call until Telegram is there, or the bot is stopped."""
        while not self._stop.is_set():
            try:
                await call()
                return
            except (TelegramNetworkError, TelegramServerError) as error:
                logger.warning("%s can't be reached (%s); trying again", self._options.api_base or "Telegram", type(error).__name__)
                await pause(self._stop, RETRY_SECONDS)


async def serve(options: TelegramOptions, parts: Parts, started: Callable[[User], None]) -> None:
    """Run a bot until SIGTERM or SIGINT; a second signal ends the process at once."""
    telegram = TelegramBot(options, parts)
    loop = asyncio.get_running_loop()

    def stop(number: signal.Signals) -> None:
        loop.remove_signal_handler(number)
        telegram.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop, number)
    await telegram.run(started)


@contextmanager
def _teaching() -> Iterator[None]:
    """What Telegram refuses, as an error that says what to do."""
    try:
        yield
    except (TelegramUnauthorizedError, TelegramNotFound) as error:
        raise SettingsError(BAD_TOKEN) from error
    except TelegramBadRequest as error:
        raise SettingsError(
            f"Telegram refuses the webhook ({error.message}); it must be an https address that Telegram can reach: --webhook-url"
        ) from error


def check_token(token: str) -> None:
    """Raises SettingsError where there is no token, or one that can't be."""
    if not token:
        raise SettingsError(NO_TOKEN)
    try:
        validate_token(token)
    except TokenValidationError as error:
        raise SettingsError(BAD_TOKEN) from error


def _bot(options: TelegramOptions) -> Bot:
    check_token(options.token)
    server = TelegramAPIServer.from_base(options.api_base) if options.api_base else PRODUCTION
    session = AiohttpSession(api=server)
    session.middleware(Pace(None if options.api_base else PER_SECOND))
    return Bot(options.token, session=session)
