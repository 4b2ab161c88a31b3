"""What customers ask next, learned from the record, and whether that is worth showing.

The last fifth of the steps from one question of a customer to their next is held out. Suggestions are on where the model has the next
intent among its three more often than the three most asked intents do, by more than chance (one-sided sign test over the steps that
only one of the two has). Else they are off: buttons that nobody wants are in the way.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from dialogs.database import Database
from dialogs.tables import Dialog, Example, Intent, Message
from retrieval.next_intents import NextIntents, count_followers

SHOWN = 3
HELD_OUT = 0.2
FEWEST = 100
"""Steps that must be held out: with fewer nothing is suggested."""
CHANCE = 0.05
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """A question of a customer that was not their first: what they had asked `before`, and the `next` intent."""

    at: datetime
    before: tuple[str, ...]
    next: str


@dataclass(frozen=True, slots=True)
class SuggestionTrial:
    """On held-out steps: how many, and how often the next intent was among the three of the model, and of the most asked ones.

    `on`: the model is better by more than chance.
    """

    steps: int
    hits: int
    popular_hits: int
    on: bool

    @property
    def hit_rate(self) -> float:
        return self.hits / self.steps if self.steps else 0.0

    @property
    def popular_hit_rate(self) -> float:
        return self.popular_hits / self.steps if self.steps else 0.0


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`model` has learned from all steps; None where suggestions are off."""

    trial: SuggestionTrial
    model: NextIntents | None


def fit_suggestions(database: Database) -> Suggestions:
    histories = read_histories(database)
    trial = try_out(histories)
    return Suggestions(trial, count_followers([[name for _, name in asked] for asked in histories]) if trial.on else None)


def read_histories(database: Database) -> list[list[tuple[datetime, str]]]:
    """What each customer asked in the dialogs of the record whose intent is known, in order of time. The same twice in a row is one."""
    query = (
        select(Dialog.customer_id, Dialog.started_at, Intent.name)
        .select_from(Example)
        .join(Intent)
        .join(Message, Message.id == Example.message_id)
        .join(Dialog, Dialog.id == Message.dialog_id)
        .where(Dialog.kind == "dialog")
        .order_by(Dialog.customer_id, Dialog.started_at, Dialog.id, Message.position)
    )
    found: dict[int, list[tuple[datetime, str]]] = {}
    with database.session(read_only=True) as session:
        for customer, at, name in session.execute(query):
            asked = found.setdefault(customer, [])
            if not asked or asked[-1][1] != name:
                asked.append((at or _EVER, name))
    return list(found.values())


def try_out(histories: Sequence[Sequence[tuple[datetime, str]]]) -> SuggestionTrial:
    steps = sorted(
        (
            Step(at, tuple(name for _, name in asked[:place]), name)
            for asked in histories
            for place, (at, name) in enumerate(asked)
            if place
        ),
        key=lambda step: step.at,
    )
    held = steps[round((1 - HELD_OUT) * len(steps)) :]
    if not held:
        return SuggestionTrial(0, 0, 0, on=False)
    parting = held[0].at
    earlier = [[name for at, name in asked if at < parting] for asked in histories]
    model = count_followers(earlier)
    popular = [name for name, _ in Counter(name for asked in earlier for name in asked).most_common()]
    mine = [step.next in model.best(step.before, SHOWN, without=step.before[-1:]) for step in held]
    theirs = [step.next in [name for name in popular if name != step.before[-1]][:SHOWN] for step in held]
    return SuggestionTrial(len(held), sum(mine), sum(theirs), on=len(held) >= FEWEST and _better(mine, theirs))


def _better(mine: Sequence[bool], theirs: Sequence[bool]) -> bool:
    from scipy.stats import binomtest

    won = sum(one and not other for one, other in zip(mine, theirs, strict=True))
    lost = sum(other and not one for one, other in zip(mine, theirs, strict=True))
    return won > lost and float(binomtest(won, won + lost, alternative="greater").pvalue) < CHANCE
