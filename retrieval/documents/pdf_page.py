"""PDF to a page. It knows neither headings nor paragraphs, only words of a size at a place: what is set larger than the rest, or bold on
a line of its own, is a heading; a gap wider than between lines begins a paragraph."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from retrieval.documents.page import Page, PageWriter, one_line
from retrieval.errors import DocumentError

LARGER = 1.12
"""Times the usual size from which a line is a heading."""
WIDER = 1.7
"""Times the size from which the way to the next line is a gap."""
LONGEST_HEADING = 90
_BULLET = re.compile(r"^(?:[•▪●◦‣·–-]|\d{1,2}[.)])\s+")
_SENTENCE_END = re.compile(r"[.!?:…。！？]$")


@dataclass(slots=True)
class Line:
    """Words that stand on one height of a page. `size` is in points, `y` the height above the page's foot."""

    page: int
    y: float
    size: float
    bold: bool
    text: str = ""


@dataclass(slots=True)
class _Lines:
    """Collects what pypdf finds, in its order."""

    page: int = 1
    found: list[Line] = field(default_factory=list)

    def visit(self, text: str, cm: Sequence[float], tm: Sequence[float], font: dict[str, Any] | None, size: float) -> None:
        y = float(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])
        scale = abs(float(tm[3] * cm[3])) or abs(float(tm[1] * cm[2])) or 1.0
        bold = font is not None and "bold" in str(font.get("/BaseFont", "")).casefold()
        for number, part in enumerate(text.split("\n")):
            if not part.strip():
                continue
            last = self.found[-1] if self.found else None
            same = number == 0 and last is not None and last.page == self.page and abs(last.y - y) < 2
            if same and last is not None:
                last.text += part
            else:
                self.found.append(Line(self.page, y, round(size * scale, 1), bold, part))


def read_pdf(content: bytes, name: str) -> Page:
    """Raises DocumentError for a file that is damaged, locked, or has no text."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every oddity that it then reads all the same
    try:
        reader = _opened(content)
        lines = _lines_of(reader)
        title = str((reader.metadata.title if reader.metadata else None) or "")
    except DependencyError as error:
        raise DocumentError("the PDF is encrypted; save it without a password and import that file") from error
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise DocumentError(f"the PDF is damaged ({one_line(str(error))[:120]}); print or save it as PDF anew") from error
    if not lines:
        raise DocumentError("the PDF has no text, only pictures of it; run a text recognition (OCR) over it and import the result")
    writer = PageWriter()
    _write(lines, writer)
    return writer.page(title, name=name)


def _opened(content: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentError("the PDF is encrypted; save it without a password and import that file")
    return reader


def _lines_of(reader: PdfReader) -> list[Line]:
    lines = _Lines()
    for number, page in enumerate(reader.pages, start=1):
        lines.page = number
        page.extract_text(visitor_text=lines.visit)
    return [line for line in lines.found if line.text.strip()]


def _write(lines: Sequence[Line], writer: PageWriter) -> None:
    """Lines to headings and paragraphs. What stands at the head or foot of most pages, and page numbers, are left out."""
    usual = Counter[float]()
    for line in lines:
        usual[line.size] += len(line.text)
    body = usual.most_common(1)[0][0]
    repeated = _repeated(lines)
    blocks = list(_blocks([line for line in lines if one_line(line.text) not in repeated], body))
    headings = [block for block in blocks if _is_heading(block, body)]
    for block in blocks:
        first = block[0]
        if block in headings:
            writer.heading(_level(first, headings), " ".join(line.text for line in block), f"page={first.page}")
        else:
            writer.paragraph(_joined(block))


def _repeated(lines: Sequence[Line]) -> set[str]:
    pages: dict[str, set[int]] = {}
    for line in lines:
        pages.setdefault(one_line(line.text), set()).add(line.page)
    count = len({line.page for line in lines})
    often = {text for text, seen in pages.items() if count > 2 and len(seen) > count / 2}
    return often | {text for text in pages if re.fullmatch(r"(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?", text, re.IGNORECASE)}


def _blocks(lines: Sequence[Line], body: float) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and _apart(block, line, body):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _apart(block: Sequence[Line], line: Line, body: float) -> bool:
    """A paragraph that goes on on the next page is one still."""
    last = block[-1]
    if (last.size, last.bold) != (line.size, line.bold) and (_stands_out(last, body) or _stands_out(line, body)):
        return True
    if last.page != line.page:
        return bool(_SENTENCE_END.search(last.text.strip()))
    return not 0 <= last.y - line.y <= WIDER * max(last.size, 1)


def _stands_out(line: Line, body: float) -> bool:
    return line.size >= LARGER * body or line.bold


def _is_heading(block: Sequence[Line], body: float) -> bool:
    text = one_line(" ".join(line.text for line in block))
    larger = block[0].size >= LARGER * body
    alone = len(text) <= LONGEST_HEADING and not (text.endswith((".", ",", ";")) or (_BULLET.match(text) and not larger))
    return alone and all(_stands_out(line, body) for line in block)


def _level(line: Line, headings: Sequence[Sequence[Line]]) -> int:
    """The larger, the higher; of one size, bold is higher."""
    kinds = sorted({(block[0].size, block[0].bold) for block in headings}, reverse=True)
    return kinds.index((line.size, line.bold)) + 1


def _joined(block: Sequence[Line]) -> str:
    """Lines that only ended where the paper did are one; an item of a list stays on a line of its own."""
    text = ""
    for line in block:
        words = one_line(line.text)
        if not text or _BULLET.match(words):
            text += ("\n" if text else "") + _BULLET.sub(lambda match: _marked(match[0]), words)
        elif text.endswith("-") and words[:1].islower():
            text = text[:-1] + words
        else:
            text += f" {words}"
    return text


def _marked(bullet: str) -> str:
    return bullet.strip().rstrip(")").rstrip(".") + ". " if bullet.strip()[0].isdigit() else "- "
