"""What a search finds: an answer of the record, by one of the questions it was given to."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer came from: a dialog of the record and the agent's message in it, by their ids in the export."""

    dialog: str
    message: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture (`kind` "photo") or file ("file") of an answer. Its content is in the record, under `id`."""

    id: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button below an answer that opens `url`."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class AnswerTemplate:
    """An approved answer as the index serves it. `text` may hold placeholders (`<ORDER_1>`): `slots` names those to be filled.

    It may also name look-ups (`{order_status}`), whose results stand there when it is sent.
    """

    id: int
    text: str
    intent: str | None = None
    language: str | None = None
    expires_at: datetime | None = None
    slots: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    title: str = ""
    """What a button says for this answer: the question it was most typically given to."""
    attachments: tuple[Attachment, ...] = ()
    buttons: tuple[LinkButton, ...] = ()
    translation_of: int | None = None
    """The answer that this one says in another language, if it is a translation."""

    @property
    def original(self) -> int:
        """The same for all languages of one answer."""
        return self.id if self.translation_of is None else self.translation_of

    def expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer found for a query, best question first.

    `score` is the fused score the list is ordered by (higher is better; comparable within one search only). `dense` is the cosine of
    query and question in [-1, 1], `stated` that of query and answer text; `lexical` is BM25, scaled so that the best question of the
    search has its `matched`, in [0, 1]; `prior` is the probability of the answer's intent in [0, 1], 0 where it has none. `matched` is the share of the query's words,
    weighted by their rarity, that the question has, in [0, 1]; `support` is the share of the questions nearest to the query that
    this answer was given to, in [0, 1]. Both compare across searches.
    """

    answer: AnswerTemplate
    question: str
    score: float
    dense: float
    lexical: float
    prior: float
    matched: float = 0.0
    support: float = 0.0
    stated: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit with `confidence`: the calibrated probability in [0, 1] that this answer is the right one for the query."""

    hit: Hit
    confidence: float
