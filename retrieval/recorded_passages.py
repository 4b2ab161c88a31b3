"""The passages of the record's documents, as an index is built of them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialogs.tables import Document
from dialogs.tables import Passage as PassageRow
from retrieval.passage import Passage


def read_passages(session: Session) -> list[Passage]:
    """In the order of documents and pages."""
    rows = session.execute(
        select(PassageRow, Document.title, Document.language).join(Document).order_by(Document.id, PassageRow.position)
    )
    return [Passage(row.id, row.document_id, title, tuple(row.path), row.link, row.text, language) for row, title, language in rows]


def passages_state(passages: Iterable[Passage]) -> str:
    """A hash that changes with anything an index of these passages would hold."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(json.dumps(asdict(passage), ensure_ascii=False).encode())
    return digest.hexdigest()
