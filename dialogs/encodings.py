"""Which encoding a file is in: a byte-order mark, else UTF-8 if it is valid, else the best guess."""

import codecs
import re
from collections.abc import Iterable

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
EVIDENCE = 32_768
"""Bytes of lines with other than ASCII in them that a guess looks at."""


def encoding_of(chunks: Iterable[bytes]) -> str:
    """The encoding of a file given in pieces, read to the end only while it may still be UTF-8.

    Streams: keeps EVIDENCE bytes at most. A character cut off at the very end does not count against UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    evidence = bytearray()
    valid = True
    first = True
    for chunk in chunks:
        if first:
            if marked := _marked(chunk):
                return marked
            first = False
        if valid:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
        if not chunk.isascii() and len(evidence) < EVIDENCE:
            evidence += _lines_beyond_ascii(chunk)[:EVIDENCE]
        if not valid and len(evidence) >= EVIDENCE:
            break
    return "utf-8" if valid else _guess(bytes(evidence))


def _marked(head: bytes) -> str | None:
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    return _utf16_without_mark(head[:4096])


def _utf16_without_mark(head: bytes) -> str | None:
    if len(head) < 8 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * len(head) / 2 and even == 0:
        return "utf-16-le"
    if even > 0.4 * len(head) / 2 and odd == 0:
        return "utf-16-be"
    return None


def _lines_beyond_ascii(chunk: bytes) -> bytes:
    return b"\n".join(line for line in chunk.splitlines() if not line.isascii())


def _guess(evidence: bytes) -> str:
    """One of the single- and double-byte encodings that support tools write on Windows."""
    if _almost_utf8(evidence):
        return "utf-8"
    scored = [(_plausibility(evidence, name), -position, name) for position, name in enumerate(CANDIDATES)]
    return max(scored)[2]


def _almost_utf8(evidence: bytes) -> bool:
    """A few broken bytes in a UTF-8 file: at least nine of ten characters beyond ASCII decode."""
    text = evidence.decode("utf-8", errors="replace")
    beyond = sum(1 for character in text if ord(character) > 127)
    return beyond > 0 and text.count("\ufffd") <= 0.1 * beyond


CANDIDATES = ("gb18030", "cp1251", "cp1252", "shift_jis", "big5", "koi8-r", "cp1250")
_CYRILLIC = re.compile("[а-яё]{2,}", re.IGNORECASE)
_ODD_CASE = re.compile("[a-zа-яёà-ÿ][A-ZА-ЯЁÀ-Þ]")


def _plausibility(evidence: bytes, name: str) -> float:
    """How much the text reads like one: common characters of the script count for, controls and odd case against."""
    try:
        text = evidence.decode(name)
    except UnicodeDecodeError:
        text = evidence.decode(name, errors="replace")
        if text.count("\ufffd") > 0.01 * len(text) + 1:
            return -1.0
    return 0.0
