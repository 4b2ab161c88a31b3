"""Puts things into a record directly, for tests that start where an import ends."""

from collections.abc import Iterable
from datetime import UTC, datetime

from dialogs.database import Database
from dialogs.tables import Example, Intent
from dialogs.text_hash import text_hash

NOW = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


def add_examples(database: Database, examples: Iterable[tuple[str, str]]) -> None:
    """(text, intent) pairs."""
    with database.session() as session:
        intents: dict[str, Intent] = {}
        for text, name in examples:
            if name not in intents:
                intents[name] = Intent(name=name, created_at=NOW)
                session.add(intents[name])
                session.flush()
            session.add(
                Example(
                    intent_id=intents[name].id, text=text, text_hash=text_hash(text), origin="file", message_id=None, created_at=NOW
                )
            )
