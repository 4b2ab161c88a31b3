"""Who of the team has written to customers or to the bot."""

from datetime import UTC, datetime

from sqlalchemy import select

from dialogs.database import Database
from dialogs.tables import Staff


def note_staff(database: Database, user_id: int) -> int:
    """The key of this member's row, made if need be."""
    with database.session() as session:
        found = session.scalar(select(Staff.id).where(Staff.user_id == user_id))
        if found is not None:
            return found
        row = Staff(user_id=user_id, created_at=datetime.now(UTC))
        session.add(row)
        session.flush()
        return row.id
