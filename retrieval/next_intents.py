"""Which intent comes next: counted over what customers asked one after the other. Pure.

Smoothed after Witten and Bell 1991, "The zero-frequency problem" (IEEE Transactions on Information Theory 37(4)): what followed the last two
intents, backed by what followed the last one, backed by how often each is asked at all. A context that was seen with many different
followers leaves more to the shorter one.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from retrieval.errors import IndexDamagedError

FILE = "suggestions.json"
LONGEST = 2
"""Intents before that are looked at."""
OWN = 8.0
"""With so many intents of their own behind them, a customer's own count half."""

Context: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextIntents:
    """`followers` counts by context (the last intents, the latest last) which intent came next."""

    followers: Mapping[Context, Mapping[str, int]]

    def probabilities(self, before: Sequence[str]) -> dict[str, float]:
        """Of every intent that was ever asked, given all that this customer asked before, the latest last; they add up to 1.

        What they asked before counts twice: as the context, and as what they may ask again.
        """
        likely = self._smoothed(tuple(before[-LONGEST:]))
        known = [intent for intent in before if intent in likely]
        own, share = Counter(known), len(known) / (len(known) + OWN)
        return {intent: (1 - share) * value + share * own[intent] / max(len(known), 1) for intent, value in likely.items()}

    def best(self, before: Sequence[str], k: int = 3, without: Collection[str] = ()) -> tuple[str, ...]:
        """The k likeliest; of equals the first by name."""
        likely = self.probabilities(before)
        return tuple(sorted((name for name in likely if name not in without), key=lambda name: (-likely[name], name))[:k])

    def _smoothed(self, context: Context) -> dict[str, float]:
        seen = self.followers.get(context, {})
        count, kinds = sum(seen.values()), len(seen)
        if not context:
            return {intent: times / count for intent, times in seen.items()}
        shorter = self._smoothed(context[1:])
        if not count:
            return shorter
        return {intent: (seen.get(intent, 0) + kinds * value) / (count + kinds) for intent, value in shorter.items()}

    def save(self, folder: Path) -> None:
        """Beside the calibration of the index in the folder, in one step."""
        data = [[list(context), dict(seen)] for context, seen in self.followers.items()]
        temporary = folder / f"{FILE}.tmp"
        temporary.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        temporary.replace(folder / FILE)

    @classmethod
    def load(cls, folder: Path) -> "NextIntents | None":
        """None where nothing is suggested. Raises IndexDamagedError."""
        try:
            data = json.loads((folder / FILE).read_text(encoding="utf-8"))
            return cls({tuple(context): {str(name): int(times) for name, times in seen.items()} for context, seen in data})
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise IndexDamagedError(f"{folder / FILE} can't be read ({error}); run: firstline index") from error


def count_followers(sequences: Iterable[Sequence[str]]) -> NextIntents:
    """Learn from what each customer asked, in order."""
    followers: dict[Context, Counter[str]] = defaultdict(Counter)
    for sequence in sequences:
        for place, intent in enumerate(sequence):
            for length in range(min(place, LONGEST) + 1):
                followers[tuple(sequence[place - length : place])][intent] += 1
    return NextIntents({context: dict(seen) for context, seen in followers.items()})
