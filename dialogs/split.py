"""Splits an endless chat into dialogs where it was silent for long."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar


class Timed(Protocol):
    @property
    def at(self) -> datetime | None: ...


T = TypeVar("T", bound=Timed)


def in_order(rows: Sequence[T]) -> list[T]:
    """Rows by time where all have one, else as they stand. Rows of the same time keep their order; a log that runs backwards is turned."""
    times = [row.at for row in rows]
    if any(at is None for at in times):
        return list(rows)
    first, last = times[0] if times else None, times[-1] if times else None
    forward = list(reversed(rows)) if first is not None and last is not None and first > last else list(rows)
    return sorted(forward, key=_time)


def split(rows: Sequence[T], gap: timedelta) -> list[list[T]]:
    """Stretches of an ordered chat; a new one begins where more than `gap` passed since the row before. Rows without a time go along."""
    stretches: list[list[T]] = []
    before: datetime | None = None
    for row in rows:
        if not stretches or (row.at is not None and before is not None and row.at - before > gap):
            stretches.append([])
        stretches[-1].append(row)
        before = row.at or before
    return stretches


def _time(row: Timed) -> datetime:
    assert row.at is not None
    return row.at
