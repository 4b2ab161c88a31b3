"""Splits an endless chat into dialogs: where it was silent for long, and after a goodbye."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Protocol, TypeVar

from dialogs.farewell import is_farewell

PAUSE = timedelta(minutes=30)
"""Silence after a goodbye that makes what follows a new dialog; before, it is an afterthought, or the goodbye in return."""


class Said(Protocol):
    @property
    def at(self) -> datetime | None: ...

    @property
    def text(self) -> str: ...


T = TypeVar("T", bound=Said)
_AT = attrgetter("at")


def in_order(rows: Sequence[T]) -> list[T]:
    """Rows by time where all have one, else as they stand. Rows of the same time keep their order; a log that runs backwards is turned."""
    times = [row.at for row in rows]
    if None in times:
        return list(rows)
    first, last = times[0] if times else None, times[-1] if times else None
    forward = list(reversed(rows)) if first is not None and last is not None and first > last else list(rows)
    return sorted(forward, key=_AT)


def split(rows: Sequence[T], gap: timedelta) -> list[list[T]]:
    """Stretches of an ordered chat. Rows without a time go along with what stands before them."""
    stretches: list[list[T]] = []
    before: datetime | None = None
    for row in rows:
        silence = row.at - before if row.at is not None and before is not None else timedelta()
        if not stretches or is_new(silence, stretches[-1][-1].text, row.text, gap):
            stretches.append([])
        stretches[-1].append(row)
        before = row.at or before
    return stretches


def is_new(silence: timedelta, before: str, text: str, gap: timedelta) -> bool:
    """Whether a dialog begins with `text`, said so long after `before`."""
    return silence > gap or (silence > PAUSE and is_farewell(before) and not is_farewell(text))
