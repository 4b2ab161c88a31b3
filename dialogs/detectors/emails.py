"""E-mail addresses, also with the at sign spelled out in brackets."""

import re
from collections.abc import Iterator

from dialogs.detectors.span import Span

_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]*[\w+%-]\s?(?:[@＠]|\s?[\[(](?:at|AT|arroba|собака)[\])]\s?)(?<!\s)"
    r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:[^\W\d_]{2,24}|xn--[a-z0-9-]+)(?![\w@])"
)
_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+")


def emails(text: str) -> Iterator[Span]:
    if "@" in text or "＠" in text or _spelled(text):
        for match in _ADDRESS.finditer(text):
            lead = len(match.group()) - len(match.group().lstrip("'`*/=?!#.|{"))
            yield Span(match.start() + lead, match.end(), "EMAIL")


def _spelled(text: str) -> bool:
    return any(mark in text for mark in ("(at)", "[at]", "(AT)", "[AT]", "(arroba)", "(собака)"))
