"""Fewer examples of the largest intents, where there are more than training needs: its cost grows with every one of them."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.text_hash import text_hash
from training.errors import ExamplesError


@dataclass(frozen=True, slots=True)
class Thinned:
    """`rows` are what stays, in order; `largest` is how many of them an intent has at most."""

    rows: tuple[int, ...]
    largest: int


def thinned(labelled: Sequence[tuple[str, str]], most: int) -> Thinned:
    """At most `most` of the (text, intent) rows: no intent keeps more than `largest` of its texts, and the small ones keep all.

    Which of them follows from the texts alone, so that what was learned from stays so when more examples come. Raises ExamplesError
    where there are more intents than `most`.
    """
    sizes = Counter(intent for _, intent in labelled)
    if len(sizes) > most:
        raise ExamplesError(
            f"{len(sizes)} intents are more than a classifier can learn here ({most}); merge intents that say the same"
        )
    largest = _largest(sorted(sizes.values()), most)
    by_intent: defaultdict[str, list[int]] = defaultdict(list)
    for row, (_, intent) in enumerate(labelled):
        by_intent[intent].append(row)
    kept = []
    for rows in by_intent.values():
        kept += sorted(rows, key=lambda row: _draw(labelled[row][0]))[:largest] if len(rows) > largest else rows
    return Thinned(tuple(sorted(kept)), largest)


def _largest(sizes: Sequence[int], most: int) -> int:
    """The cap under which ascending `sizes` come to at most `most`."""
    room = most
    for place, size in enumerate(sizes):
        share = room // (len(sizes) - place)
        if size > share:
            return share
        room -= size
    return sizes[-1]


def _draw(text: str) -> str:
    return hashlib.sha256(text_hash(text).encode()).hexdigest()
