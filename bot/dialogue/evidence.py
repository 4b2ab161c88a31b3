"""What `decide` looks at: everything known about one message, gathered before any decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.dialogue.action import SmallTalk
from bot.dialogue.state import DialogState
from nlu.result import NluResult
from retrieval.hit import Candidate
from retrieval.passage import PassageCandidate


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """`candidates` are usable answers, best first: approved, not expired, their slots given or such as may be asked for.

    `chosen` is the answer that the customer picked from the options; `awaited` is the one that waits for a slot's value. `values`
    holds the customer's values by placeholder, those of this message included. `corrected` is the answer that was sent before, where
    the customer says that it was about the wrong order. `asked` is what was searched with: the message, or for a follow-up the message
    with what was asked before; `joined` says that it is the latter; `torn`, that the
    message by itself points to the second candidate, and with the dialog so far to the first. `foreign`: it is in a language that the
    model has not learned. `passages` are those of documents that the message's own words point to, best first; none are looked for
    where an answer is sure.
    """

    state: DialogState
    nlu: NluResult | None = None
    candidates: tuple[Candidate, ...] = ()
    small_talk: SmallTalk | None = None
    wants_human: bool = False
    attachments: bool = False
    chosen: Candidate | None = None
    awaited: Candidate | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    corrected: Candidate | None = None
    asked: str = ""
    joined: bool = False
    torn: bool = False
    foreign: bool = False
    passages: tuple[PassageCandidate, ...] = ()
