"""A chat endpoint that speaks OpenAI's protocol (`POST …/chat/completions`), asked to word what a page says. Off unless an address is set.

It gets the redacted question and the passages, nothing else of the dialog.
"""

import json
import logging
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import Future, wait
from http.client import HTTPException
from typing import Any

from bot.dialogue.phrasing import PhrasingFailed
from retrieval.passage import Passage

LONGEST = 1 << 20
"""Bytes of a response that are read."""
MOST_AT_ONCE = 8
"""Requests under way: a further one is not worth waiting for."""
INSTRUCTIONS = """You word replies for a customer service desk. Answer the customer's question only from the passages of the help pages below.
Add nothing: no number, link, e-mail address, name or condition that the passages don't have. If they don't answer the question, copy the
sentence that comes nearest. Write at most three plain sentences, without a greeting, without markup, in the language with the code {language}."""

logger = logging.getLogger(__name__)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would take the key to another address."""

    def redirect_request(self, *arguments: Any, **named: Any) -> None:
        return None


class ChatEndpoint:
    """`url` is the base address (`http://127.0.0.1:11434/v1`) or that of the completions themselves; `seconds` is how long a reply may take in all."""

    def __init__(self, url: str, model: str, key: str, seconds: float) -> None:
        self._url = url if url.rstrip("/").endswith("/chat/completions") else f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._key = key
        self._seconds = seconds
        self._open = urllib.request.build_opener(_NoRedirect).open
        self._free = threading.BoundedSemaphore(MOST_AT_ONCE)

    def phrase(self, question: str, passages: Sequence[Passage], language: str) -> str | None:
        """On a thread of its own: a server that sends a byte a second would never run into a socket's timeout."""
        if not self._free.acquire(blocking=False):
            raise _failure(f"was not asked: {MOST_AT_ONCE} requests are still waiting")
        future: Future[bytes] = Future()
        threading.Thread(
            target=self._work, args=(self._request(question, passages, language), future), name="phrasing", daemon=True
        ).start()
        done, _ = wait((future,), self._seconds)
        if not done:
            raise _failure(f"took longer than {self._seconds:g} s")
        error = future.exception()
        if isinstance(error, urllib.error.HTTPError):
            raise _failure(f"answered with status {error.code}")
        if error is not None:
            raise _failure(f"could not be reached ({type(error).__name__})")
        return _reply(future.result())

    def _request(self, question: str, passages: Sequence[Passage], language: str) -> urllib.request.Request:
        found = "\n\n".join(f"# {passage.heading}\n{passage.text}" for passage in passages)
        body = {
            "model": self._model,
            "temperature": 0,
            "max_tokens": 300,
            "messages": [
                {"role": "system", "content": INSTRUCTIONS.format(language=language)},
                {"role": "user", "content": f"Passages:\n\n{found}\n\nThe customer's question:\n\n{question}"},
            ],
        }
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        return urllib.request.Request(self._url, json.dumps(body).encode(), headers, method="POST")

    def _work(self, request: urllib.request.Request, future: "Future[bytes]") -> None:
        try:
            with self._open(request, timeout=self._seconds) as response:
                future.set_result(response.read(LONGEST))
        except urllib.error.HTTPError as error:
            error.close()
            future.set_exception(error)
        except (OSError, HTTPException, ValueError) as error:
            future.set_exception(error)
        finally:
            self._free.release()


def _reply(content: bytes) -> str:
    try:
        text = json.loads(content)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise _failure("gave something else than a chat completion") from error
    if not isinstance(text, str):
        raise _failure("gave no text")
    return text.strip()


def _failure(what: str) -> PhrasingFailed:
    logger.warning("the phrasing endpoint %s", what)
    return PhrasingFailed(f"The phrasing endpoint {what}.")
