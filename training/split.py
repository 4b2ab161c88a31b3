"""Which examples are kept out of training to judge it: stratified by intent, and the same ones next time."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.text_hash import text_hash
from training.examples import Example

FEWEST, ENOUGH, MOST = 50, 500, 1_000
"""A validation split of fewer than 50 texts measures little; beyond 500 it grows more slowly, and more than 1,000 wastes examples."""


@dataclass(frozen=True, slots=True)
class Split:
    """Row numbers into the examples. `heldout` is the validation split; every intent has at least one row in `train`."""

    train: tuple[int, ...]
    heldout: tuple[int, ...]


def split(examples: Sequence[Example], seed: int) -> Split:
    """A tenth of the examples held out (a fifth where they are few, a twentieth where they are many), in proportion to the size of
    each intent.

    Membership follows from the seed and the text alone: a text that was held out stays so when examples are added, which is what
    makes two versions comparable.
    """
    by_intent: dict[str, list[int]] = defaultdict(list)
    for row, example in enumerate(examples):
        by_intent[example.intent].append(row)
    quotas = _quotas({name: len(rows) for name, rows in by_intent.items()}, _target(len(examples)))
    heldout: list[int] = []
    for name, rows in by_intent.items():
        heldout += sorted(rows, key=lambda row: _draw(seed, examples[row].text))[: quotas[name]]
    chosen = set(heldout)
    return Split(tuple(row for row in range(len(examples)) if row not in chosen), tuple(sorted(heldout)))


def _target(count: int) -> int:
    return round(min(MOST, max(0.05 * count, min(ENOUGH, 0.1 * count), min(FEWEST, 0.2 * count))))


def _quotas(sizes: dict[str, int], target: int) -> dict[str, int]:
    """Largest remainders, ties to the larger intent and then by name; never the last example of an intent."""
    exact = {name: target * size / sum(sizes.values()) for name, size in sizes.items()}
    quotas = {name: min(int(share), sizes[name] - 1) for name, share in exact.items()}
    by_remainder = sorted(exact, key=lambda name: (int(exact[name]) - exact[name], -sizes[name], name))
    for name in by_remainder:
        if sum(quotas.values()) >= target:
            break
        if quotas[name] < sizes[name] - 1:
            quotas[name] += 1
    return quotas


def _draw(seed: int, text: str) -> str:
    return hashlib.sha256(f"{seed}:{text_hash(text)}".encode()).hexdigest()
