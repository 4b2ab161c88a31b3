"""Messages that come at once are understood together; one that comes alone waits for nobody."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Protocol

from nlu.result import NluResult

MOST = 32
"""Texts of one batch."""


class Parser(Protocol):
    @property
    def version(self) -> str: ...

    def parse_many(self, texts: Sequence[str]) -> list[NluResult]: ...


class MicroBatches:
    """Called from many threads. Whoever finds the model idle works at once; what arrives meanwhile is the next batch."""

    def __init__(self, model: Parser) -> None:
        self._model = model
        self._waiting: list[tuple[str, Future[NluResult]]] = []
        self._guard = threading.Lock()
        self._working = threading.Lock()

    @property
    def version(self) -> str:
        return self._model.version

    def parse(self, text: str) -> NluResult:
        """Raises what the model raises."""
        mine: Future[NluResult] = Future()
        with self._guard:
            self._waiting.append((text, mine))
        while not mine.done():
            with self._working:
                if not mine.done():
                    self._work()
        return self._model.parse_many([text])[0] if mine.cancelled() else mine.result()

    def parse_many(self, texts: Sequence[str]) -> list[NluResult]:
        """They are a batch already."""
        return self._model.parse_many(texts)

    def _work(self) -> None:
        """One batch of those that wait longest. If it fails, whoever did the work hears of it, and the others try alone."""
        with self._guard:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            results = self._model.parse_many([text for text, _ in batch])
            for (_, future), result in zip(batch, results, strict=True):
                future.set_result(result)
        finally:
            for _, future in batch:
                future.cancel()
