"""Batches in which some of the wrong replies are hard to tell from the right one: pairs about the same stand together.

A batch drawn by lot holds replies about sixty different things, and any word of the message tells which one is its own. So a batch is made
of small groups of pairs that are near each other (Hofstätter et al. 2021, "Efficiently Teaching an Effective Dense Retriever with Balanced
Topic Aware Sampling", arXiv 2104.06967), and of groups of similar length, which saves padding.
"""

from collections.abc import Hashable, Sequence

import numpy as np

from nlu.result import Matrix
from retrieval.vector_index import Rows

GROUP = 8
"""Pairs about the same that stand together."""
POOL = 32
"""Batches that are drawn together and sorted by length, as in `training.batches`."""
LENGTH_COUNTS = 0.004
"""How much of a cosine a token of difference in length is worth, when groups are made."""


def near_batches(
    vectors: Matrix, replies: Sequence[Hashable], lengths: Sequence[int], size: int, seed: int, epoch: int
) -> list[list[int]]:
    """Row numbers of each batch of at most `size` pairs; every row once.

    `vectors` are the pairs', shape (pairs, dimension), L2-normalised; two pairs with an equal entry in `replies` are in no group together:
    in a batch each would be told that its own reply is a wrong one.
    """
    random = np.random.default_rng((seed, epoch))
    tokens = np.asarray(lengths, np.float32)
    _, reply = np.unique([hash(each) for each in replies], return_inverse=True)
    most = min(GROUP, size)
    groups = _groups(vectors, reply, tokens, most, random)
    longest = [float(tokens[group].max()) for group in groups]
    order, each = random.permutation(len(groups)).tolist(), size // most
    batches: list[list[int]] = []
    for start in range(0, len(order), POOL * each):
        pool = sorted(order[start : start + POOL * each], key=lambda number: longest[number])
        batches += [[row for number in pool[first : first + each] for row in groups[number]] for first in range(0, len(pool), each)]
    return [batches[number] for number in random.permutation(len(batches))]


def _groups(vectors: Matrix, reply: Rows, tokens: Matrix, most: int, random: np.random.Generator) -> list[list[int]]:
    """Each row that is left, in an order drawn by lot, with the rows nearest to it that are left."""
    left = np.ones(len(vectors), bool)
    groups = []
    for first in random.permutation(len(vectors)).tolist():
        if not left[first]:
            continue
        left[first] = False
        near = vectors @ vectors[first] - LENGTH_COUNTS * np.abs(tokens - tokens[first])
        near[~left] = -np.inf
        nearest = np.argpartition(-near, min(4 * GROUP, len(near) - 1))[: 4 * GROUP]
        group = _of_different_replies(first, nearest[np.argsort(-near[nearest], kind="stable")], reply, left, most)
        left[group] = False
        groups.append(group)
    return groups


def _of_different_replies(first: int, nearest: Rows, reply: Rows, left: "np.typing.NDArray[np.bool_]", most: int) -> list[int]:
    group, taken = [first], {int(reply[first])}
    for row in nearest.tolist():
        if len(group) == most:
            break
        if left[row] and int(reply[row]) not in taken:
            group.append(row)
            taken.add(int(reply[row]))
    return group
