"""A file to a page: the format is told by content, never by the name alone."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from dialogs.encodings import encoding_of
from dialogs.storable import storable
from retrieval.documents.page import Page
from retrieval.errors import DocumentError

MOST = 100 * 2**20
"""Bytes of a help page at most."""
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|main|article|section|div|h[1-6]|p|title|meta|nav|header)\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file; save it as .docx"),
    (b"{\\rtf", "an RTF file; save it as .docx"),
    (b"\x89PNG", "a picture; a help page must have text"),
    (b"\xff\xd8\xff", "a picture; a help page must have text"),
    (b"GIF8", "a picture; a help page must have text"),
    (b"PK\x03\x04", "an archive or an office file other than .docx; unpack it, or save it as .docx or PDF"),
)
"""How other files begin, and what to do with them."""
FORMATS = "a help page is Markdown, plain text, HTML, PDF or DOCX"


@dataclass(frozen=True, slots=True)
class Read:
    """A page and the format that it came in: markdown, html, pdf or docx."""

    page: Page
    format: str


def read_page(content: bytes, name: str) -> Read:
    """`name` is the file's, without its ending: the title of a page that has none. Raises DocumentError saying what to do instead."""
    if not content.strip():
        raise DocumentError("the file is empty; export the page again")
    if len(content) > MOST:
        raise DocumentError(f"the file has {len(content) >> 20} MB; a help page has {MOST >> 20} at most: split it")
    read = _format_of(content)
    found = read.read(name)
    if not found.sections:
        raise DocumentError(f"nothing is written in it but headings; {FORMATS}")
    return Read(found, read.format)


@dataclass(frozen=True, slots=True)
class _Reader:
    format: str
    read: Callable[[str], Page]


def _format_of(content: bytes) -> _Reader:
    """The libraries are loaded for the formats that come."""
    if b"%PDF-" in content[:1024]:
        from retrieval.documents.pdf_page import read_pdf

        return _Reader("pdf", lambda name: read_pdf(content, name))
    if _is_docx(content):
        from retrieval.documents.docx_page import read_docx

        return _Reader("docx", lambda name: read_docx(content, name))
    for beginning, what in _OTHERS:
        if content.startswith(beginning):
            raise DocumentError(f"it is {what}")
    text = _decoded(content)
    if _HTML.match(text):
        from retrieval.documents.html_page import read_html

        return _Reader("html", lambda name: read_html(text, name))
    from retrieval.documents.markdown_page import read_markdown

    return _Reader("markdown", lambda name: read_markdown(text, name))


def _is_docx(content: bytes) -> bool:
    """Also a damaged one: its names stand in clear in the file."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return b"word/" in content


def _is_json(text: str) -> bool:
    """The whole, or an object on its first line. Markdown may begin with a bracket as well."""
    start = text.lstrip()
    if start[:1] not in ("{", "["):
        return False
    for part in (start.split("\n", 1)[0], start):
        try:
            return isinstance(json.loads(part), dict) or part is start
        except ValueError:
            continue
    return False


def _decoded(content: bytes) -> str:
    text = content.decode(encoding_of([content]), errors="replace")
    if _is_json(text):
        raise DocumentError("it is JSON; dialogs are read with: firstline import")
    if len(_CONTROLS.findall(text[:65536])) > len(text[:65536]) / 200:
        raise DocumentError(f"its format is unknown; {FORMATS}")
    return storable(text)
