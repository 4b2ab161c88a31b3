"""Writes many rows of one table at once: COPY on PostgreSQL, one prepared statement on SQLite.

SQLAlchemy's own bulk insert looks at every value of every row in Python, which costs more than SQLite does for storing it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Column, Connection, Table, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import JSON

from dialogs.json_text import json_text
from dialogs.tables import UtcDateTime, in_utc

Row: TypeAlias = tuple[Any, ...]

_TWO = tuple(f"{number:02}" for number in range(60))


def insert_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Store rows that hold the columns `names`, in that order; all other columns take the database's own default or NULL.

    Raises ValueError for a time without a zone, and SQLAlchemy's errors.
    """
    if not rows:
        return
    on_sqlite = connection.dialect.name == "sqlite"
    plain = _plain([table.c[name] for name in names], rows, on_sqlite)
    if on_sqlite:
        connection.exec_driver_sql(_insert(table.name, tuple(names)), plain)
    else:
        _copy(connection, table, names, plain)


def new_keys(connection: Connection, table: Table, count: int) -> list[int]:
    """Primary keys for `count` new rows, rising. The transaction must hold the table for writing, as SQLite's writers always do."""
    key = table.c.id
    if connection.dialect.name == "sqlite":
        last = connection.scalar(select(func.max(key))) or 0
        return list(range(last + 1, last + 1 + count))
    drawn = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
    return sorted(connection.scalars(drawn, {"table": table.name, "count": count}))


def _plain(columns: Sequence[Column[Any]], rows: Sequence[Row], on_sqlite: bool) -> list[Row]:
    """The rows with every value as the driver takes it, worked out column by column."""
    values: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for place, column in enumerate(columns):
        if (convert := _converter(column, on_sqlite)) is not None:
            values[place] = map(convert, values[place])
    return list(zip(*values, strict=True))


def _converter(column: Column[Any], on_sqlite: bool) -> Callable[[Any], Any] | None:
    match column.type:
        case UtcDateTime():
            return _sqlite_time if on_sqlite else _utc
        case JSON():
            return json_text
        case _:
            return None


def _sqlite_time(at: datetime | None) -> str | None:
    """As SQLAlchemy writes a DateTime on SQLite. Put together here: taking the zone off first and `isoformat` after it need 3 µs,
    four times as long, and every message has a time.
    """
    if at is None:
        return None
    at = in_utc(at)
    day, clock = f"{at.year:04}-{_TWO[at.month]}-{_TWO[at.day]}", f"{_TWO[at.hour]}:{_TWO[at.minute]}:{_TWO[at.second]}"
    return f"{day} {clock}.{at.microsecond:06}" if at.microsecond else f"{day} {clock}.000000"


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else in_utc(at)


@lru_cache(maxsize=16)
def _insert(table: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def _copy(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Row]) -> None:
    """Past SQLAlchemy, but with its errors."""
    statement = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
    driver, errors = connection.connection.driver_connection, connection.dialect.loaded_dbapi.Error
    assert driver is not None
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except errors as error:
        raise DBAPIError.instance(statement, None, error, errors, dialect=connection.dialect) from error
