"""The documents of the record: imported, listed and removed. What is changed here is live after the next update of the index.

A help page is public: nothing in it is redacted, so that the company's own address and phone number are answered with.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Select, delete, func, or_, select
from sqlalchemy.orm import Session

from dialogs.database import Database
from dialogs.progress import Progress, silent
from dialogs.storable import storable
from dialogs.tables import Document, Passage
from retrieval.documents.files import DocumentFile, find_files
from retrieval.documents.passages import pieces
from retrieval.documents.reading import Read, read_page
from retrieval.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that gave no document, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentsReport:
    """What an import did: pages that are new, that say something else than before, and that are as they were; `passages` were added."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    passages: int = 0
    rejected: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document as staff see it."""

    id: int
    title: str
    format: str
    language: str | None
    link: str | None
    name: str
    passages: int
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class Library:
    """`language_of` tells the language of a text, None where it can't."""

    database: Database
    language_of: Callable[[str], str | None] = lambda text: None

    def import_paths(self, paths: Sequence[Path], prefix: str = "", progress: Progress = silent) -> DocumentsReport:
        """Read every page. One that is known and unchanged is left alone; of a changed one the passages are replaced.

        `prefix`: the address below which the pages are on the web, for those that don't give their own. Raises DocumentError where
        nothing at all could be read.
        """
        files = list(find_files(paths, prefix))
        report, read = DocumentsReport(), set[int]()
        for number, file in enumerate(files, start=1):
            try:
                report = self._import(file, report, read)
            except DocumentError as error:
                report = replace(report, rejected=(*report.rejected, Unread(str(file.path), str(error))))
            progress("documents", number, len(files))
        if not report.added + report.changed + report.unchanged:
            raise DocumentError(_nothing(report, paths))
        return report

    def cards(self, ids: Sequence[int] | None = None) -> Iterator[DocumentCard]:
        """By id; all of them unless `ids` are given. Raises DocumentError where there is no such document."""
        counts = select(func.count()).where(Passage.document_id == Document.id).scalar_subquery()
        with self.database.session(read_only=True) as session:
            rows = session.execute(select(Document, counts).order_by(Document.id)).all()
        known = {document.id: _card(document, passages) for document, passages in rows}
        if missing := [key for key in ids or () if key not in known]:
            raise DocumentError(f"there is no document {', '.join(map(str, missing))}; firstline documents list shows them")
        return iter([card for key, card in known.items() if ids is None or key in ids])

    def remove(self, ids: Sequence[int]) -> list[DocumentCard]:
        """Take documents and their passages out of the record; what was removed. Raises DocumentError where one is not there."""
        cards = list(self.cards(ids))
        with self.database.session() as session:
            session.execute(delete(Document).where(Document.id.in_(ids)))
        return cards

    def _import(self, file: DocumentFile, report: DocumentsReport, read_now: set[int]) -> DocumentsReport:
        """`read_now` are the documents of this import: a second file with the content of one of them is a copy, no page that moved."""
        content = file.path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        read = read_page(content, file.path.stem.replace("_", " ").replace("-", " "))
        link = storable(read.page.link or file.link) or None
        name = link or storable(str(file.path.resolve()))
        with self.database.session() as session:
            known = session.scalars(_newest_of(name, sha256)).first()
            copied = known is not None and known.name != name and known.id in read_now
            if known is not None and (copied or (known.sha256, known.name, known.link) == (sha256, name, link)):
                read_now.add(known.id)
                return replace(report, unchanged=report.unchanged + 1)
            document = known or Document()
            _describe(document, read, name, link, sha256)
            document.language = self.language_of(" ".join(text for section in read.page.sections for text in section.paragraphs))
            session.add(document)
            session.flush()
            read_now.add(document.id)
            passages = _replace_passages(session, document, read)
        return replace(
            report,
            added=report.added + (known is None),
            changed=report.changed + (known is not None),
            passages=report.passages + passages,
        )


def _newest_of(name: str, sha256: str) -> Select[Document]:
    """The document of this name, else one with the very same content: a page that moved is not another page."""
    same: ColumnElement[bool] = Document.name == name
    return select(Document).where(or_(same, Document.sha256 == sha256)).order_by(same.desc(), Document.id)


def _describe(document: Document, read: Read, name: str, link: str | None, sha256: str) -> None:
    document.name, document.title, document.link = name, storable(read.page.title), link
    document.format, document.sha256, document.imported_at = read.format, sha256, datetime.now(UTC)


def _replace_passages(session: Session, document: Document, read: Read) -> int:
    session.execute(delete(Passage).where(Passage.document_id == document.id))
    rows = [
        Passage(
            document_id=document.id,
            position=position,
            path=[storable(heading) for heading in piece.path],
            link=_anchored(document.link, piece.anchor),
            text=storable(piece.text),
        )
        for position, piece in enumerate(pieces(read.page))
    ]
    session.add_all(rows)
    return len(rows)


def _anchored(link: str | None, anchor: str) -> str | None:
    return link if link is None or not anchor or "#" in link else f"{link}#{anchor}"


def _card(document: Document, passages: int) -> DocumentCard:
    return DocumentCard(
        document.id,
        document.title,
        document.format,
        document.language,
        document.link,
        document.name,
        passages,
        document.imported_at,
    )


def _nothing(report: DocumentsReport, paths: Sequence[Path]) -> str:
    if not report.rejected:
        return f"there is no file in {', '.join(map(str, paths))}; give a folder of help pages (Markdown, HTML, PDF or DOCX)"
    first = report.rejected[0]
    more = f" (and {len(report.rejected) - 1} more)" if len(report.rejected) > 1 else ""
    return f"no document could be read: {first.file}: {first.reason}{more}"
