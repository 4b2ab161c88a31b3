"""Text to words for lexical search, in any script, without a dictionary."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

PLACEHOLDER = re.compile(r"<([A-Z]+(?:_[A-Z]+)*)_(\d+)>")
"""A placeholder such as `<ORDER_1>`: its kind and its number."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts without spaces between words (Thai, Lao, Burmese, Khmer, kana, Han) and Hangul, whose words carry endings."""


def words(text: str) -> list[str]:
    """Lower-case words in order. Unspaced scripts give overlapping pairs of characters; a placeholder gives one word, its kind.

    "Order <ORDER_2>, bitte!" gives ["order", "<order>", "bitte"]; "退款了" gives ["退款", "款了"].
    """
    found: list[str] = []
    end = 0
    for placeholder in PLACEHOLDER.finditer(text):
        found += _plain(text[end : placeholder.start()])
        found.append(f"<{placeholder[1].lower()}>")
        end = placeholder.end()
    return found + list(_plain(text[end:]))


def _plain(text: str) -> Iterator[str]:
    for match in _pattern().finditer(unicodedata.normalize("NFKC", text).casefold()):
        run = match[0]
        if match.lastgroup == "unspaced" and len(run) > 1:
            yield from (first + second for first, second in pairwise(run))
        else:
            yield run


@cache
def _pattern() -> re.Pattern[str]:
    """Runs of letters, digits and the marks that belong to them: `re` alone would cut Hindi words at every vowel sign."""
    marks = "".join(
        re.escape(chr(code)) for code in range(0x300, min(sys.maxunicode, 0xFFFF)) if unicodedata.category(chr(code))[0] == "M"
    )
    return re.compile(rf"(?P<unspaced>[{_UNSPACED}]+)|(?P<spaced>(?:(?![{_UNSPACED}_])[\w{marks}])+)")
