"""Word's DOCX to a page: its heading styles are the headings."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from docx import Document
from docx.document import Document as Opened
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from retrieval.documents.page import Page, PageWriter, one_line
from retrieval.errors import DocumentError

MOST_UNPACKED = 300 * 2**20
"""Bytes: a small file that unpacks to more is no help page."""
_LEVEL = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_BROKEN = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    SyntaxError,
    AttributeError,
    NotImplementedError,
    EOFError,
    zlib.error,
)
"""What python-docx, zipfile and lxml raise for a damaged file (lxml's errors are SyntaxErrors)."""


def read_docx(content: bytes, name: str) -> Page:
    """Raises DocumentError for a file that is damaged."""
    try:
        document = _opened(content)
        writer = PageWriter()
        _read(document, writer)
        return writer.page(one_line(document.core_properties.title or ""), name=name)
    except _BROKEN as error:
        raise DocumentError(
            f"the Word file is damaged ({one_line(str(error))[:120]}); open it in Word and save it anew as .docx"
        ) from error


def _opened(content: bytes) -> Opened:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(item.file_size for item in archive.infolist()) > MOST_UNPACKED:
            raise DocumentError("the Word file unpacks to more than 300 MB; save the text without its pictures")
    return Document(io.BytesIO(content))


def _read(document: Opened, writer: PageWriter) -> None:
    listed: list[str] = []
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph) and (marked := _list_item(item, len(listed))):
            listed.append(marked)
            continue
        writer.paragraph("\n".join(listed))
        listed = []
        if isinstance(item, Table):
            writer.paragraph("\n".join(_rows(item)))
        elif level := _level(item):
            writer.heading(level, item.text)
        else:
            writer.paragraph(item.text)
    writer.paragraph("\n".join(listed))


def _style(paragraph: Paragraph) -> str:
    return (paragraph.style.name or "") if paragraph.style is not None else ""


def _level(paragraph: Paragraph) -> int:
    """Of a heading, 0 for any other paragraph. The title is above all headings."""
    style = _style(paragraph)
    if style.casefold() == "title":
        return 1
    match = _LEVEL.match(style)
    return int(match[1]) + 1 if match else 0


def _list_item(paragraph: Paragraph, before: int) -> str:
    style = _style(paragraph).casefold()
    words = one_line(paragraph.text)
    if not words or not style.startswith("list"):
        return ""
    return f"{before + 1}. {words}" if "number" in style else f"- {words}"


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        words = [one_line(cell.text) for cell in row.cells]
        distinct = [word for place, word in enumerate(words) if word and (place == 0 or word != words[place - 1])]
        if distinct:
            yield f"{distinct[0]}: {', '.join(distinct[1:])}" if len(distinct) > 1 else distinct[0]
