"""How often the reply that an agent really gave is the nearest to the customer's message among many: what search tuning is judged by."""

from dataclasses import dataclass

import numpy as np

from nlu.result import Matrix

CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Selection:
    """Over `messages`: share whose own reply comes first among `candidates`, and the mean of 1 / rank."""

    messages: int
    candidates: int
    hit_at_1: float
    mean_reciprocal_rank: float


def select_replies(messages: Matrix, replies: Matrix, seed: int = 0, candidates: int = CANDIDATES) -> Selection:
    """Row n of `replies` is the reply to row n of `messages`; the other candidates of each are drawn by lot among the other replies.

    Two replies with the very same vector are the same reply: neither is wrong for the other's message.
    """
    count = len(messages)
    size = min(candidates, count)
    random = np.random.default_rng(seed)
    ranks = np.ones(count)
    for row in range(count):
        drawn = random.choice(count - 1, size - 1, replace=False)
        others = drawn + (drawn >= row)
        scores = replies[others] @ messages[row]
        own = float(replies[row] @ messages[row])
        same = replies[others] @ replies[row] > 1 - 1e-5
        ranks[row] += int(((scores > own) & ~same).sum())
    return Selection(count, size, float((ranks == 1).mean()) if count else 0.0, float((1 / ranks).mean()) if count else 0.0)
