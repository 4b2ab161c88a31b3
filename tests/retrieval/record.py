"""Rows of a record, written the short way."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialogs.database import Database
from dialogs.tables import Answer, AnswerSource, Customer, Dialog, Example, Intent, Message
from dialogs.text_hash import text_hash

NOW = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


def add_dialog(
    database: Database, name: str, turns: Sequence[tuple[str, str]], *, customer: str | None = None, intent: str | None = None
) -> int:
    """A dialog of ("customer" | "agent", text) turns, message ids "0", "1", ...; `intent` labels its first message. Returns its key."""
    with database.session() as session:
        who = session.scalars(select(Customer).where(Customer.external_id == (customer or name))).first()
        if who is None:
            who = Customer(external_id=customer or name, chat_id=None, created_at=NOW)
            session.add(who)
            session.flush()
        dialog = Dialog(
            source="test",
            external_id=name,
            kind="dialog",
            customer_id=who.id,
            batch_id=None,
            started_at=NOW,
            language="en",
            tags=[],
            rating=None,
        )
        session.add(dialog)
        session.flush()
        messages = [
            Message(
                dialog_id=dialog.id,
                external_id=str(position),
                position=position,
                role=role,
                text=text,
                at=NOW + timedelta(minutes=position),
                reply_to=None,
                attachments=[],
                parts=[],
            )
            for position, (role, text) in enumerate(turns)
        ]
        session.add_all(messages)
        session.flush()
        if intent is not None:
            key = _intent(session, intent)
            row = Example(
                intent_id=key,
                text=messages[0].text,
                text_hash=text_hash(messages[0].text),
                origin="tag",
                message_id=messages[0].id,
                created_at=NOW,
            )
            session.add(row)
        return dialog.id


def add_answer(
    database: Database,
    text: str,
    questions: Sequence[str] = (),
    *,
    intent: str | None = None,
    status: str = "approved",
    origin: str = "staff",
    expires_at: datetime | None = None,
    slots: Sequence[str] = (),
) -> int:
    """An answer and the questions it is given to. Returns its key."""
    with database.session() as session:
        answer = Answer(
            text=text,
            text_hash=text_hash(text),
            status=status,
            origin=origin,
            intent_id=_intent(session, intent) if intent else None,
            language=None,
            slots=list(slots),
            expires_at=expires_at,
            created_at=NOW,
            updated_at=NOW,
        )
        session.add(answer)
        session.flush()
        session.add_all(
            AnswerSource(answer_id=answer.id, message_id=None, question_id=None, question=question) for question in questions
        )
        return answer.id


def _intent(session: Session, name: str) -> int:
    found = session.scalars(select(Intent.id).where(Intent.name == name)).first()
    if found is None:
        row = Intent(name=name, created_at=NOW)
        session.add(row)
        session.flush()
        found = row.id
    return int(found)
