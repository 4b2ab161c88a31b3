"""Bulk writing: what it stores reads back like what SQLAlchemy's own insert stores, on either database."""

from datetime import datetime, timedelta, timezone
from typing import Any, cast

import pytest
from sqlalchemy import Table, insert, select
from sqlalchemy.exc import IntegrityError

from dialogs.bulk import insert_rows, new_keys
from dialogs.database import Database
from dialogs.tables import Customer, Dialog, Message

AT = datetime(2026, 1, 31, 12, 30, 15, 250, tzinfo=timezone(timedelta(hours=2)))
CUSTOMERS, DIALOGS, MESSAGES = (cast(Table, kind.__table__) for kind in (Customer, Dialog, Message))
NAMES = ("dialog_id", "external_id", "position", "role", "text", "at", "reply_to", "attachments", "parts")
SAID: tuple[tuple[Any, ...], ...] = (
    ("1", 0, "customer", "tab\tnewline\nslash\\ \"quotes\" 'and' 😀", AT, None, ["photo", 'a "name"'], []),
    ("2", 1, "agent", "\\N", None, "1", [], ["3:abc:2"]),
    ("3", 2, "agent", "on the second", AT.replace(year=987, microsecond=0), None, [], []),
)


def test_what_is_written_in_bulk_reads_like_what_is_inserted(database: Database) -> None:
    with database.session() as session:
        first, second = _dialogs(database, session.connection())
        insert_rows(session.connection(), MESSAGES, NAMES, [(first, *said) for said in SAID])
        session.execute(insert(Message), [dict(zip(NAMES, (second, *said), strict=True)) for said in SAID])
    with database.session(read_only=True) as session:
        columns = [MESSAGES.c[name] for name in NAMES[1:]]
        bulk = session.execute(select(*columns).where(Message.dialog_id == first).order_by(Message.position)).all()
        own = session.execute(select(*columns).where(Message.dialog_id == second).order_by(Message.position)).all()
        raw = session.connection().exec_driver_sql("SELECT at, attachments, parts FROM message ORDER BY position, dialog_id").all()
    assert bulk == own
    assert bulk[0].at == AT
    assert bulk[0].attachments == ["photo", 'a "name"']
    assert raw[0] == raw[1]
    assert raw[2] == raw[3]
    assert raw[4] == raw[5]


def test_new_keys_are_free_and_the_next_insert_goes_on_behind_them(database: Database) -> None:
    with database.session() as session:
        taken = _dialogs(database, session.connection())
    with database.session() as session:
        keys = new_keys(session.connection(), DIALOGS, 3)
        customer = session.scalars(select(Customer.id)).one()
        row = {"source": "x", "kind": "dialog", "customer_id": customer, "tags": []}
        session.execute(insert(Dialog), [{"id": key, "external_id": f"b{key}", **row} for key in keys])
        last = session.scalars(insert(Dialog).returning(Dialog.id), [{"external_id": "c", **row}]).one()
    assert len({*taken, *keys, last}) == 6
    assert keys == sorted(keys)
    assert last > keys[-1]


def test_a_row_that_breaks_a_rule_of_the_table_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.session() as session:
        first, _ = _dialogs(database, session.connection())
        insert_rows(session.connection(), MESSAGES, NAMES, [(first, *SAID[0]), (first, *SAID[0])])


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="has no time zone"), database.session() as session:
        insert_rows(session.connection(), CUSTOMERS, ("external_id", "created_at"), [("a", AT.replace(tzinfo=None))])


def _dialogs(database: Database, connection: Any) -> tuple[int, int]:
    """Two dialogs of one customer."""
    key = new_keys(connection, CUSTOMERS, 1)[0]
    insert_rows(connection, CUSTOMERS, ("id", "external_id", "blocked", "created_at"), [(key, "c", False, AT)])
    keys = new_keys(connection, DIALOGS, 2)
    names = ("id", "source", "external_id", "kind", "customer_id", "started_at", "tags", "rating")
    insert_rows(connection, DIALOGS, names, [(each, "x", f"a{each}", "dialog", key, AT, ["tag"], 4.5) for each in keys])
    return keys[0], keys[1]
