"""A bot in a process of its own, to be killed. Forked from a process that has aiogram loaded, which takes seconds to load."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Event
from pathlib import Path

from bot.telegram.options import TelegramOptions
from bot.telegram.service import serve
from dialogs.database import open_database
from tests.bot.telegram.replier import RuleReplier
from tests.bot.telegram.world import BURST, parts_for
from tests.peer import STAFF_GROUP, TOKEN, Peer

PATIENCE = 60.0
"""Seconds for a process to start or to end; only a failure takes them."""


@asynccontextmanager
async def bot_process(folder: Path, peer: Peer, port: int) -> AsyncIterator[ForkServerProcess]:
    """A bot process that is ready, with a webhook on `port` (0: polling); killed at the end if it still runs."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    started = context.Event()
    process = context.Process(target=main, args=(folder, peer.url, port, started), daemon=True)
    process.start()
    try:
        assert await asyncio.to_thread(started.wait, PATIENCE), "the bot did not start"
        yield process
    finally:
        if process.is_alive():
            process.kill()
        await asyncio.to_thread(process.join)


async def exit_code(process: ForkServerProcess) -> int | None:
    """Of a process that ends."""
    await asyncio.to_thread(process.join, PATIENCE)
    return process.exitcode


def main(folder: Path, api_base: str, port: int, started: Event) -> None:
    options = TelegramOptions(
        token=TOKEN,
        api_base=api_base,
        webhook_url=f"http://127.0.0.1:{port}/hook" if port else "",
        listen=("127.0.0.1", port),
        staff_chat_id=STAFF_GROUP,
        burst_seconds=BURST,
    )
    parts = parts_for(open_database(f"sqlite:///{folder / 'firstline.db'}"), RuleReplier())
    asyncio.run(serve(options, parts, lambda _: started.set()))
