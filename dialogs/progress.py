"""How long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Called often and cheaply: `done` of `total` steps of `what`; `total` is None where it is not known."""

    def __call__(self, what: str, done: int, total: int | None = None) -> None: ...


def silent(what: str, done: int, total: int | None = None) -> None:
    """Tells nobody."""
