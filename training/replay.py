"""The record once more in time order: what the bot would have found, had it known no more than what came before each question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from sqlalchemy import select
from sqlalchemy.orm import Session

from dialogs.progress import Progress, silent
from dialogs.tables import Answer, AnswerSource, Dialog, Message
from nlu.result import Matrix, Vector
from retrieval.answer_index import AnswerIndex
from training.answer_points import Classifier, Examination, Point
from training.answer_queries import Query
from training.linear_head import fit_head

WARM_UP = 0.3
"""Share of the record that is only learned from: a bot that knows nothing yet is no test."""
BLOCKS = 4
"""How often the classifier is fitted anew on the way."""
ALWAYS = -1


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """`place` of each dialog in time order, by its key; `known_from`: shape (entries of the index,), the place of the dialog that
    taught the entry: it is known to those after."""

    place: dict[int, int]
    known_from: npt.NDArray[np.int64]


def timeline(session: Session, index: AnswerIndex, *, sources_needed: int, seed: int = 0) -> Timeline:
    """When each question of the index became known: with its dialog, and not before its answer was approved.

    A mined answer is approved once `sources_needed` customers received it, any other one with its first source. Pairs have no
    customer and no time: they are known from the beginning, unless the record has nothing else; then they come in an order drawn by
    lot, for a spreadsheet is sorted by anything but time.
    """
    place = _places(session, seed)
    approved = _approved_from(session, place, sources_needed)
    rows = zip(index.columns.dialogs, index.columns.answers, strict=True)
    known = [max(place.get(dialog, ALWAYS), approved.get(answer, ALWAYS)) for dialog, answer in rows]
    return Timeline(place, np.array(known, np.int64))


def replayed(queries: Sequence[Query], times: Timeline) -> tuple[Query, ...]:
    """The questions that are asked: those of the dialogs, or where the record has only pairs, those of the pairs."""
    placed = [query for query in queries if query.dialog in times.place]
    return tuple(sorted(placed, key=lambda query: times.place[query.dialog]))


def replay(
    asked: Sequence[Query],
    right: Sequence[frozenset[int]],
    vectors: Matrix,
    times: Timeline,
    index: AnswerIndex,
    classifiers: Sequence[Classifier],
    progress: Progress = silent,
    logits: Mapping[int, Vector] | None = None,
) -> tuple[Point, ...]:
    """A point for each question, asked of `classifiers`, one a question, and of what the index held by then. `logits` by the place of
    the question, where a classifier has an encoder of its own."""
    points = []
    examinations = {
        name: Examination(index, classifier)
        for name, classifier in {id(classifier): classifier for classifier in classifiers}.items()
    }
    for number, (query, answers, vector, classifier) in enumerate(zip(asked, right, vectors, classifiers, strict=True)):
        unknown = np.flatnonzero(times.known_from >= times.place[query.dialog])
        known = (logits or {}).get(number)
        points.append(examinations[id(classifier)].ask(query.text, vector, answers, exclude=set(unknown.tolist()), logits=known))
        progress("replaying", number + 1, len(asked))
    return tuple(points)


def taught(queries: Sequence[Query], vectors: Matrix, start: int, live: Classifier) -> list[Classifier]:
    """For each question from `start` on, a classifier fitted on the labelled questions before its block: shape (len - start,)."""
    found: list[Classifier] = []
    bounds = np.linspace(start, len(queries), BLOCKS + 1).round().astype(int).tolist()
    for begin, end in pairwise(bounds):
        found += [_fitted(queries[:begin], vectors[:begin], live)] * (end - begin)
    return found


def _fitted(queries: Sequence[Query], vectors: Matrix, live: Classifier) -> Classifier:
    rows = [row for row, query in enumerate(queries) if query.intent is not None]
    labels = tuple(sorted({str(queries[row].intent) for row in rows}))
    if len(labels) < 2:
        return Classifier(live.head, (), live.temperature, "none", live.doubt)
    from training.lexical_head import with_lexical_head

    targets = np.array([labels.index(str(queries[row].intent)) for row in rows], np.int64)
    head, texts = fit_head(vectors[rows], targets, len(labels)), [queries[row].text for row in rows]
    heads = with_lexical_head(head, texts, targets, len(labels), live.lexical_share)
    return Classifier(heads, labels, live.temperature, "replay", live.doubt)


def _places(session: Session, seed: int) -> dict[int, int]:
    ordered = select(Dialog.id).order_by(Dialog.started_at.is_not(None), Dialog.started_at, Dialog.id)
    keys = list(session.scalars(ordered.where(Dialog.kind == "dialog")))
    if not keys:
        pairs = list(session.scalars(ordered.where(Dialog.kind == "pair")))
        keys = [pairs[place] for place in np.random.default_rng(seed).permutation(len(pairs)).tolist()]
    return {key: number for number, key in enumerate(keys)}


def _approved_from(session: Session, place: dict[int, int], sources_needed: int) -> dict[int, int]:
    query = (
        select(AnswerSource.answer_id, Answer.origin, Dialog.id, Dialog.customer_id)
        .join(Answer, Answer.id == AnswerSource.answer_id)
        .join(Message, Message.id == AnswerSource.message_id)
        .join(Dialog, Dialog.id == Message.dialog_id)
    )
    sources: defaultdict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for answer, origin, dialog, customer in session.execute(query):
        sources[answer, origin].append((place.get(dialog, ALWAYS), customer))
    return {answer: _nth_customer(given, sources_needed if origin == "mined" else 1) for (answer, origin), given in sources.items()}


def _nth_customer(given: Iterable[tuple[int, int]], needed: int) -> int:
    """The place at which so many different customers had received the answer; the last one's where they never were so many."""
    customers: dict[int, int] = {}
    for place, customer in sorted(given):
        customers.setdefault(customer, place)
    first = sorted(customers.values())
    return first[min(needed, len(first)) - 1]
