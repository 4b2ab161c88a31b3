"""Markdown (and plain text) to a page, by way of HTML: what a writer of Markdown may use is what markdown-it renders."""

import re

import yaml
from lxml import html
from markdown_it import MarkdownIt

from retrieval.documents.html_page import read_html
from retrieval.documents.page import Page, one_line

_FRONT = re.compile(r"\A---\s*\n(.*?)\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_OWN_ANCHOR = re.compile(r"\s*\{#([\w.:-]+)\}\s*$")
ADDRESSES = ("link", "url", "canonical", "canonical_url", "permalink")
"""Names under which a page's front matter gives its address."""


def read_markdown(text: str, name: str) -> Page:
    """Front matter (`title:`, `link:`) is heard. A heading's anchor is the one it names (`{#anchor}`), else made of its words as GitHub and
    most generators do."""
    front, body = _front_matter(text.replace("\r\n", "\n"))
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
    page = read_html(_anchored(rendered), str(front.get("title") or name))
    address = next((str(front[key]) for key in ADDRESSES if str(front.get(key) or "").startswith("http")), "")
    return Page(page.title, page.sections, address or page.link)


def _front_matter(text: str) -> tuple[dict[str, object], str]:
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    try:
        found = yaml.safe_load(match[1])
    except yaml.YAMLError:
        return {}, text
    return (found, text[match.end() :]) if isinstance(found, dict) else ({}, text)


def _anchored(rendered: str) -> str:
    if not rendered.strip():
        return ""
    tree = html.fragment_fromstring(rendered, create_parent="main")
    taken: set[str] = set()
    for heading in tree.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        words = one_line("".join(str(part) for part in heading.itertext()))
        own = _OWN_ANCHOR.search(words)
        if own:
            last = list(heading)[-1] if len(heading) else None
            if last is None:
                heading.text = _OWN_ANCHOR.sub("", heading.text or "")
            else:
                last.tail = _OWN_ANCHOR.sub("", last.tail or "")
        if not heading.get("id"):
            heading.set("id", own[1] if own else _unused(slug(words), taken))
        taken.add(str(heading.get("id")))
    return str(html.tostring(tree, encoding="unicode"))


def slug(words: str) -> str:
    """ "How long does it last?" -> "how-long-does-it-last"."""
    return re.sub(r"[^\w\- ]", "", words.casefold()).strip().replace(" ", "-")


def _unused(anchor: str, taken: set[str]) -> str:
    number, found = 0, anchor
    while found in taken:
        number += 1
        found = f"{anchor}-{number}"
    return found
