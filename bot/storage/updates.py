"""Which Telegram updates were worked on: an update is claimed before its work and done after it.

Nothing of the update itself is kept, only its number and a keyed digest of what it said.
"""

from datetime import UTC, datetime, timedelta
from enum import Enum

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from dialogs.database import Database
from dialogs.tables import ProcessedUpdate

KEPT = timedelta(days=8)
"""How long a finished update is remembered: Telegram redelivers for a day at most, and may count anew after a week."""


class Claim(Enum):
    """What a claim found. `AGAIN`: it was claimed before but its work wasn't finished, so part of it may be done already."""

    NEW = "new"
    AGAIN = "again"
    DONE = "done"


def claim_update(database: Database, update_id: int, digest: str) -> Claim:
    """Claim an update. A number met before with another digest is another update: Telegram counted anew."""
    try:
        return _claim(database, update_id, digest)
    except IntegrityError:  # another process claimed it between our look and our insert: the second look sees its row
        return _claim(database, update_id, digest)


def _claim(database: Database, update_id: int, digest: str) -> Claim:
    now = datetime.now(UTC)
    with database.session() as session:
        row = session.get(ProcessedUpdate, update_id, with_for_update=True)
        if row is None:
            session.add(ProcessedUpdate(update_id=update_id, digest=digest, claimed_at=now))
            return Claim.NEW
        if row.digest != digest:
            row.digest, row.claimed_at, row.done_at = digest, now, None
            return Claim.NEW
        if row.done_at is not None:
            return Claim.DONE
        row.claimed_at = now
        return Claim.AGAIN


def finish_updates(database: Database, update_ids: list[int]) -> None:
    with database.session() as session:
        session.execute(update(ProcessedUpdate).where(ProcessedUpdate.update_id.in_(update_ids)).values(done_at=datetime.now(UTC)))


def forget_updates(database: Database, older_than: timedelta = KEPT) -> int:
    """Remove finished updates that can't come again. Returns how many."""
    with database.session() as session:
        before = datetime.now(UTC) - older_than
        done = delete(ProcessedUpdate).where(ProcessedUpdate.done_at < before).returning(ProcessedUpdate.update_id)
        return len(session.execute(done).all())
