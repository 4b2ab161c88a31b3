"""The answers of the record, as staff see and change them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from dialogs.database import Database
from dialogs.knowledge import Label, add_labels, intent_ids
from dialogs.tables import Answer, AnswerSource, Dialog, Intent, Message
from dialogs.text_hash import text_hash
from retrieval.answer_extras import NOTHING, Extras, apply_extras
from retrieval.approved import attachments_of
from retrieval.errors import AnswerError
from retrieval.hit import Attachment, LinkButton
from retrieval.staleness import decided
from retrieval.tokens import PLACEHOLDER

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Given:
    """One time that an answer was given: to which question, and where. `dialog` and `message` are None where staff wrote the pair."""

    dialog: str | None
    message: str | None
    question: str


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """An answer with its sources. `status` is draft, approved or suspended; `origin` mined, imported or staff."""

    id: int
    status: str
    text: str
    intent: str | None
    sources: tuple[Given, ...]
    slots: tuple[str, ...]
    language: str | None
    origin: str
    expires_at: datetime | None
    attachments: tuple[Attachment, ...] = ()
    buttons: tuple[LinkButton, ...] = ()
    translation_of: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """Reads and changes answers. What is changed here is live after the next update of the index."""

    database: Database

    def cards(self, *, status: str | None = None, intent: str | None = None, containing: str | None = None) -> Iterator[AnswerCard]:
        """Answers by id, those that fit everything given."""
        conditions: list[ColumnElement[bool]] = []
        if status is not None:
            conditions.append(Answer.status == status)
        if intent is not None:
            conditions.append(Intent.name == intent)
        if containing is not None:
            conditions.append(Answer.text.icontains(containing, autoescape=True))
        with self.database.session(read_only=True) as session:
            keys = session.scalars(select(Answer.id).outerjoin(Intent).where(*conditions).order_by(Answer.id)).all()
            for start in range(0, len(keys), AT_ONCE):
                yield from _cards(session, keys[start : start + AT_ONCE])

    def card(self, answer: int) -> AnswerCard:
        """Raises AnswerError where there is no such answer."""
        with self.database.session(read_only=True) as session:
            _required(session, [answer])
            return _cards(session, [answer])[0]

    def add(
        self,
        text: str,
        questions: Sequence[str] = (),
        *,
        intent: str | None = None,
        language: str | None = None,
        expires_at: datetime | None = None,
        extras: Extras = NOTHING,
    ) -> AnswerCard:
        """An approved answer by staff, found by these questions (by its own text where there are none).

        The same text with the same intent is not added twice: the answer that is there gets the questions, and is approved. With an
        intent, the questions become examples of it too. Raises AnswerError where the text is empty, or `extras` can't be added.
        """
        text = _written(text)
        now = datetime.now(UTC)
        with self.database.session() as session:
            key = intent_ids(session, [intent], now)[intent] if intent else None
            answer = session.scalars(
                select(Answer).where(
                    Answer.text_hash == text_hash(text), Answer.intent_id == key if key else Answer.intent_id.is_(None)
                )
            ).first()
            if answer is None:
                answer = Answer(origin="staff", intent_id=key, created_at=now, expires_at=None)
                _write(answer, text)
                session.add(answer)
            answer.status, answer.updated_at = "approved", now
            answer.language = language or answer.language
            answer.expires_at = expires_at or answer.expires_at
            session.flush()
            apply_extras(session, answer, extras)
            _add_questions(session, answer.id, questions, intent, now)
            return _cards(session, [answer.id])[0]

    def edit(
        self,
        answer: int,
        *,
        text: str | None = None,
        questions: Sequence[str] = (),
        intent: str | None = None,
        language: str | None = None,
        expires_at: datetime | None = None,
        never_expires: bool = False,
        extras: Extras = NOTHING,
    ) -> AnswerCard:
        """Change what is given and leave the rest. An answer with a new text is the staff's: mining leaves it alone from then on.

        Raises AnswerError where there is no such answer, the new text is empty, or `extras` can't be added.
        """
        now = datetime.now(UTC)
        with self.database.session() as session:
            row = _required(session, [answer])[0]
            if text is not None:
                _write(row, _written(text))
                row.origin = "staff"
            if intent is not None:
                row.intent_id = intent_ids(session, [intent], now)[intent] if intent else None
            row.language = language or row.language
            row.expires_at = None if never_expires else expires_at or row.expires_at
            row.updated_at = now
            decided(session, [answer])
            session.flush()
            apply_extras(session, row, extras)
            name = session.scalar(select(Intent.name).where(Intent.id == row.intent_id))
            _add_questions(session, answer, questions, name, now)
            return _cards(session, [answer])[0]

    def approve(self, answers: Sequence[int]) -> list[AnswerCard]:
        """Raises AnswerError, changing nothing, where an answer is not there or holds a placeholder that no customer can fill."""
        with self.database.session() as session:
            for row in _required(session, answers):
                unknown = [name for name in PLACEHOLDER.findall(row.text) if f"<{name[0]}_{name[1]}>" not in row.slots]
                if unknown:
                    names = ", ".join(f"<{kind}_{number}>" for kind, number in unknown)
                    raise AnswerError(
                        f"answer {row.id} holds {names}, a value that its customers did not give and a new one could not be asked for;"
                        f" write the text anew: firstline answers edit {row.id} --text"
                    )
            decided(session, answers)
            return _with_status(session, answers, "approved")

    def suspend(self, answers: Sequence[int]) -> list[AnswerCard]:
        """Raises AnswerError, changing nothing, where an answer is not there."""
        with self.database.session() as session:
            return _with_status(session, answers, "suspended")


def _with_status(session: Session, answers: Sequence[int], status: str) -> list[AnswerCard]:
    for row in _required(session, answers):
        row.status, row.updated_at = status, datetime.now(UTC)
    session.flush()
    return _cards(session, answers)


def _required(session: Session, answers: Sequence[int]) -> list[Answer]:
    found = {row.id: row for row in session.scalars(select(Answer).where(Answer.id.in_(answers)))}
    if missing := [str(answer) for answer in answers if answer not in found]:
        raise AnswerError(f"there is no answer {', '.join(missing)}; firstline answers list shows the ids")
    return [found[answer] for answer in answers]


def _written(text: str) -> str:
    if not text.strip():
        raise AnswerError(
            "the text of the answer is empty; give what the bot shall say, such as --text 'Returns are free for 30 days.'"
        )
    return text.strip()


def _write(answer: Answer, text: str) -> None:
    """Staff know which placeholders they wrote: all are slots."""
    answer.text, answer.text_hash = text, text_hash(text)
    answer.slots = list(dict.fromkeys(match[0] for match in PLACEHOLDER.finditer(text)))


def _add_questions(session: Session, answer: int, questions: Sequence[str], intent: str | None, now: datetime) -> None:
    known = {text_hash(text) for text in session.scalars(select(AnswerSource.question).where(AnswerSource.answer_id == answer))}
    new = {text_hash(question): question.strip() for question in questions if question.strip()}
    for hashed, question in new.items():
        if hashed not in known:
            session.add(AnswerSource(answer_id=answer, message_id=None, question_id=None, question=question))
    if intent:
        add_labels(session, [Label(question, intent, "staff") for question in new.values()], now)
    session.flush()


def _cards(session: Session, keys: Sequence[int]) -> list[AnswerCard]:
    sources: defaultdict[int, list[Given]] = defaultdict(list)
    rows = session.execute(
        select(AnswerSource.answer_id, Dialog.external_id, Message.external_id, AnswerSource.question)
        .outerjoin(Message, Message.id == AnswerSource.message_id)
        .outerjoin(Dialog, Dialog.id == Message.dialog_id)
        .where(AnswerSource.answer_id.in_(keys))
        .order_by(AnswerSource.id)
    )
    for answer, dialog, message, question in rows:
        sources[answer].append(Given(dialog, message, question))
    found = {
        row.id: (row, name)
        for row, name in session.execute(select(Answer, Intent.name).outerjoin(Intent).where(Answer.id.in_(keys)))
    }
    attachments = attachments_of(session)
    return [_card(*found[key], sources[key], attachments.get(key, ())) for key in keys]


def _card(answer: Answer, intent: str | None, sources: Sequence[Given], attachments: tuple[Attachment, ...]) -> AnswerCard:
    return AnswerCard(
        id=answer.id,
        status=answer.status,
        text=answer.text,
        intent=intent,
        sources=tuple(sources),
        slots=tuple(answer.slots),
        language=answer.language,
        origin=answer.origin,
        expires_at=answer.expires_at,
        attachments=attachments,
        buttons=tuple(LinkButton(button["title"], button["url"]) for button in answer.buttons),
        translation_of=answer.translation_of,
    )
