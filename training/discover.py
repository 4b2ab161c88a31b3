"""Proposes intents for customer messages that nobody labelled, and stores those that are accepted.

Labelled and unlabelled questions are clustered together, so that the outcome follows from the record alone: running it again adds
nothing, and new dialogs join the intents there are or, where enough of them ask something new, become a new one.
"""

import math
import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from dialogs.database import Database
from dialogs.progress import Progress, silent
from dialogs.tables import Example, Intent
from dialogs.text_hash import text_hash
from nlu.encoder import Encoder
from nlu.result import Matrix
from retrieval.encoding import embed
from training.cluster_names import cluster_names
from training.clusters import Labels, cluster
from training.customer_questions import CustomerQuestion, read_questions
from training.proposals import Group, merge, split

SHOWN = 5
"""Typical messages listed with a cluster."""
KNOWN = 0.3
"""A cluster with this share of labelled questions is not new: its other questions may join those intents."""
VOTERS, AGREEMENT = 5, 0.8
"""A question joins an intent if so many of the labelled questions nearest to it agree."""
AT_ONCE = 256
"""Questions that are compared with all labelled ones of their cluster at a time."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An intent: `size` dialogs came with it. `new` is False for an intent that the record has and that more messages join."""

    name: str
    size: int
    examples: tuple[str, ...]
    new: bool = True


@dataclass(frozen=True, slots=True)
class Discovery:
    """`questions` dialogs were looked at, `labelled` of them had an intent before, `noise` belong to no cluster. `clusters` come
    largest first. `accepted` counts the examples stored. `sampled` is how many questions the clusters were found on; the others
    were added to the nearest."""

    clusters: tuple[Proposal, ...]
    questions: int
    labelled: int
    noise: int
    accepted: int
    sampled: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wants otherwise: groups to split by name, then groups to merge (see proposals.merge)."""

    split: tuple[str, ...] = ()
    merge: tuple[tuple[str, ...], ...] = ()


def discover(
    database: Database,
    encoder: Encoder,
    *,
    accept: bool = False,
    smallest: int | None = None,
    wishes: Wishes = Wishes(),
    seed: int = 0,
    progress: Progress = silent,
) -> Discovery:
    """Proposed intents of at least `smallest` different questions (default: grows slowly with the record, 5 at least).

    The same record gives the same names, so that `wishes` can name what an earlier call proposed. Raises ProposalError.
    """
    start = time.perf_counter()
    with database.session(read_only=True) as session:
        questions = read_questions(session)
        taken = set(session.scalars(select(Intent.name)))
    vectors = embed(encoder, [question.core for question in questions], progress)
    least = smallest or smallest_cluster(len(questions))
    clustering = cluster(vectors, smallest=least, seed=seed, progress=progress)
    joined, fresh = _groups(questions, vectors, clustering.labels, clustering.closeness, least)

    def named(groups: Sequence[Sequence[int]], others: Collection[str] = ()) -> Sequence[str]:
        return cluster_names([[questions[row].core for row in rows] for rows in groups], {*taken, *others})

    groups = joined + [Group(name, rows) for name, rows in zip(named(fresh), fresh, strict=True)]
    groups = split(groups, wishes.split, vectors, least, seed, named)
    groups = merge(groups, wishes.merge, taken)
    stored = _store(database, questions, groups) if accept else 0
    return _report(questions, groups, stored, clustering.sampled, time.perf_counter() - start)


def smallest_cluster(questions: int) -> int:
    """How many questions an intent needs: grows slowly with the record, 5 at least."""
    return max(5, round(math.sqrt(questions) / 8))


def _groups(
    questions: Sequence[CustomerQuestion], vectors: Matrix, labels: Labels, closeness: Matrix, smallest: int
) -> tuple[list[Group], list[tuple[int, ...]]]:
    """Unlabelled questions that join an intent of the record, and those that make a new one."""
    joined: dict[str, list[int]] = {}
    fresh: list[tuple[int, ...]] = []
    for label in range(int(labels.max(initial=-1)) + 1):
        rows = [int(row) for row in np.flatnonzero(labels == label)]
        known = {row: intent for row in rows if (intent := questions[row].intent) is not None}
        unlabelled = sorted((row for row in rows if row not in known), key=lambda row: (-closeness[row], row))
        if len(known) >= KNOWN * len(rows):
            for row, intent in _joins(unlabelled, known, vectors).items():
                joined.setdefault(intent, []).append(row)
        elif len(unlabelled) >= smallest:
            fresh.append(tuple(unlabelled))
    return [Group(intent, tuple(rows), new=False) for intent, rows in joined.items()], fresh


def _joins(unlabelled: Sequence[int], known: dict[int, str], vectors: Matrix) -> dict[int, str]:
    """Whom the labelled neighbours agree on. A question that joined votes too, until nobody joins any more: the next run then
    finds nothing left to do."""
    voting = dict(known)
    joins: dict[int, str] = {}
    waiting = list(unlabelled)
    while waiting:
        rows = np.array(list(voting))
        found = {}
        for start in range(0, len(waiting), AT_ONCE):
            chunk = waiting[start : start + AT_ONCE]
            nearest = np.argsort(-(vectors[chunk] @ vectors[rows].T), axis=1, kind="stable")[:, :VOTERS]
            for row, near in zip(chunk, nearest, strict=True):
                intent, votes = Counter(voting[int(rows[place])] for place in near).most_common(1)[0]
                if votes >= AGREEMENT * len(near):
                    found[row] = intent
        if not found:
            break
        joins |= found
        voting |= found
        waiting = [row for row in waiting if row not in found]
    return joins


def _store(database: Database, questions: Sequence[CustomerQuestion], groups: Sequence[Group]) -> int:
    with database.session() as session:
        stored = {(intent, hashed) for intent, hashed in session.execute(select(Example.intent_id, Example.text_hash))}
        added = 0
        for group in groups:
            intent = _intent(session, group.name)
            for row in group.rows:
                question = questions[row]
                hashed = text_hash(question.text)
                if (intent.id, hashed) not in stored:
                    session.add(_example(intent, question, hashed))
                    added += 1
        return added


def _intent(session: Session, name: str) -> Intent:
    found = session.scalar(select(Intent).where(Intent.name == name))
    if found is None:
        found = Intent(name=name, created_at=datetime.now(UTC))
        session.add(found)
        session.flush()
    return found


def _example(intent: Intent, question: CustomerQuestion, hashed: str) -> Example:
    return Example(
        intent_id=intent.id,
        text=question.text,
        text_hash=hashed,
        origin="discovered",
        message_id=question.messages[0],
        created_at=datetime.now(UTC),
    )


def _report(
    questions: Sequence[CustomerQuestion],
    groups: Sequence[Group],
    stored: int,
    sampled: int,
    seconds: float,
) -> Discovery:
    dialogs = [len(question.messages) for question in questions]
    labelled = sum(count for question, count in zip(questions, dialogs, strict=True) if question.intent is not None)
    grouped = sum(dialogs[row] for group in groups for row in group.rows)
    proposals = [
        Proposal(
            group.name,
            sum(dialogs[row] for row in group.rows),
            tuple(questions[row].text for row in group.rows[:SHOWN]),
            group.new,
        )
        for group in groups
    ]
    proposals.sort(key=lambda proposal: (-proposal.size, proposal.name))
    return Discovery(
        tuple(proposals), sum(dialogs), labelled, sum(dialogs) - labelled - grouped, stored, sampled, round(seconds, 3)
    )
