"""One parameter for many values finds what a list of them finds, on either database."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from dialogs.database import Database, open_database
from dialogs.one_of import one_of
from dialogs.tables import Customer
from tests.databases import fresh_url

NAMES = ["plain", 'it\'s "quoted"', "back\\slash", "größe 你好 😀", "{a,b}", "NULL", "7"]
AT = datetime(2026, 1, 31, tzinfo=UTC)


def test_those_are_found_whose_value_is_among_the_many(database: Database) -> None:
    with database.session() as session:
        session.execute(insert(Customer), [{"external_id": name, "created_at": AT} for name in [*NAMES, "else"]])
    with database.session(read_only=True) as session:
        found = session.execute(
            select(Customer.external_id, Customer.id).where(one_of(session, Customer.external_id, [*NAMES, "new"]))
        )
        keys = dict(found.all())
        by_key = session.scalars(select(Customer.external_id).where(one_of(session, Customer.id, set(keys.values()))))
        assert {*keys} == {*by_key} == {*NAMES}
        assert session.scalars(select(Customer.id).where(one_of(session, Customer.external_id, []))).all() == []


@pytest.mark.postgres
def test_postgresql_does_not_go_through_the_whole_list_for_each_row(tmp_path: Path) -> None:
    """Once a statement is planned for good, `= ANY(values)` is a filter that compares every row with every value."""
    with fresh_url("postgres", tmp_path) as url:
        database = open_database(url)
        with database.session() as session:
            session.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
            wanted = select(Customer.id).where(one_of(session, Customer.external_id, NAMES))
            statement = wanted.compile(dialect=session.get_bind().dialect)
            lines = session.connection().exec_driver_sql(f"EXPLAIN {statement}", statement.params).scalars().all()
        database.close()
    plan = "\n".join(lines)
    assert "ANY" not in plan
    assert "Join" in plan or "Loop" in plan
