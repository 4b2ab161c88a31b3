"""What of the record may be answered with: approved answers that have not expired, and the questions they were given to."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from dialogs.tables import Answer, AnswerSource, Attachment, Dialog, Intent, Message
from dialogs.text_hash import text_hash
from retrieval.hit import AnswerTemplate, LinkButton, Source
from retrieval.hit import Attachment as AttachmentRef

SOURCES_SHOWN = 20
"""Sources of an answer that the index carries; the record has them all."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that an answer was given to. `dialog` is the dialog's key, 0 where staff wrote the pair."""

    text: str
    hash: str
    dialog: int


@dataclass(slots=True)
class Approved:
    """An answer, still without its title, and its distinct questions: at least one, its own text where it has no other."""

    answer: AnswerTemplate
    questions: dict[str, Question] = field(default_factory=dict)
    sources: dict[Source, None] = field(default_factory=dict)

    def complete(self) -> "Approved":
        if not self.questions:
            self.add(self.answer.text, 0, None)
        sources = tuple(self.sources)[-SOURCES_SHOWN:]
        self.answer = replace(self.answer, sources=sources)
        return self

    def add(self, question: str, dialog: int, source: Source | None) -> None:
        key = text_hash(question)
        self.questions.setdefault(key, Question(question, key, dialog))
        if source is not None:
            self.sources[source] = None


def read_approved(session: Session, now: datetime | None = None) -> list[Approved]:
    """Approved answers that are valid `now`, by id, with their questions in the order in which the record has them."""
    now = now or datetime.now(UTC)
    valid = (Answer.status == "approved", or_(Answer.expires_at.is_(None), Answer.expires_at > now))
    found = {}
    attachments = attachments_of(session)
    for answer, intent in session.execute(select(Answer, Intent.name).outerjoin(Intent).where(*valid).order_by(Answer.id)):
        found[answer.id] = Approved(_template(answer, intent, attachments.get(answer.id, ())))
    for answer_id, question, dialog, source in _sources(session, valid):
        if question.strip():
            found[answer_id].add(question, dialog, source)
    return [item.complete() for item in found.values()]


def attachments_of(session: Session) -> dict[int, tuple[AttachmentRef, ...]]:
    """What is sent with each answer, by the answer's id, in the order in which it was added."""
    found: dict[int, tuple[AttachmentRef, ...]] = {}
    rows = session.execute(
        select(Attachment.answer_id, Attachment.id, Attachment.kind, Attachment.name).order_by(Attachment.answer_id, Attachment.id)
    )
    for answer, key, kind, name in rows:
        found[answer] = (*found.get(answer, ()), AttachmentRef(key, kind, name))
    return found


def _template(answer: Answer, intent: str | None, attachments: tuple[AttachmentRef, ...]) -> AnswerTemplate:
    return AnswerTemplate(
        id=answer.id,
        text=answer.text,
        intent=intent,
        language=answer.language,
        expires_at=answer.expires_at,
        slots=tuple(answer.slots),
        attachments=attachments,
        buttons=tuple(LinkButton(button["title"], button["url"]) for button in answer.buttons),
        translation_of=answer.translation_of,
    )


def state_of(approved: Iterable[Approved]) -> str:
    """A hash that changes with anything an index of these answers would hold."""
    digest = hashlib.sha256()
    for item in approved:
        facts = [asdict(item.answer), [asdict(question) for question in item.questions.values()]]
        digest.update(json.dumps(facts, default=str, ensure_ascii=False).encode())
    return digest.hexdigest()


def _sources(session: Session, valid: Sequence[ColumnElement[bool]]) -> Iterable[tuple[int, str, int, Source | None]]:
    rows = session.execute(
        select(AnswerSource.answer_id, AnswerSource.question, Dialog.id, Dialog.external_id, Message.external_id)
        .join(Answer)
        .outerjoin(Message, Message.id == AnswerSource.message_id)
        .outerjoin(Dialog, Dialog.id == Message.dialog_id)
        .where(*valid)
        .order_by(AnswerSource.id)
    )
    for answer_id, question, key, dialog, message in rows:
        yield answer_id, question, key or 0, Source(dialog, message) if message is not None else None
