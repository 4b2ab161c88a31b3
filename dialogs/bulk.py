"""Writes many rows of one table at once: COPY on PostgreSQL, one prepared statement on SQLite.

SQLAlchemy's own bulk insert looks at every value of every row in Python, which costs more than SQLite does for storing it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import Column, Connection, Table, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import JSON

from dialogs.json_text import json_text
from dialogs.tables import UtcDateTime, in_utc

Row: TypeAlias = tuple[Any, ...]
Columns: TypeAlias = Mapping[str, Iterable[Any]]
"""The values of each column, in the order of the rows."""

_TWO = tuple(f"{number:02}" for number in range(60))


def insert_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Store rows that hold the columns `names`, in that order; all other columns take the database's own default or NULL.

    Raises ValueError for a time without a zone, and SQLAlchemy's errors.
    """
    if rows:
        insert_columns(connection, table, dict(zip(names, zip(*rows, strict=True), strict=True)))


def insert_columns(connection: Connection, table: Table, columns: Columns) -> None:
    """The same for rows that are given column by column, as they are converted: no row is made but the one that is being written."""
    on_sqlite = connection.dialect.name == "sqlite"
    plain = zip(*(_plain(table.c[name], values, on_sqlite) for name, values in columns.items()), strict=True)
    if on_sqlite:
        _execute(connection, table, columns, plain)
    else:
        _copy(connection, table, columns, plain)


def new_keys(connection: Connection, table: Table, count: int) -> list[int]:
    """Primary keys for `count` new rows, rising. The transaction must hold the table for writing, as SQLite's writers always do."""
    key = table.c.id
    if connection.dialect.name == "sqlite":
        last = connection.scalar(select(func.max(key))) or 0
        return list(range(last + 1, last + 1 + count))
    drawn = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
    return sorted(connection.scalars(drawn, {"table": table.name, "count": count}))


def _plain(column: Column[Any], values: Iterable[Any], on_sqlite: bool) -> Iterable[Any]:
    """The values as the driver takes them."""
    convert = _converter(column, on_sqlite)
    return values if convert is None else map(convert, values)


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
    if at.tzinfo is not UTC:
        at = in_utc(at)
    day, clock = f"{at.year:04}-{_TWO[at.month]}-{_TWO[at.day]}", f"{_TWO[at.hour]}:{_TWO[at.minute]}:{_TWO[at.second]}"
    return f"{day} {clock}.{at.microsecond:06}" if at.microsecond else f"{day} {clock}.000000"


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else in_utc(at)


def _execute(connection: Connection, table: Table, names: Collection[str], rows: Iterable[Row]) -> None:
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    with _driver(connection, statement) as driver:
        driver.executemany(statement, rows)


def _copy(connection: Connection, table: Table, names: Collection[str], rows: Iterable[Row]) -> None:
    statement = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
    with _driver(connection, statement) as driver, driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _driver(connection: Connection, statement: str) -> Iterator[Any]:
    """The driver's own connection: past SQLAlchemy, but with its errors."""
    driver, errors = connection.connection.driver_connection, connection.dialect.loaded_dbapi.Error
    try:
        yield driver
    except errors as error:
        raise DBAPIError.instance(statement, None, error, errors, dialect=connection.dialect) from error
