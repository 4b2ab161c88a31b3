"""HTML to a page: headings, paragraphs, lists and tables of what is the page's own, without menus and footers."""

import re
from collections.abc import Iterator

from lxml import etree, html

from retrieval.documents.page import Page, PageWriter, one_line

UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "nav", "footer", "button", "iframe", "head"})
AROUND = ("header", "aside")
"""Outside of the main part the site's, inside it the page's own: its title, a note."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "main",
        "pre",
        "blockquote",
        "figure",
        "dl",
        "dt",
        "dd",
        "address",
        "details",
        "summary",
        "form",
        "header",
        "aside",
    }
)
_PERMALINK = re.compile(r"\s*[¶#§🔗]\s*$")
"""What generators put behind a heading as a link to it."""
LISTS = frozenset({"ul", "ol"})


def read_html(text: str, name: str) -> Page:
    """`name` is the title of a page that has none."""
    writer = PageWriter()
    try:
        tree = _tree(text)
    except etree.ParserError:  # not a single tag or word
        return writer.page(name=name)
    _read(_own_part(tree), writer)
    return writer.page(_text_of(tree, "//title"), _canonical(tree), name)


def _tree(text: str) -> etree._Element:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(f"<html><body>{text}</body></html>" if "<" not in text else text.encode(), parser=parser)
    assert isinstance(tree, etree._Element)
    return tree


def _own_part(tree: etree._Element) -> etree._Element:
    """The one main part of a page that marks it, else the body."""
    for mark in ("//main", "//*[@role='main']", "//article", "//body"):
        found = tree.xpath(mark)
        if isinstance(found, list) and len(found) == 1 and isinstance(found[0], etree._Element):
            if mark == "//body":
                etree.strip_elements(found[0], *AROUND, with_tail=False)
            return found[0]
    return tree


def _read(element: etree._Element, writer: PageWriter) -> None:
    """Text that stands loose between blocks is a paragraph too."""
    loose: list[str] = [_spaced(element.text or "")]
    for child in _children(element):
        if _is_block(child):
            writer.paragraph("".join(loose))
            loose = []
            _read_block(child, writer)
        elif child.tag not in UNSEEN:
            loose.append(_inline(child))
        loose.append(_spaced(child.tail or ""))
    writer.paragraph("".join(loose))


def _read_block(element: etree._Element, writer: PageWriter) -> None:
    tag = str(element.tag)
    if tag in UNSEEN:
        return
    if tag == "pre":
        writer.paragraph(_inline(element))
    elif tag in HEADINGS:
        writer.heading(HEADINGS[tag], _PERMALINK.sub("", _inline(element)), _anchor(element))
    elif tag in LISTS:
        writer.paragraph("\n".join(_items(element)))
    elif tag == "table":
        writer.paragraph("\n".join(_rows(element)))
    else:
        _read(element, writer)


def _is_block(element: etree._Element) -> bool:
    """A link or a bold word that has blocks inside is one as well."""
    tag = str(element.tag)
    if tag in HEADINGS or tag in LISTS or tag in BLOCKS or tag == "table" or tag in UNSEEN:
        return True
    return any(_is_block(child) for child in _children(element))


def _items(element: etree._Element) -> Iterator[str]:
    ordered = element.tag == "ol"
    number = int(start) if ordered and (start := element.get("start", "1")).isdigit() else 1
    for item in _children(element):
        if item.tag != "li":
            continue
        nested = [child for child in item.iter() if child.tag in LISTS and child is not item]
        words = one_line(_inline(item))
        if words:
            yield f"{number}. {words}" if ordered else f"- {words}"
        for inner in nested:
            if next((above for above in inner.iterancestors() if above.tag in LISTS), None) is element:
                yield from _items(inner)
        number += 1


def _rows(table: etree._Element) -> Iterator[str]:
    """A row as "first: second, third", under the names of the columns where the table has a row of them."""
    names: list[str] = []
    for row in table.iter("tr"):
        cells = [cell for cell in _children(row) if cell.tag in ("td", "th")]
        words = [one_line(_inline(cell)) for cell in cells]
        if cells and all(cell.tag == "th" for cell in cells):
            names = words
        elif any(words):
            named = [f"{name} {word}".strip() for name, word in zip(names[1:], words[1:], strict=False)] if names else words[1:]
            yield f"{words[0]}: {', '.join(named or words[1:])}" if len(words) > 1 else words[0]


def _inline(element: etree._Element) -> str:
    """The words of an element without those of lists inside it; a line break is one; an address of a link that its words don't say."""
    if element.tag in UNSEEN:
        return ""
    if element.tag == "br":
        return "\n"
    spaced = str if element.tag == "pre" else _spaced
    parts = [spaced(element.text or "")]
    for child in _children(element):
        if child.tag not in LISTS:
            parts.append(_inline(child) + (" " if child.tag in BLOCKS else ""))
        parts.append(spaced(child.tail or ""))
    return _with_address(element, "".join(parts))


def _spaced(text: str) -> str:
    """Line breaks of the source are spaces."""
    return re.sub(r"\s+", " ", text)


def _with_address(element: etree._Element, words: str) -> str:
    address = (element.get("href") or "").strip() if element.tag == "a" else ""
    address = address.removeprefix("mailto:").removeprefix("tel:") if not address.startswith("http") else address
    if not address.startswith("http") and "@" not in address:
        return words
    bare = address.removeprefix("https://").removeprefix("http://").rstrip("/")
    return words if bare in words else f"{words.rstrip()} ({address})"


def _anchor(heading: etree._Element) -> str:
    """Its own id, or that of the empty link inside it."""
    inside = next((child.get("id") or child.get("name") for child in heading.iter("a") if child.get("id") or child.get("name")), "")
    return heading.get("id") or inside or ""


def _canonical(tree: etree._Element) -> str:
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        found = tree.xpath(path)
        if isinstance(found, list) and found and str(found[0]).startswith("http"):
            return str(found[0])
    return ""


def _text_of(tree: etree._Element, path: str) -> str:
    found = tree.xpath(path)
    return _inline(found[0]) if isinstance(found, list) and found and isinstance(found[0], etree._Element) else ""


def _children(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))
