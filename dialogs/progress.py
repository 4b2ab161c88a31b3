"""How long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    def __call__(self, what: str, done: int, total: int | None = None) -> None: ...


def silent(what: str, done: int, total: int | None = None) -> None:
    """Tells nobody."""
