"""What an answer has besides its text: pictures, files, buttons, and the answer that it translates."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dialogs.tables import Answer, Attachment
from retrieval.errors import AnswerError
from retrieval.hit import LinkButton

LARGEST = {"photo": 10_000_000, "file": 50_000_000}
"""Bytes that Telegram lets a bot send (Bot API, "Sending files")."""
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """`kind` is photo or file."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Extras:
    """What is added to an answer. `replacing`: the attachments and buttons that it had go first."""

    attachments: tuple[NewAttachment, ...] = ()
    buttons: tuple[LinkButton, ...] = ()
    translation_of: int | None = None
    replacing: bool = False


NOTHING = Extras()


def read_attachments(photos: Sequence[Path], files: Sequence[Path]) -> tuple[NewAttachment, ...]:
    """Raises AnswerError for what can't be sent, OSError for what can't be read."""
    return tuple(_read(kind, path) for kind, paths in (("photo", photos), ("file", files)) for path in paths)


def link_button(text: str) -> LinkButton:
    """`Title=https://…`. Raises AnswerError for anything else."""
    title, _, url = (part.strip() for part in text.partition("="))
    if not title or not url.startswith(("https://", "http://", "tg://")):
        raise AnswerError(
            f'the button {text!r} can\'t be used; write its title and a link: "Start a return=https://shop.example/returns"'
        )
    return LinkButton(title, url)


def apply_extras(session: Session, answer: Answer, extras: Extras) -> None:
    """Raises AnswerError where the answer that it translates is not there, or is this one."""
    if extras.replacing:
        session.execute(delete(Attachment).where(Attachment.answer_id == answer.id))
        answer.buttons = []
    session.add_all(
        Attachment(answer_id=answer.id, kind=new.kind, name=new.name, content=new.content) for new in extras.attachments
    )
    if extras.buttons:
        answer.buttons = [*answer.buttons, *({"title": button.title, "url": button.url} for button in extras.buttons)]
    if extras.translation_of is not None:
        answer.translation_of = _original(session, answer, extras.translation_of)
    session.flush()


def _read(kind: str, path: Path) -> NewAttachment:
    size = path.stat().st_size
    if kind == "photo" and path.suffix.lower() not in PICTURES:
        raise AnswerError(f"{path} is no picture that can be shown ({', '.join(PICTURES)}); send it with --file {path}")
    if not 0 < size <= LARGEST[kind]:
        raise AnswerError(f"{path} has {size:,} bytes; a {kind} needs 1 to {LARGEST[kind]:,}")
    return NewAttachment(kind, path.name[-LONGEST_NAME:], path.read_bytes())


def _original(session: Session, answer: Answer, wanted: int) -> int:
    """The first of the languages: a translation of a translation is one of the original."""
    row = session.scalar(select(Answer).where(Answer.id == wanted))
    original = None if row is None else row.translation_of or row.id
    if original is None or original == answer.id:
        why = "is this answer itself" if row is not None else "is not there"
        raise AnswerError(f"the answer {wanted} that {answer.id} shall translate {why}; firstline answers list shows the ids")
    if answer.language is None:
        raise AnswerError(f"answer {answer.id} can't be a translation without a language; add: --language de")
    return original
