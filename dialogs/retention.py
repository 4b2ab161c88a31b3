"""Applies a retention period: what is older goes, as if its customers had asked for it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from dialogs.database import Database
from dialogs.erase import Removed, remove_dialogs
from dialogs.tables import Customer, Dialog, ImportBatch, Message


def purge(database: Database, older_than: timedelta, now: datetime | None = None) -> Removed:
    """Remove every dialog whose last message is older; without times, the day of its import counts. All in one transaction.

    Imported question–answer pairs are the team's own words and stay.
    """
    limit = (now or datetime.now(UTC)) - older_than
    with database.session() as session:
        removed = remove_dialogs(session, _old(session, limit))
        lonely = _without_dialogs(session) if removed.dialogs else []
        session.execute(delete(Customer).where(Customer.id.in_(lonely)))
    database.forget()
    return replace(removed, customers=len(lonely))


def _old(session: Session, limit: datetime) -> list[int]:
    last = func.coalesce(func.max(Message.at), Dialog.started_at, func.max(ImportBatch.started_at))
    rows = (
        select(Dialog.id)
        .outerjoin(Message, Message.dialog_id == Dialog.id)
        .outerjoin(ImportBatch, ImportBatch.id == Dialog.batch_id)
        .where(Dialog.kind != "pair")
        .group_by(Dialog.id, Dialog.started_at)
        .having(last < limit)
    )
    return list(session.scalars(rows))


def _without_dialogs(session: Session) -> list[int]:
    busy = select(Dialog.id).where(Dialog.customer_id == Customer.id).exists()
    return list(session.scalars(select(Customer.id).where(~busy)))
