"""Opens the record: one SQLite file by default, PostgreSQL by URL, always at the newest revision."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from dialogs.errors import DatabaseDown, DatabaseError, HomeNotWritable
from dialogs.json_text import json_text
from dialogs.schema import migrate, revision_of, revisions

BUSY_SECONDS = 30
"""How long one SQLite writer waits for another."""
CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Database:
    """An open record. `engine` begins writing transactions, `reader` (the same pool) begins reading ones."""

    engine: Engine
    reader: Engine

    @contextmanager
    def session(self, *, read_only: bool = False) -> Iterator[Session]:
        """A session in one transaction: committed on success, rolled back on an exception.

        On SQLite a writing session holds the only write lock from its beginning, so that reading and then writing can't collide
        with another process: keep it short, don't open one inside another, and use `read_only` (a snapshot that blocks nobody)
        for anything long that only reads.
        """
        with Session(self.reader if read_only else self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @property
    def revision(self) -> str:
        with self.reader.connect() as connection:
            return revision_of(connection) or ""

    @property
    def words(self) -> str:
        """Where it is, without the password."""
        return words_of(self.engine.url)

    def forget(self) -> None:
        """After deleting: on SQLite, empty the write-ahead log too, where deleted text would stay readable for a while."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert isinstance(raw, sqlite3.Connection)
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open the record at `url`, making the SQLite file's folder and migrating as needed.

    Raises HomeNotWritable, DatabaseTooNew, DatabaseDown, or DatabaseError for a URL or a file that is no database.
    """
    parsed = parse_url(url)
    _make_folder(parsed)
    with _teaching(parsed):
        database = connect(parsed)
        try:
            with database.reader.connect() as connection:
                current = revision_of(connection)
            if current != revisions()[-1]:
                with migrating(parsed) as connection:
                    migrate(connection)
        except BaseException:
            database.close()
            raise
        return database


def connect(url: URL) -> Database:
    """A Database as it is, neither created nor migrated."""
    engine = _engine(url)
    reading: dict[str, Any] = {"read_only": True}
    if url.get_backend_name() == "postgresql":
        reading |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return Database(engine, engine.execution_options(**reading))


@contextmanager
def migrating(url: URL) -> Iterator[Connection]:
    """A connection in a transaction that `dialogs.schema.migrate` may use."""
    engine = _engine(url, foreign_keys=False)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def parse_url(url: str) -> URL:
    """The URL with the driver that is installed: sqlite, or psycopg for PostgreSQL however it is spelled."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseError(
            f"{url.split('@')[-1]!r} is no database URL; write sqlite:////folder/firstline.db or postgresql://user:password@host/name"
        ) from error
    match parsed.get_backend_name():
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case "sqlite" if parsed.database not in (None, "", ":memory:"):
            return parsed.set(drivername="sqlite")
        case other:
            raise DatabaseError(
                f"the record is kept in an SQLite file or in PostgreSQL, not in {other!r}; set FIRSTLINE_DATABASE_URL"
            )


def words_of(url: URL) -> str:
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _make_folder(url: URL) -> None:
    if url.get_backend_name() == "sqlite":
        folder = Path(str(url.database)).parent
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise HomeNotWritable(
                f"{folder} can't be made ({error.strerror}); give a folder that you may write with --home"
            ) from error


@contextmanager
def _teaching(url: URL) -> Iterator[None]:
    """Driver errors while opening, as errors that say what to do."""
    try:
        yield
    except NoSuchModuleError as error:
        raise DatabaseError(f"{words_of(url)}: {error}; set FIRSTLINE_DATABASE_URL to an sqlite or postgresql URL") from error
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        if url.get_backend_name() != "sqlite":
            if isinstance(error, OperationalError):
                raise DatabaseDown(
                    f"{words_of(url)} does not answer: {reason}; start the server, or correct FIRSTLINE_DATABASE_URL"
                ) from error
            raise DatabaseError(f"{words_of(url)} can't be migrated: {reason}") from error
        if "unable to open" in reason or "readonly" in reason or "read-only" in reason:
            raise HomeNotWritable(
                f"{words_of(url)} can't be written ({reason}); give a folder that you may write with --home"
            ) from error
        raise DatabaseError(
            f"{words_of(url)} can't be opened: {reason}; if it is no Firstline database, move it away or give another --home"
        ) from error


def _engine(url: URL, *, foreign_keys: bool = True) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, json_serializer=json_text)
        event.listen(engine, "connect", _prepare(foreign_keys))
        event.listen(engine, "begin", _begin)
        return engine
    return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_SECONDS}, json_serializer=json_text)


def _prepare(foreign_keys: bool) -> Callable[[sqlite3.Connection, Any], None]:
    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # the driver would otherwise begin and commit on its own around DDL
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "secure_delete=ON",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return prepare


def _begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
