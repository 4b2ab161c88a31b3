"""Who is staff and who is a customer, where an export names people but not their roles.

Staff appear in many dialogs and answer; customers appear in few and begin.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from dialogs.record import ParsedDialog, ParsedMessage, Role

Cast = tuple[str, ...]
"""The authors of a dialog, in the order in which they first spoke."""
MANY = 2
"""How many times as many dialogs as the others somebody must be in for that to tell more than who began."""


@dataclass(slots=True)
class Casts:
    """Who spoke with whom in a whole file, and whose role it states."""

    counts: Counter[Cast] = field(default_factory=Counter)
    stated: dict[str, Role] = field(default_factory=dict)
    couples: Counter[Cast] = field(default_factory=Counter)
    """The two people of a chat that has no more, by who spoke first."""

    def add(self, messages: Sequence[ParsedMessage]) -> None:
        """One dialog's messages, in order."""
        self.counts[cast_of(messages)] += 1
        for message in messages:
            if message.author and message.role:
                self.stated[message.author] = message.role

    def add_chat(self, messages: Sequence[ParsedMessage]) -> None:
        """A whole chat, in order, whose dialogs were added: what it says of the two people of a private chat."""
        cast = cast_of(messages)
        if len(cast) == 2:
            self.couples[cast] += 1


def cast_of(messages: Sequence[ParsedMessage]) -> Cast:
    return tuple(dict.fromkeys(message.author for message in messages if message.author))


def roles_by_author(casts: Casts) -> dict[str, Role]:
    """Everybody's role by majority over the dialogs in which somebody answered; on the fence, who began a chat of two is its customer.

    Who is left has no role here.
    """
    dialogs: Counter[str] = Counter()
    for cast, count in casts.counts.items():
        if len(cast) > 1:
            dialogs.update(dict.fromkeys(cast, count))
    votes: Counter[str] = Counter()
    for cast, count in casts.counts.items():
        if len(cast) > 1:
            for author in cast:
                votes[author] += count if author in _staff(cast, dialogs) else -count
    decided = {author: Role.AGENT if vote > 0 else Role.CUSTOMER for author, vote in votes.items() if vote}
    return _of_couples(casts.couples) | decided | casts.stated


def _of_couples(couples: Counter[Cast]) -> dict[str, Role]:
    votes: Counter[str] = Counter()
    for (first, second), count in couples.items():
        votes[first] -= count
        votes[second] += count
    return {author: Role.AGENT if vote > 0 else Role.CUSTOMER for author, vote in votes.items() if vote}


def _staff(cast: Cast, dialogs: Mapping[str, int]) -> set[str]:
    """One dialog's staff: who is in many more dialogs than the rest, else everybody but who began."""
    busiest = max(dialogs[author] for author in cast)
    rest = [dialogs[author] for author in cast if dialogs[author] * MANY <= busiest]
    if rest and busiest >= MANY * median(rest):
        return {author for author in cast if dialogs[author] * MANY > busiest}
    return set(cast[1:])


def roles_of(
    facts: ParsedDialog, messages: Sequence[ParsedMessage], agents: frozenset[str], decided: Mapping[str, Role]
) -> list[Role]:
    """A role for each message of a dialog: `agents` (casefolded names and ids) first, then what is stated, then what was decided."""
    stated = [message.role for message in messages if message.role]
    if len(stated) == len(messages) and not agents:
        return stated
    known = [_known(facts, message, agents, decided) for message in messages]
    if all(role is None for role in known) and not any(message.author for message in messages):
        return [Role.AGENT if index % 2 else Role.CUSTOMER for index in range(len(messages))]
    if None not in known:
        return [role for role in known if role]
    return _completed(messages, known)


def names_of(message: ParsedMessage) -> frozenset[str]:
    """What the author of a message is called, as `--agent` may name them."""
    return frozenset(name.casefold() for name in (message.author, message.author_name) if name)


def _known(facts: ParsedDialog, message: ParsedMessage, agents: frozenset[str], decided: Mapping[str, Role]) -> Role | None:
    if agents and agents & names_of(message):
        return Role.AGENT
    if message.role:
        return message.role
    if message.author and message.author in (facts.customer, facts.customer_name):
        return Role.CUSTOMER
    if message.author_name and message.author_name == facts.customer_name:
        return Role.CUSTOMER
    if agents and message.author:
        return Role.CUSTOMER
    return decided.get(message.author) if message.author else None


def _completed(messages: Sequence[ParsedMessage], known: Sequence[Role | None]) -> list[Role]:
    """People of unknown role: the customer if the dialog has none yet, in the order in which they speak; staff otherwise."""
    has_customer = Role.CUSTOMER in known
    by_author: dict[str | None, Role] = {}
    roles: list[Role] = []
    for message, role in zip(messages, known, strict=True):
        if role is None:
            role = by_author.get(message.author)
        if role is None:
            role = by_author[message.author] = Role.AGENT if has_customer else Role.CUSTOMER
            has_customer = True
        roles.append(role)
    return roles
