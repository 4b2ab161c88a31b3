import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from dialogs.database import Database, open_database, parse_url
from dialogs.errors import DatabaseDown, DatabaseError, DatabaseTooNew, HomeNotWritable
from dialogs.schema import revisions
from dialogs.tables import Base, Customer, Dialog, Intent

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def test_opening_creates_every_table_and_opening_again_changes_nothing(empty_url: str) -> None:
    open_database(empty_url).close()
    again = open_database(empty_url)
    with again.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    assert again.revision == revisions()[-1]
    again.close()


def test_sqlite_is_opened_for_safety(sqlite_database: Database) -> None:
    with sqlite_database.engine.connect() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys", "secure_delete")
        ]
        busy = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert values == ["wal", 1, 1]
    assert busy == 30_000


def test_a_session_commits_on_success_and_rolls_back_on_an_exception(database: Database) -> None:
    with database.session() as session:
        session.add(Intent(name="kept", created_at=NOON))
    with pytest.raises(ZeroDivisionError), database.session() as session:
        session.add(Intent(name="lost", created_at=NOON))
        session.flush()
        raise ZeroDivisionError
    with database.session(read_only=True) as session:
        assert session.scalars(select(Intent.name)).all() == ["kept"]
        assert session.scalars(select(Intent.created_at)).all() == [NOON]


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError), database.session() as session:
        session.add(Dialog(source="x", external_id="1", customer_id=999, tags=[]))


def test_a_naive_time_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="has no time zone"), database.session() as session:
        session.add(Customer(external_id="a", created_at=NOON.replace(tzinfo=None)))


def test_a_reader_sees_a_snapshot_while_another_writes(database: Database) -> None:
    with database.session(read_only=True) as reader:
        assert reader.scalars(select(Intent.name)).all() == []
        with database.session() as writer:
            writer.add(Intent(name="new", created_at=NOON))
        assert reader.scalars(select(Intent.name)).all() == []
    with database.session(read_only=True) as reader:
        assert reader.scalars(select(Intent.name)).all() == ["new"]


def test_a_database_newer_than_the_code_is_refused(database: Database, database_url: str) -> None:
    with database.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    with pytest.raises(DatabaseTooNew, match=f"revision r9999, newer than .* knows .{revisions()[-1]}.; update Firstline"):
        open_database(database_url)
    with database.session() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "r9999"


def test_processes_that_open_an_empty_database_at_once_all_find_it_migrated(empty_url: str) -> None:
    script = "import sys; from dialogs.database import open_database; print(open_database(sys.argv[1]).revision)"
    running = [
        subprocess.Popen([sys.executable, "-c", script, empty_url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    outcomes = [process.communicate() for process in running]
    assert [(out.strip(), err) for out, err in outcomes] == [(revisions()[-1], "")] * 4


def test_a_server_that_is_down_is_named_without_its_password() -> None:
    with pytest.raises(DatabaseDown, match="does not answer") as caught:
        open_database("postgresql://somebody:secret@127.0.0.1:9/firstline")
    assert "127.0.0.1:9" in str(caught.value)
    assert "FIRSTLINE_DATABASE_URL" in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x", "sqlite://"])
def test_a_url_of_no_known_database_is_refused(url: str) -> None:
    with pytest.raises(DatabaseError, match=r"write sqlite:|kept in an SQLite file"):
        open_database(url)


def test_postgres_is_reached_through_the_installed_driver_however_it_is_spelled() -> None:
    assert [parse_url(f"{name}://a@b/c").drivername for name in ("postgresql", "postgresql+psycopg2")] == ["postgresql+psycopg"] * 2


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "firstline.db"
    file.write_bytes(b"something else entirely, long enough to have a header" * 40)
    before = file.read_bytes()
    with pytest.raises(DatabaseError, match="not a database; if it is no Firstline database, move it away"):
        open_database(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_a_home_whose_parent_is_a_file_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeNotWritable, match="give a folder that you may write with --home"):
        open_database(f"sqlite:///{tmp_path}/file/home/firstline.db")


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    """A folder that this user may not write; the superuser, who may write everywhere, steps down meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        was_root = os.geteuid() == 0
        if was_root:
            os.seteuid(65_534)
        yield folder
        if was_root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.parametrize("below", ["", "home/"])
def test_a_home_that_is_not_writable_is_named(read_only_folder: Path, below: str) -> None:
    with pytest.raises(HomeNotWritable, match=f"{read_only_folder}.*give a folder that you may write"):
        open_database(f"sqlite:///{read_only_folder}/{below}firstline.db")
