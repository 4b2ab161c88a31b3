"""Order, patience and giving up, without a server."""

import asyncio
from collections.abc import Sequence

import pytest
from aiogram.types import Update
from sqlalchemy.exc import OperationalError

from bot.storage.updates import Claim
from bot.telegram import lanes
from bot.telegram.lanes import Burst, Job, Lanes


class Worker:
    """Fails as often as it is told to, and notes what it did."""

    def __init__(self, *errors: Exception, claim: Claim = Claim.NEW) -> None:
        self.errors = list(errors)
        self.claimed = claim
        self.worked: list[list[int]] = []
        self.again: list[bool] = []
        self.finished: list[int] = []
        self.left: list[tuple[int, str]] = []

    async def claim(self, job: Job) -> Claim:
        return self.claimed

    async def work(self, burst: Burst) -> None:
        await burst.gather()
        self.worked.append([job.update.update_id for job in burst.jobs])
        self.again.append(burst.again)
        if self.errors:
            raise self.errors.pop(0)

    async def finish(self, jobs: Sequence[Job]) -> None:
        self.finished += [job.update.update_id for job in jobs]

    async def give_up(self, jobs: Sequence[Job], error: BaseException) -> None:
        self.left += [(job.update.update_id, type(error).__name__) for job in jobs]


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PAUSES", (0.0,))
    monkeypatch.setattr(lanes, "ALBUM_SECONDS", 0.05)


def job(number: int, *, bursts: bool = False, album: str | None = None) -> Job:
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    return Job(Update(update_id=number), "digest", done, bursts=bursts, album=album)


def away() -> OperationalError:
    return OperationalError("SELECT 1", {}, Exception("the database is away"))


async def test_what_fails_every_time_is_left_after_three_tries() -> None:
    worker = Worker(*[ValueError("no")] * 9)
    first, second = job(1), job(2)
    queue = Lanes(worker, 0.0)
    queue.put("chat", first)
    queue.put("chat", second)
    await first.done
    assert worker.worked == [[1], [1], [1]]
    assert worker.left == [(1, "ValueError")]
    worker.errors.clear()
    await second.done
    assert worker.finished == [1, 2]


async def test_what_passes_by_itself_is_tried_until_it_does() -> None:
    worker = Worker(*[away()] * 7)
    only = job(1)
    Lanes(worker, 0.0).put("chat", only)
    await only.done
    assert len(worker.worked) == 8
    assert worker.again == [False] + [True] * 7
    assert worker.left == []


async def test_an_update_that_is_done_is_not_worked_on() -> None:
    worker = Worker(claim=Claim.DONE)
    only = job(1)
    Lanes(worker, 0.0).put("chat", only)
    await only.done
    assert worker.worked == []


async def test_an_update_that_was_claimed_before_says_so() -> None:
    worker = Worker(claim=Claim.AGAIN)
    only = job(1)
    Lanes(worker, 0.0).put("chat", only)
    await only.done
    assert worker.again == [True]


async def test_a_burst_is_worked_on_as_one_and_ends_with_what_is_no_part_of_it() -> None:
    worker = Worker()
    jobs = [job(1, bursts=True), job(2, bursts=True), job(3), job(4, bursts=True)]
    queue = Lanes(worker, 0.05)
    for item in jobs:
        queue.put("chat", item)
    await asyncio.gather(*(item.done for item in jobs))
    assert worker.worked == [[1, 2], [3], [4]]


async def test_without_a_burst_time_only_albums_are_merged() -> None:
    worker = Worker()
    jobs = [
        job(1, bursts=True),
        job(2, bursts=True),
        job(3, bursts=True, album="g"),
        job(4, bursts=True, album="g"),
        job(5, bursts=True, album="h"),
    ]
    queue = Lanes(worker, 0.0)
    for item in jobs:
        queue.put("chat", item)
    await asyncio.gather(*(item.done for item in jobs))
    assert worker.worked == [[1], [2], [3, 4], [5]]


class Meeting(Worker):
    """Nobody's work ends before everybody's has begun."""

    def __init__(self, people: int) -> None:
        super().__init__()
        self.barrier = asyncio.Barrier(people)

    async def work(self, burst: Burst) -> None:
        await self.barrier.wait()
        await super().work(burst)


async def test_lanes_run_beside_each_other() -> None:
    worker = Meeting(20)
    jobs = [job(number) for number in range(20)]
    queue = Lanes(worker, 0.0)
    for number, item in enumerate(jobs):
        queue.put(number, item)
    await asyncio.gather(*(item.done for item in jobs))
    assert sorted(worker.worked) == [[number] for number in range(20)]


async def test_a_stop_ends_the_wait_for_a_burst() -> None:
    worker = Worker()
    only = job(1, bursts=True)
    queue = Lanes(worker, 3600.0)
    queue.put("chat", only)
    await asyncio.sleep(0.01)
    assert await queue.drain(60) == 0
    assert worker.finished == [1]


async def test_what_still_fails_when_the_bot_stops_is_to_be_delivered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PAUSES", (3600.0,))
    worker = Worker(*[away()] * 9)
    only = job(1)
    queue = Lanes(worker, 0.0)
    queue.put("chat", only)
    while not worker.worked:
        await asyncio.sleep(0.001)
    assert await queue.drain(60) == 0
    assert isinstance(only.done.exception(), OperationalError)
    assert worker.finished == []
