"""HTML, as mail and chat tools keep it, to the text that a person read."""

import html
import re
from collections import Counter
from html.parser import HTMLParser

_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg"})
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "footer",
        "pre",
        "hr",
        "dl",
        "dt",
        "dd",
        "form",
        "fieldset",
        "address",
        "figure",
        "main",
        "aside",
    ]
)
_VOID = frozenset(["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"])
_QUOTES = re.compile(
    r"gmail_quote|gmail_extra|yahoo_quoted|moz-cite|protonmail_quote|zmail_extra|tutanota_quote|divRplyFwdMsg|appendonsend|quoted|mail-quote",
    re.IGNORECASE,
)
"""Classes and ids that mail programs give to the message answered to."""


def html_to_text(text: str) -> str:
    """The visible text, a line a block, quoted messages left out; a link as its text, with its address where that differs.

    Text without tags and entities comes back as it is, but for white space around it.
    """
    if "<" not in text:
        return html.unescape(text).replace("\xa0", " ").strip() if "&" in text else text.strip()
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._count: Counter[str] = Counter()
        self._hidden = 0
        self._links: list[tuple[str, int]] = []

    def text(self) -> str:
        joined = re.sub(r"[ \t\xa0]*\n[ \t\xa0]*", "\n", "".join(self._parts).replace("\xa0", " "))
        return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]{2,}", " ", joined)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            if tag in _BLOCKS:
                self._say("\n")
            return
        given = dict(attrs)
        marks = f"{given.get('class') or ''} {given.get('id') or ''}"
        self._push(tag, tag in _UNSEEN or tag == "blockquote" or bool(_QUOTES.search(marks)))
        if tag in _BLOCKS:
            self._break()
        if tag == "li":
            self._say("- ")
        elif tag == "td" and self._parts and not self._parts[-1].endswith("\n"):
            self._say(" ")
        elif tag == "a":
            self._links.append((given.get("href") or "", len(self._parts)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._end_link(*self._links.pop())
        if self._count[tag]:
            while self._pop() != tag:
                pass
        if tag == "p":
            self._say("\n\n")
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        kept = data if self._count["pre"] else re.sub(r"[ \t\r\n]+", " ", data)
        if kept == " " and (not self._parts or self._parts[-1].endswith("\n")):
            return
        self._say(kept)

    def _say(self, text: str) -> None:
        if not self._hidden:
            self._parts.append(text)

    def _push(self, tag: str, unseen: bool) -> None:
        self._open.append((tag, unseen))
        self._count[tag] += 1
        self._hidden += unseen

    def _pop(self) -> str:
        tag, unseen = self._open.pop()
        self._count[tag] -= 1
        self._hidden -= unseen
        return tag

    def _break(self) -> None:
        if self._parts and not self._parts[-1].endswith("\n"):
            self._say("\n")

    def _end_link(self, address: str, start: int) -> None:
        said = "".join(self._parts[start:]).strip()
        if not address.startswith(("http://", "https://")) or _bare(said) == _bare(address):
            return
        self._say(f" ({address})" if said else address)


def _bare(address: str) -> str:
    return re.sub(r"^https?://", "", address.strip()).rstrip("/").casefold()
