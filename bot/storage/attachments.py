"""The contents of what is sent with an answer."""

from collections.abc import Sequence

from sqlalchemy import select

from dialogs.database import Database
from dialogs.tables import Attachment


def read_contents(database: Database, ids: Sequence[int]) -> dict[int, bytes]:
    """By id. One that was taken from its answer since is not there."""
    with database.session(read_only=True) as session:
        rows = session.execute(select(Attachment.id, Attachment.content).where(Attachment.id.in_(ids)))
        return {row.id: row.content for row in rows}
