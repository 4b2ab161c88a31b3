"""What customers said and what an agent replied: the pairs that the search encoder is tuned on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialogs.tables import Dialog, Message
from dialogs.text_hash import text_hash
from nlu.context import EARLIER

REPEATED = 5
"""How often the same reply is learned from at most. In a batch it would stand as a wrong reply to the other's message, and what is said
in every dialog ("You are welcome!") tells nothing."""
SHORTEST = 2
"""Characters below which a message or reply says nothing."""


@dataclass(frozen=True, slots=True)
class ReplyPair:
    """A customer's message, the agent's reply to it, and what was said before, oldest first. `dialog` is the dialog's key."""

    dialog: int
    message: str
    reply: str
    earlier: tuple[str, ...] = ()


def read_reply_pairs(session: Session) -> tuple[ReplyPair, ...]:
    """Every reply of the record's dialogs to the message just before it, in the order of the record; imported pairs too."""
    query = (
        select(Message.dialog_id, Message.role, Message.text)
        .join(Dialog, Message.dialog_id == Dialog.id)
        .where(Dialog.kind.in_(("dialog", "pair")), Message.role.in_(("customer", "agent")))
        .order_by(Message.dialog_id, Message.position)
    )
    found: list[ReplyPair] = []
    for dialog, messages in groupby(session.execute(query.execution_options(yield_per=2_000)), key=attrgetter("dialog_id")):
        found += replies(dialog, [(row.role, row.text) for row in messages])
    return distinct(found)


def replies(dialog: int, messages: Sequence[tuple[str, str]]) -> Iterator[ReplyPair]:
    """The pairs of one dialog, from its (role, text) messages in order."""
    texts = [text for _, text in messages]
    for place in range(1, len(messages)):
        (asking, message), (replying, reply) = messages[place - 1 : place + 1]
        if (asking, replying) == ("customer", "agent") and min(len(message.strip()), len(reply.strip())) >= SHORTEST:
            yield ReplyPair(dialog, message, reply, tuple(texts[max(0, place - 1 - EARLIER) : place - 1]))


def distinct(pairs: Sequence[ReplyPair]) -> tuple[ReplyPair, ...]:
    """Each pair of texts once, and no reply more than REPEATED times."""
    seen: set[tuple[str, str]] = set()
    replied: Counter[str] = Counter()
    kept = []
    for pair in pairs:
        texts = (text_hash(pair.message), text_hash(pair.reply))
        if texts in seen or replied[texts[1]] >= REPEATED:
            continue
        seen.add(texts)
        replied[texts[1]] += 1
        kept.append(pair)
    return tuple(kept)
