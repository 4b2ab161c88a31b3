"""The webhook: 200 only when the update's work is done, so that Telegram delivers again what was not."""

import asyncio
import hashlib
import hmac
import json
from urllib.parse import urlsplit

from aiohttp import web

from bot.telegram.intake import Intake

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1024 * 1024


def secret_of(token: str) -> str:
    """The secret that Telegram sends with each update: made from the token, so that replicas and restarts agree on it."""
    return hmac.digest(token.encode(), b"firstline webhook", hashlib.sha256).hex()


def path_of(url: str) -> str:
    return urlsplit(url).path or "/"


class Webhook:
    """Serves updates on a host and port. A duplicate of one in the works waits for the same work."""

    def __init__(self, intake: Intake, path: str, secret: str) -> None:
        self._intake = intake
        self._secret = secret
        self._stopping = False
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_post(path, self._receive)
        self._runner = web.AppRunner(app, access_log=None)

    async def open(self, host: str, port: int) -> None:
        """Raises OSError where the port is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()

    def refuse(self) -> None:
        """From now on Telegram is asked to come again later."""
        self._stopping = True

    async def close(self) -> None:
        await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), self._secret.encode()):
            return web.Response(status=401)
        if self._stopping:
            return web.Response(status=503)
        try:
            raw = json.loads(await request.read())
            done = self._intake.take(raw if isinstance(raw, dict) else {})
        except ValueError:
            return web.Response(status=400)
        await asyncio.wait({done})
        finished = not done.cancelled() and done.exception() is None
        return web.json_response({}) if finished else web.Response(status=500)
