"""Where a live customer stands: who they are, which dialog goes on, and whether a human has it in hand."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialogs.database import Database
from dialogs.tables import Customer, Dialog, Handoff, Message

SOURCE = "telegram"
GAP = timedelta(hours=12)
"""After this long a silence a new dialog begins, as in an imported endless chat."""


@dataclass(frozen=True, slots=True)
class LiveDialog:
    """`id` is the dialog's external id, `key` its row; `handoff` is the row of the open hand-off that silences the bot."""

    key: int
    id: str
    customer: str
    language: str | None
    handoff: int | None


def current_dialog(database: Database, customer: str, chat_id: int, at: datetime, source: str = SOURCE) -> LiveDialog:
    """The dialog that a message of this customer at `at` belongs to; a new one after a long silence, unless a human has it in hand."""
    with database.session() as session:
        owner = _customer(session, customer, chat_id, at)
        dialog = session.scalar(
            select(Dialog)
            .where(Dialog.customer_id == owner.id, Dialog.source == source, Dialog.external_id.startswith("live-"))
            .order_by(Dialog.id.desc())
            .limit(1)
        )
        handoff = None if dialog is None else open_handoff_of(session, dialog.id)
        if dialog is None or (handoff is None and at - _last_said(session, dialog, at) > GAP):
            dialog = _begin(session, owner.id, source, at)
        return LiveDialog(dialog.id, dialog.external_id, customer, dialog.language, handoff)


def open_handoff_of(session: Session, dialog: int) -> int | None:
    return session.scalar(
        select(Handoff.id).where(Handoff.dialog_id == dialog, Handoff.closed_at.is_(None)).order_by(Handoff.id.desc()).limit(1)
    )


def set_blocked(database: Database, chat_id: int, blocked: bool) -> None:
    """Note that the customer has blocked the bot, or unblocked it. A chat that never wrote is nobody's."""
    with database.session() as session:
        owner = session.scalar(select(Customer).where(Customer.chat_id == chat_id))
        if owner is not None:
            owner.blocked = blocked


def _customer(session: Session, customer: str, chat_id: int, at: datetime) -> Customer:
    """The row, made if need be. Someone known from an imported export gets their chat here; who writes has not blocked the bot."""
    row = session.scalar(select(Customer).where(Customer.external_id == customer))
    if row is None:
        row = Customer(external_id=customer, created_at=at)
        session.add(row)
    row.chat_id, row.blocked = chat_id, False
    session.flush()
    return row


def _begin(session: Session, customer: int, source: str, at: datetime) -> Dialog:
    row = Dialog(
        source=source,
        external_id=f"live-{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(6)}",
        kind="dialog",
        customer_id=customer,
        started_at=at,
        tags=[],
    )
    session.add(row)
    session.flush()
    return row


def _last_said(session: Session, dialog: Dialog, otherwise: datetime) -> datetime:
    said: datetime | None = session.scalar(select(func.max(Message.at)).where(Message.dialog_id == dialog.id))
    return said or dialog.started_at or otherwise
