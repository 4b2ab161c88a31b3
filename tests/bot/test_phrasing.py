"""The phrasing endpoint, against a real HTTP server on this machine."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.dialogue.phrasing import PhrasingFailed
from bot.phrasing import ChatEndpoint
from retrieval.passage import Passage

DOGS = Passage(7, 3, "The shop", ("Dogs",), "https://shop.example/help#dogs", "Dogs on a lead are welcome.")
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@contextmanager
def server(answer: Answering) -> Iterator[str]:
    """Answers POST /v1/chat/completions on a free port; gives the base address."""
    loop, ports = asyncio.new_event_loop(), list[int]()

    async def serve() -> web.AppRunner:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", answer)
        runner = web.AppRunner(app, shutdown_timeout=0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        ports.append(runner.addresses[0][1])
        return runner

    runner = loop.run_until_complete(serve())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{ports[0]}/v1"
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def completion(text: Any) -> web.Response:
    return web.json_response({"choices": [{"message": {"role": "assistant", "content": text}}]})


def ask(url: str, seconds: float = 10) -> str | None:
    return ChatEndpoint(url, "small-model", "secret", seconds).phrase("may I bring <NAME_1>, my dog", [DOGS], "en")


def test_it_is_asked_with_the_passages_and_the_question_alone() -> None:
    seen: list[tuple[str, dict[str, Any]]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append((request.headers["Authorization"], await request.json()))
        return completion(" Yes, on a lead. ")

    with server(answer) as url:
        assert ask(url) == "Yes, on a lead."
        assert ask(f"{url}/chat/completions") == "Yes, on a lead."
    key, body = seen[0]
    assert (key, body["model"], body["temperature"]) == ("Bearer secret", "small-model", 0)
    system, user = body["messages"]
    assert "only from the passages" in system["content"]
    assert user["content"] == (
        "Passages:\n\n# The shop: Dogs\nDogs on a lead are welcome.\n\nThe customer's question:\n\nmay I bring <NAME_1>, my dog"
    )


async def error_500(request: web.Request) -> web.Response:
    return web.Response(status=500, text="broken")


async def redirect(request: web.Request) -> web.Response:
    raise web.HTTPFound("http://127.0.0.1:9/elsewhere")


async def no_json(request: web.Request) -> web.Response:
    return web.Response(text="<html>")


async def no_choice(request: web.Request) -> web.Response:
    return web.json_response({"choices": []})


async def no_text(request: web.Request) -> web.Response:
    return completion(None)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (error_500, "answered with status 500"),
        (redirect, "answered with status 302"),
        (no_json, "gave something else than a chat completion"),
        (no_choice, "gave something else than a chat completion"),
        (no_text, "gave no text"),
    ],
)
def test_whatever_goes_wrong_is_said(answer: Answering, said: str) -> None:
    with server(answer) as url, pytest.raises(PhrasingFailed, match=f"The phrasing endpoint {said}"):
        ask(url)


def test_a_server_that_drips_is_not_waited_for() -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for character in json.dumps({"choices": []}) * 2:
            await asyncio.sleep(0.05)
            await response.write(character.encode())
        return response

    with server(drip) as url, pytest.raises(PhrasingFailed, match=r"took longer than 0\.3 s"):
        ask(url, seconds=0.3)


def test_nobody_there_is_said() -> None:
    with pytest.raises(PhrasingFailed, match="could not be reached"):
        ask("http://127.0.0.1:9/v1")
