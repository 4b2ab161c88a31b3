"""Order: the updates of one chat are worked on one after the other, chats beside each other.

A lane also waits for the rest of a burst or album, and works on an update again until it is done: it gives up only on what fails
every time for a reason of its own.
"""

import asyncio
import logging
import traceback
from collections import deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramServerError
from aiogram.types import Message, Update
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.storage.updates import Claim

ALBUM_SECONDS = 0.7
"""How long after its first picture the rest of an album comes."""
TRIES = 3
PAUSES = (0.5, 2.0, 5.0, 15.0)
"""Seconds before an update is worked on again."""
TRANSIENT = (OperationalError, InterfaceError, TelegramNetworkError, TelegramServerError, ClientDecodeError, ConnectionError)
"""Errors that pass by themselves: the database or Telegram is away."""

logger = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Job:
    """An update on its way. `done` resolves once its work is recorded as done.

    `bursts`: it may be merged with what follows at once; `album`: the id of the album it belongs to.
    """

    update: Update
    digest: str
    done: "asyncio.Future[None]"
    bursts: bool = False
    album: str | None = None
    claimed: bool = False


class Work(Protocol):
    """What a lane calls; each may raise. `give_up` is for an update that can't be worked on."""

    async def claim(self, job: Job) -> Claim: ...

    async def work(self, burst: "Burst") -> None: ...

    async def finish(self, jobs: Sequence[Job]) -> None: ...

    async def give_up(self, jobs: Sequence[Job], error: BaseException) -> None: ...


@dataclass(slots=True, eq=False)
class Burst:
    """The updates that are worked on together. `again`: they were worked on before, and part of the work may have been done."""

    lane: "Lane"
    jobs: list[Job]
    again: bool = False
    gathered: bool = field(default=False)

    @property
    def messages(self) -> list[Message]:
        return [job.update.message for job in self.jobs if job.update.message is not None]

    async def gather(self, *, album: bool = False) -> list[Message]:
        """Wait for what follows at once and take it along: the whole burst, or only the rest of an `album`."""
        if not self.gathered:
            self.gathered = True
            await self.lane.fill(self, album_only=album)
        return self.messages


class Lane:
    """One chat's updates."""

    def __init__(self, work: Work, burst_seconds: float, stopping: asyncio.Event) -> None:
        self._work = work
        self._burst_seconds = burst_seconds
        self._stopping = stopping
        self._queue: deque[Job] = deque()
        self._arrived = asyncio.Event()

    def put(self, job: Job) -> None:
        self._queue.append(job)
        self._arrived.set()

    @property
    def waiting(self) -> bool:
        return bool(self._queue)

    async def run(self) -> None:
        """Until nothing is waiting."""
        while self._queue:
            await self._until_done(Burst(self, [self._queue.popleft()]))

    async def fill(self, burst: Burst, *, album_only: bool) -> None:
        """Move what belongs to the burst from the queue into it, waiting as long as more may come."""
        loop = asyncio.get_running_loop()
        window = self._window(burst.jobs[0], album_only)
        latest = loop.time() + 2 * window
        until = loop.time() + window
        while window:
            while self._queue and _belongs(burst.jobs, self._queue[0], merging=self._burst_seconds > 0 and not album_only):
                job = self._queue.popleft()
                if await self._claimed(job, burst):
                    burst.jobs.append(job)
                    until = min(latest, loop.time() + window)
            if self._queue or loop.time() >= until or self._stopping.is_set():
                return
            await self._something(until - loop.time())

    def _window(self, job: Job, album_only: bool) -> float:
        merging = self._burst_seconds if job.bursts and not album_only else 0.0
        return max(merging, ALBUM_SECONDS if job.album is not None else 0.0)

    async def _something(self, seconds: float) -> None:
        """Until another update arrives, the bot stops, or the time is over."""
        self._arrived.clear()
        waits = {asyncio.ensure_future(self._arrived.wait()), asyncio.ensure_future(self._stopping.wait())}
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def _until_done(self, burst: Burst) -> None:
        tries = 0
        error: BaseException | None = None
        while True:
            given_up = error is not None and not isinstance(error, TRANSIENT) and tries >= TRIES
            task = asyncio.ensure_future(self._give_up(burst, error) if given_up and error is not None else self._try(burst))
            await asyncio.wait({task})
            error = asyncio.CancelledError() if task.cancelled() else task.exception()
            if error is None:
                return _resolve(burst.jobs)
            tries += 1
            log_error(error, burst.jobs)
            burst.again = True
            if self._stopping.is_set():
                return _fail(burst.jobs, error)
            await pause(self._stopping, PAUSES[min(tries, len(PAUSES)) - 1])

    async def _try(self, burst: Burst) -> None:
        burst.jobs = [job for job in burst.jobs if await self._claimed(job, burst)]
        if burst.jobs:
            await self._work.work(burst)
            await self._work.finish(burst.jobs)

    async def _give_up(self, burst: Burst, error: BaseException) -> None:
        await self._work.give_up(burst.jobs, error)
        await self._work.finish(burst.jobs)

    async def _claimed(self, job: Job, burst: Burst) -> bool:
        """Whether it is to be worked on. One that is done already is resolved here."""
        if job.claimed:
            return True
        claim = await self._work.claim(job)
        if claim is Claim.DONE:
            _resolve([job])
            return False
        job.claimed = True
        burst.again |= claim is Claim.AGAIN
        return True


class Lanes:
    """The lanes in use, by key."""

    def __init__(self, work: Work, burst_seconds: float) -> None:
        self._work = work
        self._burst_seconds = burst_seconds
        self._lanes: dict[Hashable, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()

    def put(self, key: Hashable, job: Job) -> None:
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = Lane(self._work, self._burst_seconds, self._stopping)
            lane.put(job)
            task = asyncio.ensure_future(self._run(key, lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            lane.put(job)

    async def drain(self, seconds: float) -> int:
        """Finish what is there, without waiting for more. Returns how many lanes had to be left unfinished."""
        self._stopping.set()
        if not self._tasks:
            return 0
        _, unfinished = await asyncio.wait(self._tasks, timeout=seconds)
        for task in unfinished:
            task.cancel()
        return len(unfinished)

    async def _run(self, key: Hashable, lane: Lane) -> None:
        await lane.run()
        del self._lanes[key]


def log_error(error: BaseException, jobs: Sequence[Job]) -> None:
    """Where it failed, without the error's own words: they may quote what a customer wrote."""
    where = "".join(traceback.format_tb(error.__traceback__)[-3:])
    numbers = ", ".join(str(job.update.update_id) for job in jobs)
    logger.error("update %s: %s\n%s", numbers, type(error).__name__, where)


def _belongs(jobs: Sequence[Job], job: Job, *, merging: bool) -> bool:
    return (merging and jobs[0].bursts and job.bursts) or (job.album is not None and job.album == jobs[-1].album)


def _resolve(jobs: Sequence[Job]) -> None:
    for job in jobs:
        if not job.done.done():
            job.done.set_result(None)


def _fail(jobs: Sequence[Job], error: BaseException) -> None:
    for job in jobs:
        if isinstance(error, asyncio.CancelledError):
            job.done.cancel()
        elif not job.done.done():
            job.done.set_exception(error)


async def pause(stopping: asyncio.Event, seconds: float) -> None:
    """That long, or until the bot stops."""
    wait = asyncio.ensure_future(stopping.wait())
    await asyncio.wait({wait}, timeout=seconds)
    wait.cancel()
