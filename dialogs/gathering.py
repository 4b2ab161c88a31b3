"""Puts a stream of parsed rows together to whole dialogs, in bounded memory, however the file interleaves them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dialogs.record import ParsedDialog, ParsedMessage

HELD = 50_000
"""Messages in memory at most. A dialog whose rows lie further apart than this in a file is stored in several steps."""


@dataclass(slots=True)
class Gathered:
    """A dialog's facts and rows so far. `starts` are the places in `messages` where the file began to tell of it, again and again."""

    facts: ParsedDialog
    messages: list[ParsedMessage] = field(default_factory=list)
    labels: dict[int, str] = field(default_factory=dict)
    """Place in `messages` -> the intent that the export labels it with."""
    starts: list[int] = field(default_factory=list)
    touched: int = 0
    stretch: int = 0
    """How many stretches of the endless chat were taken out before these rows."""

    def learn(self, facts: ParsedDialog) -> None:
        """Facts that come later complete those that came first."""
        self.facts = self.facts._replace(
            customer=self.facts.customer or facts.customer,
            customer_name=self.facts.customer_name or facts.customer_name,
            started_at=self.facts.started_at or facts.started_at,
            language=self.facts.language or facts.language,
            tags=tuple(dict.fromkeys((*self.facts.tags, *facts.tags))),
            rating=facts.rating if self.facts.rating is None else self.facts.rating,
        )


class Window:
    """The dialogs that are being gathered. When it is full, those go that the file has not come back to for longest."""

    def __init__(self) -> None:
        self._limit = HELD
        self._held = 0
        self._step = 0
        self._open: dict[tuple[str | None, str], Gathered] = {}
        self._sources: dict[str, str] = {}
        self._last: Gathered | None = None

    def tell(self, facts: ParsedDialog) -> None:
        if facts.source is not None:
            self._sources[facts.id] = facts.source
        gathered = self._open.get((facts.source, facts.id))
        if gathered is None:
            gathered = self._open[facts.source, facts.id] = Gathered(facts)
        elif gathered.facts != facts:
            gathered.learn(facts)
        gathered.starts.append(len(gathered.messages))

    def add(self, message: ParsedMessage) -> bool:
        """Whether it is full now."""
        name = message.dialog
        source = self._sources.get(name) if self._sources else None
        gathered = self._last
        if gathered is None or gathered.facts.id != name or gathered.facts.source != source:
            gathered = self._open.get((source, name))
        if gathered is None:
            gathered = self._open[source, name] = Gathered(ParsedDialog(name, source=source))
        gathered.messages.append(message)
        self._held += 1
        self._step += 1
        gathered.touched = self._step
        self._last = gathered
        return self._held > self._limit

    def label(self, text: str, line: int, intent: str) -> bool:
        """Label the message that was just added, if it is the one that `line` says."""
        if self._last is None or not self._last.messages:
            return False
        message = self._last.messages[-1]
        if message.line != line or message.text != text:
            return False
        self._last.labels[len(self._last.messages) - 1] = intent
        return True

    def longest_untouched(self) -> Iterator[Gathered]:
        """Takes out half of what is held, in the order in which the file first told of it."""
        by_touch = sorted(self._open.items(), key=lambda item: item[1].touched)
        leaving = set()
        held = self._held
        for name, gathered in by_touch:
            if held <= self._limit // 2:
                break
            held -= len(gathered.messages)
            leaving.add(name)
        yield from self._take([name for name in self._open if name in leaving])

    def rest(self) -> Iterator[Gathered]:
        yield from self._take(list(self._open))

    def put_back(self, gathered: Gathered) -> None:
        """The end of an endless chat that may go on."""
        self._open[gathered.facts.source, gathered.facts.id] = gathered
        self._held += len(gathered.messages)
        self._last = None

    def _take(self, names: list[tuple[str | None, str]]) -> Iterator[Gathered]:
        self._last = None
        for name in names:
            gathered = self._open.pop(name)
            self._held -= len(gathered.messages)
            yield gathered
