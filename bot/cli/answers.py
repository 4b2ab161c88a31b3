"""`firstline answers`: what the bot may say, reviewed and changed by staff."""

import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from bot.cli.command import Session, command
from bot.cli.contradicted import emit_contradicted
from bot.cli.near_duplicates import emit_near_duplicates

if TYPE_CHECKING:
    from dialogs.redaction import Redactor
    from retrieval.answer_book import AnswerBook, AnswerCard
    from retrieval.answer_extras import Extras

EXPIRES = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"])
READABLE = click.Path(path_type=Path, exists=True, dir_okay=False)
COLUMNS = ("question", "answer", "intent", "status", "language", "id")


@click.group("answers")
def answers() -> None:
    """List, show, add, edit, approve, suspend, import and export answers. Changes are live after firstline index."""


@command("list", example="firstline answers list --status draft")
@click.option("--status", type=click.Choice(["draft", "approved", "suspended"]), help="Only these.")
@click.option("--intent", help="Only answers of this intent.")
@click.option("--containing", metavar="TEXT", help="Only answers whose text holds this.")
@click.option("--contradicted", is_flag=True, help="Answers held back because staff say otherwise now, with what they said.")
@click.option("--near-duplicates", is_flag=True, help="Pairs of approved answers that nearly say the same.")
def list_(
    session: Session, status: str | None, intent: str | None, containing: str | None, contradicted: bool, near_duplicates: bool
) -> None:
    """The answers, one a line."""
    cards = _book(session).cards(status=status, intent=intent, containing=containing)
    if contradicted:
        emit_contradicted(session, {card.id for card in cards})
    elif near_duplicates:
        emit_near_duplicates(session, [card for card in cards if status or card.status == "approved"])
    else:
        _emit(session, cards)


@command("show", example="firstline answers show 12")
@click.argument("answer", type=int, metavar="ID")
def show(session: Session, answer: int) -> None:
    """An answer with the questions and dialogs it comes from."""
    card = _book(session).card(answer)
    given = "".join(f"\n  {source.question}  ({source.dialog or 'staff'})" for source in card.sources)
    session.emit(card, f"{_line(card)}{given}")


def extras_options(body: Callable[..., None]) -> Callable[..., None]:
    """Options that `add` and `edit` share: what an answer has besides its text. The body gets them by their names."""
    for option in reversed(
        (
            click.option(
                "--photo", "photos", type=READABLE, multiple=True, help="A picture to send with it; may be given several times."
            ),
            click.option(
                "--file", "files", type=READABLE, multiple=True, help="A file to send with it; may be given several times."
            ),
            click.option(
                "--button", "buttons", multiple=True, metavar="TITLE=URL", help="A link below it; may be given several times."
            ),
            click.option("--translation-of", type=int, metavar="ID", help="The answer that it says in another language."),
        )
    ):
        body = option(body)
    return body


@command("add", example='firstline answers add "Returns are free for 30 days." --question "can I send it back?" --intent returns')
@click.argument("text")
@click.option("--question", "questions", multiple=True, help="A question it answers; may be given several times.")
@click.option("--intent", help="Its intent, made where it is new.")
@click.option("--language", help="Its language, such as en.")
@click.option("--expires", type=EXPIRES, help="When it is no longer sent (UTC).")
@extras_options
def add(
    session: Session,
    text: str,
    questions: Sequence[str],
    intent: str | None,
    language: str | None,
    expires: datetime | None,
    **besides: Any,
) -> None:
    """A new answer, approved.

    It may hold slots (<ORDER_1>) that are filled with the customer's own values, and look-ups ({order_status}) whose results are put
    in when it is sent: docs/composing.md.
    """
    card = _book(session).add(
        text,
        _redacted(session, questions),
        intent=intent,
        language=language,
        expires_at=_utc(expires),
        extras=_extras(**besides),
    )
    session.emit(card, _line(card))


@command("edit", example='firstline answers edit 12 --text "Returns are free for 60 days."')
@click.argument("answer", type=int, metavar="ID")
@click.option("--text", help="The new text.")
@click.option("--question", "questions", multiple=True, help="A further question it answers; may be given several times.")
@click.option("--intent", help="Its new intent.")
@click.option("--language", help="Its language, such as en.")
@click.option("--expires", type=EXPIRES, help="When it is no longer sent (UTC).")
@click.option("--never-expires", is_flag=True, help="Take the date back.")
@click.option("--bare", is_flag=True, help="Take its pictures, files and buttons away; those given here are added after.")
@extras_options
def edit(
    session: Session,
    answer: int,
    text: str | None,
    questions: Sequence[str],
    intent: str | None,
    language: str | None,
    expires: datetime | None,
    never_expires: bool,
    bare: bool,
    **besides: Any,
) -> None:
    """Change an answer; what is not given stays."""
    card = _book(session).edit(
        answer,
        text=text,
        questions=_redacted(session, questions),
        intent=intent,
        language=language,
        expires_at=_utc(expires),
        never_expires=never_expires,
        extras=_extras(**besides, bare=bare),
    )
    session.emit(card, _line(card))


@command("approve", example="firstline answers approve 12 15")
@click.argument("ids", type=int, nargs=-1, required=True, metavar="ID...")
def approve(session: Session, ids: Sequence[int]) -> None:
    """Let the bot send these answers."""
    _emit(session, _book(session).approve(ids))


@command("suspend", example="firstline answers suspend 12")
@click.argument("ids", type=int, nargs=-1, required=True, metavar="ID...")
def suspend(session: Session, ids: Sequence[int]) -> None:
    """Stop the bot from sending these answers. Mining does not bring them back."""
    _emit(session, _book(session).suspend(ids))


@command("import", example="firstline answers import faq.csv")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def import_(session: Session, files: Sequence[str]) -> None:
    """Approved answers from question,answer[,intent] rows: CSV, TSV or JSON lines."""
    from dialogs.customers import customer_key
    from dialogs.ingest import ImportOptions, import_paths
    from nlu.language import language_of

    options = ImportOptions(key=customer_key(session.settings.home), language_of=language_of)
    report = import_paths(_book(session).database, files, options, _redactor(session), session.progress())
    session.emit(
        report, f"{report.dialogs} pairs read, {report.duplicates} known already, {report.rejected} rejected; next: firstline index"
    )


@command("export", example="firstline answers export --out answers.csv")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write; default: standard output.")
@click.option("--status", type=click.Choice(["draft", "approved", "suspended"]), help="Only these.")
def export(session: Session, out: Path | None, status: str | None) -> None:
    """The answers as CSV, a row for each question; answers import reads it back."""
    cards = _book(session).cards(status=status)
    if out is None and not session.json:
        _write(sys.stdout, cards)
        return
    if out is None:
        _emit(session, cards)
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        rows = _write(file, cards)
    session.emit({"rows": rows, "file": out}, f"{rows} rows in {out}")


for _subcommand in (list_, show, add, edit, approve, suspend, import_, export):
    answers.add_command(_subcommand)


def _book(session: Session) -> "AnswerBook":
    from dialogs.database import open_database
    from retrieval.answer_book import AnswerBook

    return AnswerBook(open_database(session.settings.url))


def _redactor(session: Session) -> "Redactor":
    from bot.redacting import redactor

    return redactor(session.settings)


def _redacted(session: Session, questions: Sequence[str]) -> list[str]:
    """Questions are kept as customers' messages are: without personal values."""
    redactor = _redactor(session) if questions else None
    return [redactor.redact(question).text for question in questions] if redactor else []


def _extras(
    photos: Sequence[Path], files: Sequence[Path], buttons: Sequence[str], translation_of: int | None, bare: bool = False
) -> "Extras":
    from retrieval.answer_extras import Extras, link_button, read_attachments

    attachments = read_attachments(photos, files)
    return Extras(attachments, tuple(link_button(button) for button in buttons), translation_of, replacing=bare)


def _utc(time: datetime | None) -> datetime | None:
    return time.replace(tzinfo=UTC) if time is not None else None


def _emit(session: Session, cards: "Iterable[AnswerCard]") -> None:
    for card in cards:
        session.emit(card, _line(card))


def _line(card: "AnswerCard") -> str:
    notes = [card.status, card.intent or "no intent", f"{len(card.sources)} sources"]
    if card.translation_of is not None:
        notes.append(f"{card.language} of {card.translation_of}")
    notes += [f"{item.kind} {item.name}" for item in card.attachments]
    notes += [f"button {button.title}" for button in card.buttons]
    if card.expires_at is not None:
        notes.append(f"until {card.expires_at:%Y-%m-%d %H:%M} UTC")
    return f"{card.id:6d}  {' '.join(card.text.split())}\n        {', '.join(notes)}"


def _write(file: IO[str], cards: "Iterable[AnswerCard]") -> int:
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    rows = 0
    for card in cards:
        for question in dict.fromkeys(source.question for source in card.sources) or [""]:
            writer.writerow([question, card.text, card.intent or "", card.status, card.language or "", card.id])
            rows += 1
    return rows
