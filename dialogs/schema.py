"""The schema's revisions: which there are, which one a database has, and how it gets to the newest.

Revisions are the files of migrations/versions, `rNNNN_what.py`, numbered without gaps. Reading the names instead of asking
Alembic keeps it out of every start that has nothing to migrate.
"""

from importlib import resources
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from dialogs.errors import DatabaseTooNew

MIGRATION_LOCK = 0x66_69_72_73_74
"""PostgreSQL advisory lock that one migrating process holds."""


def migrations_folder() -> Path:
    """The folder of Alembic's env.py, wherever the package is installed."""
    return Path(str(resources.files("migrations")))


def revisions() -> tuple[str, ...]:
    """All revisions that this code knows, oldest first."""
    names = (path.stem.split("_")[0] for path in (migrations_folder() / "versions").glob("r[0-9]*_*.py"))
    return tuple(sorted(names))


def revision_of(connection: Connection) -> str | None:
    """The revision of a database; None for an empty one. Raises DatabaseTooNew for one that this code does not know."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    current = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if current is not None and current not in revisions():
        raise DatabaseTooNew(
            f"the database is at revision {current}, newer than this version of Firstline knows ({revisions()[-1]}); "
            "update Firstline (pip install --upgrade firstline), or give another --home"
        )
    return None if current is None else str(current)


def migrate(connection: Connection, target: str = "head") -> None:
    """Bring the database up to `target`, inside the connection's transaction. Of several processes, one does it and the rest find it done.

    On SQLite foreign keys must be off: a table that a migration rebuilds would take the rows that point to it along.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    if revision_of(connection) == revisions()[-1] and target == "head":
        return
    from alembic import command  # slow to import, and needed once in a database's life
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    if target == "base" or (target in revisions() and (revision_of(connection) or "") > target):
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)
