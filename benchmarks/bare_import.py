"""The least that an import can be: json, and SQLAlchemy Core's bulk insert into the record's tables. What `benchmarks.import` compares with.

    python -m benchmarks.bare_import LOG DATABASE

Nothing is redacted, compared, merged or checked; a second run would fail.
"""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Table, insert

from dialogs.database import Database, open_database
from dialogs.tables import Customer, Dialog, Message

BATCH = 5_000
"""Messages of a transaction, as many as the import's."""
TABLES = tuple(cast(Table, kind.__table__) for kind in (Customer, Dialog, Message))


def bare_import(log: Path, database: Database) -> int:
    """How many messages were stored."""
    customers: dict[str, int] = {}
    rows: tuple[list[dict[str, Any]], ...] = ([], [], [])
    messages = 0
    with log.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            messages += _take(json.loads(line), number, customers, rows)
            if len(rows[-1]) >= BATCH:
                _flush(database, rows)
    _flush(database, rows)
    return messages


def _take(dialog: dict[str, Any], key: int, customers: dict[str, int], rows: tuple[list[dict[str, Any]], ...]) -> int:
    name = dialog["customer"]["id"]
    if name not in customers:
        customers[name] = len(customers) + 1
        rows[0].append({"id": customers[name], "external_id": name, "created_at": datetime.now(UTC)})
    facts = {"source": "jsonl", "external_id": dialog["id"], "customer_id": customers[name], "tags": dialog["tags"]}
    rows[1].append({"id": key, **facts, "started_at": datetime.fromisoformat(dialog["started_at"])})
    rows[2].extend(_message(key, place, turn) for place, turn in enumerate(dialog["turns"]))
    return len(dialog["turns"])


def _message(dialog: int, place: int, turn: dict[str, Any]) -> dict[str, Any]:
    return {
        "dialog_id": dialog,
        "external_id": turn["id"],
        "position": place,
        "role": turn["role"],
        "text": turn["content"],
        "at": datetime.fromisoformat(turn["at"]),
        "attachments": [],
        "parts": [],
    }


def _flush(database: Database, rows: tuple[list[dict[str, Any]], ...]) -> None:
    with database.engine.begin() as connection:
        for table, some in zip(TABLES, rows, strict=True):
            _insert(connection, table, some)


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
        rows.clear()


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", type=Path)
    parser.add_argument("database", type=Path)
    options = parser.parse_args(arguments)
    database = open_database(f"sqlite:///{options.database}")
    print(json.dumps({"messages": bare_import(options.log, database)}))
    database.close()


if __name__ == "__main__":
    main()
