"""Rows whose column holds one of many values, asked for with one parameter.

SQLAlchemy's `in_` makes a parameter of each value every time it is executed, which takes longer than SQLite needs to find the rows.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from dialogs.json_text import json_text


def one_of(session: Session, column: InstrumentedAttribute[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """`column IN values`, for words or numbers. On PostgreSQL `= ANY(values)` would not do: once it has planned the statement for good,
    it goes through the whole list for each row of the table."""
    listed = list(values)
    if session.get_bind().dialect.name == "sqlite":
        return column.in_(select(func.json_each(json_text(listed)).table_valued("value").c.value))
    return column.in_(select(func.unnest(literal(listed, ARRAY(column.type)))))
