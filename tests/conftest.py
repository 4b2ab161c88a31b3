"""Fixtures that every package's tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.database import Database, open_database
from tests.bases import real_encoder, tiny_base, tiny_frozen
from tests.databases import drop_templates, fresh_url
from tests.dialogs.importing import Desk
from tests.homes import own_home, quick_home
from tests.vector_server import vector_url

__all__ = ["own_home", "quick_home", "real_encoder", "tiny_base", "tiny_frozen", "vector_url"]


@pytest.fixture(scope="session", autouse=True)
def _templates() -> Iterator[None]:
    yield
    drop_templates()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty record: the test runs once on SQLite and once on PostgreSQL."""
    with fresh_url(request.param, tmp_path) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables, once on SQLite and once on PostgreSQL."""
    with fresh_url(request.param, tmp_path, migrated=False) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """For tests that don't touch SQL themselves and need not run twice."""
    with fresh_url("sqlite", tmp_path) as url:
        opened = open_database(url)
        yield opened
        opened.close()


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    """Imports into an empty record, on both databases."""
    return Desk(database, tmp_path)


@pytest.fixture
def sqlite_desk(sqlite_database: Database, tmp_path: Path) -> Desk:
    return Desk(sqlite_database, tmp_path)
