"""Proposed intents as a person wants them: taken together, taken apart, called by another name."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.result import Matrix
from training.clusters import cluster
from training.errors import ProposalError


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of questions that belong to one intent, the most typical first. `new` is False for an intent that the record has."""

    name: str
    rows: tuple[int, ...]
    new: bool = True


Namer = Callable[[Sequence[Sequence[int]], Collection[str]], Sequence[str]]
"""Names for groups of rows, all distinct and none of those that are taken."""


def split(groups: Sequence[Group], names: Sequence[str], vectors: Matrix, smallest: int, seed: int, namer: Namer) -> list[Group]:
    """Each group of `names` in two or more, with names of their own. Raises ProposalError."""
    found = list(groups)
    for name in names:
        whole = _by_name(found, name)
        parts = _parts(whole, vectors, smallest, seed)
        rest = [group for group in found if group is not whole]
        fresh = namer(parts, {group.name for group in rest})
        found = rest + [Group(called, tuple(rows), whole.new) for called, rows in zip(fresh, parts, strict=True)]
    return found


def merge(groups: Sequence[Group], wishes: Sequence[Sequence[str]], known: Collection[str]) -> list[Group]:
    """Of each wish, the first is the name that all others get: of a group, of an intent `known` to the record, or a new one.

    Raises ProposalError.
    """
    found = list(groups)
    for name, *others in wishes:
        merged = [_by_name(found, other) for other in others]
        same = [group for group in found if group.name == name and group not in merged]
        rows = tuple(row for group in (*same, *merged) for row in group.rows)
        kept = [group for group in found if group not in merged and group not in same]
        found = [*kept, Group(name, rows, name not in known)]
    return found


def _by_name(groups: Sequence[Group], name: str) -> Group:
    for group in groups:
        if group.name == name:
            return group
    raise ProposalError(f"no proposed intent is named {name!r}; there are: {', '.join(sorted(group.name for group in groups))}")


def _parts(whole: Group, vectors: Matrix, smallest: int, seed: int) -> list[list[int]]:
    """Every row in the part nearest to it, the most typical first."""
    rows = np.array(whole.rows)
    found = cluster(vectors[rows], smallest=smallest, seed=seed)
    kept = np.unique(found.labels[found.labels >= 0])
    if len(kept) < 2:
        raise ProposalError(f"{whole.name!r} does not fall into parts of at least {smallest} questions; try a lower --smallest")
    part = kept[(vectors[rows] @ found.centroids[kept].T).argmax(axis=1)]
    order = np.argsort(-found.closeness, kind="stable")
    return [[int(rows[row]) for row in order if part[row] == label] for label in kept]
