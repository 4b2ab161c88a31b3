"""Fresh databases for tests: an SQLite file in the test's folder, or a PostgreSQL database of its own, dropped afterwards."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from dialogs.database import open_database
from dialogs.errors import DatabaseTooNew
from dialogs.schema import revision_of, revisions
from dialogs.tables import Base

SERVER = os.environ.get("FIRSTLINE_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
KINDS = ("sqlite", "postgres")
_numbers = itertools.count()
_clean: list[str] = []
"""Migrated PostgreSQL databases that a test has left and the next one may use."""


@contextmanager
def fresh_url(kind: str, folder: Path, *, migrated: bool = True) -> Iterator[str]:
    """The URL of a database that exists while the context does; empty unless `migrated`."""
    if kind == "sqlite":
        file = folder / f"home-{next(_numbers)}" / "firstline.db"
        file.parent.mkdir()
        if migrated:
            shutil.copy(_sqlite_template(), file)
        yield f"sqlite:///{file}"
        return
    need_postgres()
    name = _clean.pop() if migrated and _clean else _created(migrated)
    try:
        yield _url(name)
    finally:
        if migrated and _emptied(name):
            _clean.append(name)
        else:
            _drop(name)


def _created(migrated: bool) -> str:
    name = f"firstline_test_{os.getpid()}_{next(_numbers)}"
    _server(f"CREATE DATABASE {name}" + (f" TEMPLATE {_postgres_template()}" if migrated else ""))
    return name


def _emptied(name: str) -> bool:
    """Deletes every row and restarts the numbering, which is much faster than a new database. False where a test changed more than rows."""
    engine = create_engine(_url(name), poolclass=NullPool)
    tables = [table.name for table in reversed(Base.metadata.sorted_tables)]
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '3s'")
            connection.exec_driver_sql("; ".join(f"DELETE FROM {table}" for table in tables))
            connection.exec_driver_sql(
                "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
            )
            return revision_of(connection) == revisions()[-1] and {*inspect(connection).get_table_names()} == {
                *tables,
                "alembic_version",
            }
    except (DBAPIError, DatabaseTooNew):
        return False


def need_postgres() -> None:
    """Skips the test where PostgreSQL does not answer; fails it where FIRSTLINE_REQUIRE_SERVICES says that it must."""
    if not (reason := _unreachable()):
        return
    if os.environ.get("FIRSTLINE_REQUIRE_SERVICES") == "1":
        pytest.fail(f"PostgreSQL is required here and does not answer: {reason}")
    pytest.skip(f"PostgreSQL does not answer at FIRSTLINE_TEST_POSTGRES: {reason}")


def drop_templates() -> None:
    """At the end of the test run: what the caches below made."""
    while _clean:
        _drop(_clean.pop())
    if _postgres_template.cache_info().currsize:
        _drop(_postgres_template())
    if _sqlite_template.cache_info().currsize:
        shutil.rmtree(_sqlite_template().parent)


@cache
def _unreachable() -> str:
    try:
        _server("SELECT 1")
    except OperationalError as error:
        return str(error.orig).splitlines()[0]
    return ""


@cache
def _sqlite_template() -> Path:
    file = Path(tempfile.mkdtemp(prefix="firstline-test-")) / "firstline.db"
    open_database(f"sqlite:///{file}").close()
    return file


@cache
def _postgres_template() -> str:
    name = f"firstline_test_{os.getpid()}_template"
    _drop(name)
    _server(f"CREATE DATABASE {name}")
    open_database(_url(name)).close()
    return name


def _url(name: str) -> str:
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def _drop(name: str) -> None:
    _server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _server(statement: str) -> None:
    engine = create_engine(SERVER, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 5})
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
