"""What a text says to the letter: its words, pairs of words and pieces of words, hashed to columns of a fixed number (Weinberger et al. 2009).

The pieces (two to four characters, word boundaries among them; as in fastText, Bojanowski et al. 2017) make a misspelt or inflected word
resemble itself, and tell scripts without spaces apart too.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from nlu.cleaning import clean
from nlu.result import Vector

SIZES = (2, 3, 4)
"""Characters of a piece."""
WORDS = 5_000
"""Words whose columns are remembered, about 4 MB: customers use the same ones over and over, and hashing is most of what a text costs."""
LONGEST = 20
"""Letters of a word that is remembered. Scripts without spaces make a word of a sentence, and it hardly comes twice."""

Columns = npt.NDArray[np.int64]

_WORD = re.compile(r"<[a-z]+_\d+>|\w+|[^\w\s]")


def hashed_ngrams(text: str, buckets: int) -> tuple[Columns, Vector]:
    """(columns below `buckets`, ascending; how often each occurs), shape (columns,) both. Words fall into the lower half, pieces into the
    upper one."""
    half = buckets // 2
    words = _WORD.findall(clean(text).casefold())
    found = Counter(chain.from_iterable((_known if len(word) <= LONGEST else _columns_of)(word, half) for word in words))
    found.update(zlib.crc32(pair.encode()) % half for pair in map(" ".join, pairwise(words)))
    columns = np.array(sorted(found), dtype=np.int64)
    return columns, np.array([found[column] for column in columns.tolist()], dtype=np.float32)


def weighed(columns: Columns, counts: Vector, idf: Vector) -> Vector:
    """The counts times how rare each n-gram is, words and pieces each of length 1: shape (columns,). `idf` has a weight for each bucket."""
    values = counts * idf[columns]
    words = columns < len(idf) // 2
    for kind in (words, ~words):
        values[kind] /= max(float(np.linalg.norm(values[kind])), 1e-12)
    return np.asarray(values, np.float32)


def _columns_of(word: str, half: int) -> tuple[int, ...]:
    """Of the word and of its pieces."""
    pieces = (half + zlib.crc32(piece.encode()) % half for piece in _pieces(word))
    return zlib.crc32(word.encode()) % half, *pieces


_known = lru_cache(maxsize=WORDS)(_columns_of)


def _pieces(word: str) -> Iterator[str]:
    padded = f" {word} "
    for size in SIZES:
        for start in range(max(1, len(padded) - size + 1)):
            yield padded[start : start + size]
