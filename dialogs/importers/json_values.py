"""Reads JSON of any size value by value, with line numbers, past what is broken.

The standard decoder needs the whole text and stops at the first fault; a streaming parser tells no lines and stops as well.
This one walks the structure and gives every value that is not walked into to the standard decoder.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TextIO, TypeAlias

Path: TypeAlias = tuple[str, ...]
"""Keys from the root to a value; "*" stands for an element of an array."""

CHUNK = 1 << 16
CONTEXT = 4096
"""Characters after a fault that are read before it is judged."""

LONGEST = 1 << 28
"""Characters of one value that are read before it is given up."""


@dataclass(frozen=True, slots=True)
class Value:
    """A decoded value and the line it starts on. Of what is walked into, only the opening is reported: OPENED."""

    path: Path
    line: int
    value: Any


@dataclass(frozen=True, slots=True)
class Broken:
    """A place that is not JSON. The walk goes on with the next element of the array around it, or ends."""

    line: int
    reason: str


OPENED = object()
_SPACES = " \t\r\n\ufeff\x00"
_SPACE = re.compile(r"[ \t\r\n\ufeff\x00]*")
_FIRST_KEY = re.compile(r'\{\s*"[^"\\]*"\s*:')
_BAD_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\x([0-9a-fA-F]{2})")
_UNQUOTED = re.compile(r'"\s*:\s*$')


def values(stream: TextIO, walked: Callable[[Path], bool]) -> Iterator[Value | Broken]:
    """Every value of the stream, in order; objects and arrays whose path is `walked` are entered instead of decoded.

    Several values after one another (JSON lines) are read as several roots. Memory: the largest value decoded.
    """
    yield from _Walk(stream, walked).roots()


class _Fault(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Walk:
    def __init__(self, stream: TextIO, walked: Callable[[Path], bool]) -> None:
        self._stream = stream
        self._walked = walked
        self._text = ""
        self._at = 0
        self._line = 1
        self._ended = False
        self._decoder = json.JSONDecoder(strict=False)

    def roots(self) -> Iterator[Value | Broken]:
        while self._peek():
            try:
                yield from self._value(())
            except _Fault as fault:
                yield Broken(self._line, fault.reason)
                return

    def _value(self, path: Path) -> Iterator[Value | Broken]:
        opening = self._peek()
        if opening in ("{", "[") and self._walked(path):
            yield Value(path, self._line, OPENED)
            self._forward(1)
            yield from self._object(path) if opening == "{" else self._array(path)
        else:
            yield Value(path, self._line, self._decoded())

    def _object(self, path: Path) -> Iterator[Value | Broken]:
        while (mark := self._peek()) != "}":
            if mark == ",":
                self._forward(1)
                continue
            if mark != '"':
                raise _Fault(self._unexpected("a key in quotes"))
            key = str(self._decoded())
            if self._peek() != ":":
                raise _Fault(self._unexpected("a colon"))
            self._forward(1)
            self._peek()
            yield from self._value((*path, key))
        self._forward(1)

    def _array(self, path: Path) -> Iterator[Value | Broken]:
        element = (*path, "*")
        walked = self._walked(element)
        while (mark := self._peek()) != "]":
            if mark == ",":
                self._forward(1)
                continue
            if not mark:
                raise _Fault(self._unexpected("an element"))
            start, line = self._first_key() if walked else "", self._line
            try:
                if walked:
                    yield from self._value(element)
                else:
                    yield Value(element, line, self._decoded())
            except _Fault as fault:
                if not self._skip_to(start or self._first_key()):
                    raise
                yield Broken(line, fault.reason)
        self._forward(1)

    def _decoded(self) -> Any:
        """The value at the current place, reading on and mending as needed."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._mended(error):
                    raise _Fault(f"not JSON here: {error.msg}") from error
                continue
            except RecursionError as error:
                raise _Fault("nested too deeply to be an export") from error
            if end == len(self._text) and not self._ended and not isinstance(value, str | list | dict):
                self._fill()
                continue
            self._forward(end - self._at)
            return value

    def _mended(self, error: json.JSONDecodeError) -> bool:
        """Whether reading on or repairing what known exporters get wrong can help."""
        near_the_end = error.pos >= len(self._text) - CONTEXT or error.msg.startswith("Unterminated")
        if near_the_end and not self._ended:
            if len(self._text) - self._at > LONGEST:
                raise _Fault("a value without an end")
            self._fill()
            return True
        if error.pos >= len(self._text.rstrip()) or error.msg.startswith("Unterminated"):
            raise _Fault("the file ends in the middle of a value; what came before is kept")
        return self._escapes_mended(error.pos) or self._quotes_mended(error.pos)

    def _escapes_mended(self, place: int) -> bool:
        """Telegram Desktop writes control characters as \\xNN, which JSON does not know."""
        if self._text[place : place + 1] != "\\":
            return False
        head, tail = self._text[: self._at], self._text[self._at :]
        mended, count = _BAD_ESCAPE.subn(r"\1\\u00\2", tail)
        if count == 0:
            mended = self._text[self._at : place] + "\\" + self._text[place:]
        self._text = head + mended
        return True

    def _quotes_mended(self, place: int) -> bool:
        """Telegram Desktop leaves the text of a `document_id` without quotes, up to the end of its line."""
        if not _UNQUOTED.search(self._text, max(self._at, place - 80), place):
            return False
        end = self._text.find("\n", place)
        if end < 0:
            return False
        bare = self._text[place:end].rstrip()
        comma = "," if bare.endswith(",") else ""
        self._text = self._text[:place] + json.dumps(bare.rstrip(",")) + comma + self._text[end:]
        return True

    def _first_key(self) -> str:
        """How the element at the current place begins, white space and all: the next one very likely begins so, too."""
        if len(self._text) - self._at < 256 and not self._ended:
            self._fill()
        match = _FIRST_KEY.match(self._text, self._at)
        return match.group() if match else ""

    def _skip_to(self, start: str) -> bool:
        """Move to the next element that begins like the broken one; the place stays where there is none."""
        if not start:
            return False
        while (found := self._text.find(start, self._at + 1)) < 0:
            if self._ended or len(self._text) - self._at > LONGEST:
                return False
            self._fill()
        self._forward(found - self._at)
        return True

    def _unexpected(self, expected: str) -> str:
        found = self._peek()
        if not found:
            return "the file ends in the middle of a value; what came before is kept"
        return f"expected {expected}, found {found!r}"

    def _peek(self) -> str:
        """The next character that is not white space; empty at the end."""
        while True:
            character = self._text[self._at : self._at + 1]
            if character and character not in _SPACES:
                return character
            match = _SPACE.match(self._text, self._at)
            self._forward(match.end() - self._at if match else 0)
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._fill()

    def _forward(self, count: int) -> None:
        self._line += self._text.count("\n", self._at, self._at + count)
        self._at += count

    def _fill(self) -> None:
        """Read on, twice as much as is waiting: a long value costs linear time."""
        more = self._stream.read(max(CHUNK, len(self._text) - self._at))
        self._ended = not more
        self._text = self._text[self._at :] + more
        self._at = 0
