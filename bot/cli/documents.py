"""`firstline documents`: help pages that questions without an answer are answered from."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.command import Session, command

if TYPE_CHECKING:
    from retrieval.documents.library import DocumentCard, DocumentsReport, Library


@click.group("documents")
def documents() -> None:
    """Import, list and remove help pages, which are quoted where no answer fits. Changes are live after firstline index."""


@command("import", example="firstline documents import help/ --link https://shop.example/help/")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option(
    "--link", default="", metavar="URL", help="Where these pages are on the web, for those that do not say it themselves."
)
def import_(session: Session, paths: Sequence[Path], link: str) -> None:
    """Read help pages: Markdown, plain text, HTML, PDF or DOCX files, or folders of them.

    The same page again adds nothing; of a changed one the passages are replaced. Help pages are public: nothing in them is redacted.
    """
    if link and not link.startswith(("http://", "https://")):
        raise click.BadParameter(f"{link!r} is no address; write one such as https://shop.example/help/", param_hint="--link")
    report = _library(session).import_paths(paths, link, session.progress())
    session.emit(report, _report_words(report))


@command("list", example="firstline documents list")
def list_(session: Session) -> None:
    """The documents, one a line."""
    _emit(session, _library(session).cards())


@command("remove", example="firstline documents remove 3 4")
@click.argument("ids", nargs=-1, required=True, type=int, metavar="ID...")
def remove(session: Session, ids: Sequence[int]) -> None:
    """Take documents out of the record; firstline index then drops their vectors."""
    removed = _library(session).remove(ids)
    passages = sum(card.passages for card in removed)
    session.emit(
        {"documents": len(removed), "passages": passages},
        f"{len(removed)} document{'' if len(removed) == 1 else 's'} with {passages} passages removed; next: firstline index",
    )


for _subcommand in (import_, list_, remove):
    documents.add_command(_subcommand)


def _library(session: Session) -> "Library":
    from dialogs.database import open_database
    from nlu.language import language_of
    from retrieval.documents.library import Library

    return Library(open_database(session.settings.url), language_of)


def _report_words(report: "DocumentsReport") -> str:
    counts = (
        f"{report.added} documents added, {report.changed} changed, {report.unchanged} as they were; {report.passages} new passages"
    )
    rejected = "".join(f"\nnot read: {item.file}: {item.reason}" for item in report.rejected)
    return f"{counts}{rejected}\nnext: firstline index"


def _emit(session: Session, cards: "Iterable[DocumentCard]") -> None:
    for card in cards:
        notes = [card.format, card.language or "language unknown", f"{card.passages} passages", card.link or card.name]
        session.emit(card, f"{card.id:6d}  {card.title}\n        {', '.join(notes)}")
