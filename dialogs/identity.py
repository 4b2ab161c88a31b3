"""What makes two rows of two exports the same message.

A row's identity is the source's own id, else a digest of who, when and what, numbered where the same thing was said twice.
Its content digest tells whether it was edited since. Digests are keyed: a bare hash of a phone number could be tried out.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache


def digest(key: bytes, *values: str) -> str:
    """BLAKE2b, keyed, of the values in order: 24 hexadecimal digits."""
    hasher = _keyed(key).copy()
    hasher.update("\x1f".join(values).encode())
    return hasher.hexdigest()


@lru_cache(maxsize=4)
def _keyed(key: bytes) -> "hashlib.blake2b":
    """Has taken the key in already, which is half of the work for a message."""
    return hashlib.blake2b(key=key, digest_size=12)


@dataclass(frozen=True, slots=True)
class Part:
    """A row of an export inside a stored message: `length` characters of its text, said by the row `key`."""

    length: int
    content: str
    key: str

    def __str__(self) -> str:
        return f"{self.length}:{self.content}:{self.key}"

    @classmethod
    def parse(cls, stored: str) -> "Part":
        length, content, key = stored.split(":", 2)
        return cls(int(length), content, key)


SEPARATOR = "\n"
"""Between the rows of a merged message."""


def replace_part(text: str, parts: Sequence[Part], index: int, said: str) -> str:
    """A merged message's text with the row at `index` saying something else."""
    start = sum(part.length + len(SEPARATOR) for part in parts[:index])
    return text[:start] + said + text[start + parts[index].length :]
