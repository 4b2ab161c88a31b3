"""VectorIndex over PostgreSQL with pgvector: one index that every machine searches, instead of a copy in each one's memory.

The vectors of an index are a table; its name lies in the index's folder. A row that is added is in the table before a folder speaks of
it: whoever reads an older folder does not see it, for it looks at the rows that it knows of only. Within a search the order of cosines
is exact (`hnsw.iterative_scan = strict_order`, pgvector 0.8), also with a filter, and goes on until k rows are found.
"""

import secrets
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from nlu.result import Matrix
from retrieval.errors import IndexDamagedError, RetrievalError, VectorServerError
from retrieval.vector_index import SHARED, LoadShared, Neighbours, Rows, nobody

FILE = "vectors.pg"
EXACT_LIMIT = 5_000
"""Up to here the server reads all rows (a few milliseconds); above, a graph is built."""
LINKS, BREADTH_BUILT = 16, 80
"""HNSW's m and ef_construction."""
BREADTH = 80
"""HNSW's ef_search: rows looked at before the first is returned."""
ADDED_AT_ONCE = 20_000


class PgIndex:
    """See VectorIndex. Make one with `build` or `load`. `url` is SQLAlchemy's, of a database that has or may create the extension."""

    def __init__(self, url: str, table: str, vectors: Matrix) -> None:
        """`vectors` are the table's own, as the caller has them: the index's folder keeps them too."""
        self.table = table
        self.vectors = vectors
        self._url = url
        self._engine = _engine(url)
        weakref.finalize(self, self._engine.dispose)  # a bot swaps indexes while it runs: the old one's connections go with it

    @classmethod
    def build(cls, url: str, vectors: Matrix) -> "PgIndex":
        """A new table of `vectors`, shape (rows, dimension), in one transaction. Raises VectorServerError."""
        index = cls(url, f"vectors_{secrets.token_hex(8)}", vectors)
        with index._connection() as connection:
            connection.execute(text(f"CREATE TABLE {index.table} (row bigint PRIMARY KEY, vector vector({index.dimension}))"))
            _copy(connection, index.table, vectors, 0)
            _graph(connection, index.table, len(vectors))
        return index

    @classmethod
    def load(cls, url: str, folder: Path, vectors: Matrix) -> "PgIndex":
        """What `save` wrote for these vectors. Raises IndexDamagedError where the folder or the server does not have it, VectorServerError."""
        try:
            index = cls(url, (folder / FILE).read_text(encoding="utf-8").strip(), vectors)
        except OSError as error:
            raise IndexDamagedError(f"{folder / FILE} can't be read ({error}); run: firstline index --rebuild") from error
        try:
            index._check(folder)
        except RetrievalError:
            index.close()
            raise
        return index

    @property
    def kind(self) -> str:
        return SHARED

    @property
    def dimension(self) -> int:
        return int(self.vectors.shape[1])

    def __len__(self) -> int:
        return len(self.vectors)

    def save(self, folder: Path) -> None:
        (folder / FILE).write_text(self.table, encoding="utf-8")

    def extended(self, vectors: Matrix) -> "PgIndex":
        """This index with more rows: `vectors` are all of them, those already there first. What was added before and never spoken of,
        by an update that was stopped, is replaced."""
        with self._connection() as connection:
            connection.execute(text(f"DELETE FROM {self.table} WHERE row >= :first"), {"first": len(self)})
            _copy(connection, self.table, vectors[len(self) :], len(self))
            if len(self) <= EXACT_LIMIT:
                _graph(connection, self.table, len(vectors))
        return PgIndex(self._url, self.table, vectors)

    def drop(self) -> None:
        """Take the table away."""
        with self._connection() as connection:
            connection.execute(text(f"DROP TABLE IF EXISTS {self.table}"))

    def close(self) -> None:
        self._engine.dispose()

    def search(self, queries: Matrix, k: int, only: Rows | None = None) -> Neighbours:
        found = nobody(len(queries), k)
        if not len(self) or k <= 0:
            return found
        allowed = "" if only is None else " AND row = ANY(:only)"
        statement = text(
            f"SELECT row, vector <#> :query FROM {self.table} WHERE row < :rows{allowed} ORDER BY vector <#> :query LIMIT :k"
        )
        given = {"rows": len(self), "k": k} | ({} if only is None else {"only": only.tolist()})
        with self._connection() as connection:
            connection.execute(text(f"SET LOCAL hnsw.ef_search = {max(BREADTH, min(4 * k, 1000))}"))
            connection.execute(text("SET LOCAL hnsw.iterative_scan = strict_order"))
            connection.execute(text(f"SET LOCAL hnsw.max_scan_tuples = {max(20_000, len(self))}"))
            for number, query in enumerate(queries):
                rows = connection.execute(statement, given | {"query": np.asarray(query, np.float32)}).all()
                found.rows[number, : len(rows)] = [row for row, _ in rows]
                found.cosines[number, : len(rows)] = [-product for _, product in rows]
        return found

    def _check(self, folder: Path) -> None:
        with self._connection() as connection:
            there = connection.scalar(text("SELECT to_regclass(:name)"), {"name": self.table})
            rows = connection.scalar(text(f"SELECT count(*) FROM {self.table}")) if there else 0
        if rows < len(self):
            raise IndexDamagedError(
                f"the table {self.table} holds {rows} vectors, the index in {folder} speaks of {len(self)}; run: firstline index --rebuild"
            )

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """A transaction. Raises VectorServerError."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            why = str(error.orig).strip().splitlines()[0]
            raise VectorServerError(
                f"the index in PostgreSQL can't be used ({why}); check that it runs and has the extension vector, 0.8 or newer"
            ) from error


def shared_from(url: str) -> LoadShared | None:
    """How to open an index whose vectors lie there; None for an empty URL."""
    return partial(PgIndex.load, url) if url else None


def drop_unnamed(url: str, gone: Path, kept: Iterable[Path]) -> None:
    """Drop the table of a folder that is about to go, unless one that is kept names it too."""
    names = {(folder / FILE).read_text(encoding="utf-8").strip() for folder in kept if (folder / FILE).is_file()}
    if (gone / FILE).is_file() and (table := (gone / FILE).read_text(encoding="utf-8").strip()) not in names:
        index = PgIndex(url, table, np.zeros((0, 0), np.float32))
        index.drop()
        index.close()


def _engine(url: str) -> Engine:
    from pgvector.psycopg import register_vector  # with psycopg 15 MB and a tenth of a second, which only who shares an index pays

    engine = create_engine(url, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        connection.autocommit = True
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        connection.autocommit = False
        register_vector(connection)

    return engine


def _copy(connection: Connection, table: str, vectors: Matrix, first: int) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} (row, vector) FROM STDIN WITH (FORMAT BINARY)") as copy:
        copy.set_types(["int8", "vector"])
        for begin in range(0, len(vectors), ADDED_AT_ONCE):
            for number, vector in enumerate(np.asarray(vectors[begin : begin + ADDED_AT_ONCE], np.float32), first + begin):
                copy.write_row((number, vector))


def _graph(connection: Connection, table: str, rows: int) -> None:
    if rows > EXACT_LIMIT:
        connection.execute(
            text(f"CREATE INDEX ON {table} USING hnsw (vector vector_ip_ops) WITH (m = {LINKS}, ef_construction = {BREADTH_BUILT})")
        )
