"""How a long piece of work tells how far it is, without knowing who listens."""

from typing import Protocol


class Progress(Protocol):
    """`what` names the step, `done` counts up to `total` (None: unknown)."""

    def __call__(self, what: str, done: int, total: int | None = None) -> None: ...


def silent(what: str, done: int, total: int | None = None) -> None:
    """Nobody listens."""
