"""One parameter for many values finds what a list of them finds, on either database."""

from datetime import UTC, datetime

from sqlalchemy import insert, select

from dialogs.database import Database
from dialogs.one_of import one_of
from dialogs.tables import Customer

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
