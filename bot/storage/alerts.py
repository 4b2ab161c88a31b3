"""Things that went wrong while serving, for staff to look at."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dialogs.database import Database
from dialogs.tables import Alert


def raise_alert(database: Database, kind: str, details: Mapping[str, Any]) -> None:
    """`details` must hold nothing personal."""
    with database.session() as session:
        session.add(Alert(kind=kind, details=dict(details), at=datetime.now(UTC)))
