"""E-mail addresses, also with the at sign spelled out in brackets."""

import re
from collections.abc import Iterator

from dialogs.detectors.span import Span

SPELLED = re.compile(r"[\[(](?:at|arroba|собака)[\])]", re.IGNORECASE)

_LETTER = r"[^\W\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
"""Chinese, Japanese and Korean stand next to an address without a space; they are no part of it."""

_ADDRESS = re.compile(
    rf"(?:{_LETTER}|[.!#$%&'*+/=?^`{{|}}~-])*(?:{_LETTER}|[%+-])(?:\s?[@＠]|\s?[\[(](?:at|arroba|собака)[\])]\s?)"
    rf"(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:[A-Za-z]{{2,24}}|[\u0400-\u04ff]{{2,12}}|中国|中國|公司|网络|香港|xn--[A-Za-z0-9-]+)(?!{_LETTER}|@)",
    re.IGNORECASE,
)


def may_hold_email(text: str) -> bool:
    """A cheap look that most texts do not pass."""
    return "@" in text or "＠" in text or (("(" in text or "[" in text) and SPELLED.search(text) is not None)


def _earliest(text: str) -> int:
    """Where the first address may begin: an address holds no white space, but for one before its at sign."""
    signs = [place for sign in "@＠([" if (place := text.find(sign)) >= 0]
    return text.rfind(" ", 0, max(0, min(signs, default=0) - 1)) + 1


def emails(text: str) -> Iterator[Span]:
    for match in _ADDRESS.finditer(text, _earliest(text)):
        lead = len(match.group()) - len(match.group().lstrip("'`*/=?!#.|{"))
        yield Span(match.start() + lead, match.end(), "EMAIL")
