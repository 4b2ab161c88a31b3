"""One bot a way of fetching updates, shared by the session: starting one costs more than most tests."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.telegram.world import World, running_world

MODES = [("polling", True), ("webhook", False)]


@pytest.fixture(scope="session", params=MODES, ids=["polling-topics", "webhook-replies"])
async def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A bot fetching by polling with a forum as staff group, and one with a webhook and a plain group."""
    mode, forum = request.param
    async with running_world(tmp_path_factory.mktemp(mode), mode, forum=forum, contact="Write to help@shop.example.") as running:
        yield running
