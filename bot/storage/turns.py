"""Turns of the record: written before the reply is sent, marked as sent after."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.dialogue.action import Handoff as HandoffAction
from bot.dialogue.action import action_name, answered_with
from bot.dialogue.state import DialogState
from bot.dialogue.suggestions import REMEMBERED
from bot.dialogue.turn import Option
from bot.dialogue.turn import Turn as DialogueTurn
from bot.storage.live_dialogs import SOURCE, open_handoff_of
from bot.storage.messages import NewMessage, add_message, burst_with, find_message
from bot.storage.turn_details import details_of, options_of, state_of
from dialogs.database import Database
from dialogs.identity import Part
from dialogs.record import Role
from dialogs.tables import Answer, Customer, Dialog, Example, Handoff, Intent, Message, Turn


@dataclass(frozen=True, slots=True)
class RecordedTurn:
    """Keys of a turn's rows. `reply` is redacted; `handoff` is the hand-off open in its dialog; `sent`: the customer has the reply."""

    turn: int
    dialog: int
    message: int | None
    action: str
    reply: str
    handoff: int | None
    sent: bool


def record_turn(
    database: Database,
    turn: DialogueTurn,
    *,
    source: str = SOURCE,
    kind: str = "dialog",
    attachments: tuple[str, ...] | None = None,
    parts: tuple[Part, ...] = (),
) -> RecordedTurn:
    """Record the customer's message, the reply and the turn in one transaction; a Handoff opens a hand-off if none is open.

    The dialog and its customer are made where the record lacks them, the dialog as `kind`: only a "dialog" has somebody to hand
    over. A turn that was recorded for the same message but never sent is replaced. `attachments` are those of the message where
    they differ from what was decided on; `parts` the messages of a merged burst.
    """
    at = turn.message.at or datetime.now(UTC)
    with database.session() as session:
        dialog = _dialog(session, turn, source, kind, at)
        dialog.language = dialog.language or turn.language
        unsent = _unsent(session, dialog.id, turn.message.id)
        message = unsent[1] if unsent else _customer_message(session, dialog.id, turn, at, attachments, parts)
        reply = _reply(session, dialog.id, turn, message, unsent[0].reply_id if unsent else None)
        row = unsent[0] if unsent else Turn(dialog_id=dialog.id, message_id=message.id)
        _fill(session, row, turn, reply.id)
        session.add(row)
        handoff = _handoff(session, dialog.id, turn) if kind == "dialog" else None
        session.flush()
        return RecordedTurn(row.id, dialog.id, message.id, row.action, turn.reply_redacted, handoff, sent=False)


def mark_sent(database: Database, turn: int) -> None:
    """The customer has the reply."""
    with database.session() as session:
        row = session.get(Turn, turn)
        if row is not None and row.sent_at is None:
            row.sent_at = datetime.now(UTC)


def turn_of_message(database: Database, dialog: int, identity: str) -> RecordedTurn | None:
    """The turn that was recorded for a message, if there is one."""
    with database.session(read_only=True) as session:
        message = find_message(session, dialog, identity) or burst_with(session, dialog, identity)
        row = None if message is None else session.scalar(select(Turn).where(Turn.message_id == message.id))
        if row is None:
            return None
        reply = session.get(Message, row.reply_id) if row.reply_id is not None else None
        text = "" if reply is None else reply.text
        return RecordedTurn(
            row.id, dialog, row.message_id, row.action, text, open_handoff_of(session, dialog), row.sent_at is not None
        )


def last_state(database: Database, dialog: int) -> DialogState:
    """The state after the last turn that reached the customer: what the bot knows of a dialog after a restart."""
    with database.session(read_only=True) as session:
        last = session.execute(
            select(Turn.details, Message.text)
            .outerjoin(Message, Message.id == Turn.reply_id)
            .where(Turn.dialog_id == dialog, Turn.sent_at.is_not(None))
            .order_by(Turn.id.desc())
            .limit(1)
        ).first()
        if last is None:
            return DialogState(asked=_asked_before(session, dialog))
        return replace(state_of(last.details), said=last.text or "")


def _asked_before(session: Session, dialog: int) -> tuple[str, ...]:
    """The intents of this customer in their dialogs so far: as they were labelled, then as the bot answered what nobody labelled."""
    customer = select(Dialog.customer_id).where(Dialog.id == dialog).scalar_subquery()
    labelled = (
        select(Intent.name)
        .select_from(Example)
        .join(Intent)
        .join(Message, Message.id == Example.message_id)
        .join(Dialog, Dialog.id == Message.dialog_id)
        .where(Dialog.customer_id == customer)
        .order_by(Dialog.started_at, Dialog.id, Message.position)
    )
    answered = (
        select(Intent.name)
        .select_from(Turn)
        .join(Answer, Answer.id == Turn.answer_id)
        .join(Intent, Intent.id == Answer.intent_id)
        .join(Dialog, Dialog.id == Turn.dialog_id)
        .outerjoin(Example, Example.message_id == Turn.message_id)
        .where(Dialog.customer_id == customer, Turn.action == "answer", Example.id.is_(None))
        .order_by(Turn.id)
    )
    names = [*session.scalars(labelled), *session.scalars(answered)]
    return tuple(name for place, name in enumerate(names) if place == 0 or name != names[place - 1])[-REMEMBERED:]


def options_offered(database: Database, turn: int, chat_id: int) -> tuple[Option, ...]:
    """The options that a turn offered to the customer of this chat; none if it wasn't theirs."""
    with database.session(read_only=True) as session:
        details: Mapping[str, Any] | None = session.scalar(
            select(Turn.details)
            .join(Dialog, Dialog.id == Turn.dialog_id)
            .join(Customer, Customer.id == Dialog.customer_id)
            .where(Turn.id == turn, Customer.chat_id == chat_id)
        )
        return () if details is None else options_of(details)


def _dialog(session: Session, turn: DialogueTurn, source: str, kind: str, at: datetime) -> Dialog:
    said = turn.message
    found = session.scalar(select(Dialog).where(Dialog.source == source, Dialog.external_id == said.dialog))
    if found is not None:
        return found
    owner = session.scalar(select(Customer).where(Customer.external_id == said.customer))
    if owner is None:
        owner = Customer(external_id=said.customer, created_at=at)
        session.add(owner)
        session.flush()
    dialog = Dialog(source=source, external_id=said.dialog, kind=kind, customer_id=owner.id, started_at=at, tags=[])
    session.add(dialog)
    session.flush()
    return dialog


def _unsent(session: Session, dialog: int, identity: str | None) -> tuple[Turn, Message] | None:
    message = find_message(session, dialog, identity) if identity is not None else None
    row = None if message is None else session.scalar(select(Turn).where(Turn.message_id == message.id, Turn.sent_at.is_(None)))
    return None if row is None or message is None else (row, message)


def _customer_message(
    session: Session, dialog: int, turn: DialogueTurn, at: datetime, attachments: tuple[str, ...] | None, parts: tuple[Part, ...]
) -> Message:
    said = turn.message
    kept = said.attachments if attachments is None else attachments
    identity = said.id or f"at-{at.timestamp():.6f}"
    return add_message(session, dialog, NewMessage(identity, Role.CUSTOMER, turn.text, at, kept, parts=parts))


def _reply(session: Session, dialog: int, turn: DialogueTurn, message: Message, replaced: int | None) -> Message:
    before = session.get(Message, replaced) if replaced is not None else None
    kinds = tuple(item.kind for item in turn.attachments)
    if before is not None:
        before.text, before.attachments = turn.reply_redacted, list(kinds)
        return before
    new = NewMessage(
        f"reply-{message.external_id}", Role.BOT, turn.reply_redacted, datetime.now(UTC), kinds, reply_to=message.external_id
    )
    return add_message(session, dialog, new)


def _fill(session: Session, row: Turn, turn: DialogueTurn, reply: int) -> None:
    given = answered_with(turn.action)
    answer = given.hit.answer.id if given else None
    row.reply_id = reply
    row.answer_id = answer if answer is not None and session.get(Answer, answer) is not None else None
    row.action = action_name(turn.action)
    row.confidence = turn.confidence
    row.details = details_of(turn)
    row.model, row.index_version = turn.model, turn.index
    row.latency_ms = turn.latency_ms
    row.at = datetime.now(UTC)


def _handoff(session: Session, dialog: int, turn: DialogueTurn) -> int | None:
    found = open_handoff_of(session, dialog)
    if found is not None or not isinstance(turn.action, HandoffAction):
        return found
    row = Handoff(dialog_id=dialog, reason=turn.action.reason.value, opened_at=datetime.now(UTC))
    session.add(row)
    session.flush()
    return row.id
