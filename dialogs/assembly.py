"""From what an export says to what may be stored: roles decided, chats split, times in UTC, text redacted, bursts merged."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from math import isfinite
from operator import attrgetter

from dialogs.bursts import merge_bursts
from dialogs.customers import hash_customer
from dialogs.detectors.names import names_said
from dialogs.drafts import DialogDraft, ExampleDraft, MessageDraft, RowDraft
from dialogs.gathering import Gathered
from dialogs.identity import digest
from dialogs.mending import mended
from dialogs.opened import Opened, Spoken, as_written, is_own, opened, sample_of
from dialogs.plain_texts import PlainTexts
from dialogs.record import ParsedDialog, ParsedExample, ParsedMessage, ParsedPair, Role
from dialogs.roles import Casts, roles_by_author, roles_of
from dialogs.rules import Rules
from dialogs.split import in_order, split
from dialogs.storable import fitting, storable

_INTENT = attrgetter("intent")
PLACEHOLDER = re.compile(r"<([A-Z]+)_\d+>")
CONTEXTUAL = frozenset({"order", "tracking", "id", "name"})
"""Kinds that are known by the words around them. In an export of Firstline these words may be gone while what they named is settled."""
TOGETHER = 64
"""Dialogs whose languages are told one right after the other: that way the model stays in the processor's cache and is twice as fast."""
REMEMBERED = 50_000
"""Dialogs whose numbering of placeholders is kept in memory, for rows that come much later in the file."""


@dataclass(slots=True)
class Assembly:
    """Works on one file. `source` names the dialogs of a file that does not say where they come from."""

    source: str
    rules: Rules
    casts: Casts = field(default_factory=Casts)
    repeated: int = 0
    """Rows that the file holds more than once."""
    _decided: dict[str, Role] | None = None
    _values: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    _wordings: Counter[str] = field(default_factory=Counter)
    _plain: PlainTexts = field(init=False)

    def __post_init__(self) -> None:
        self._plain = PlainTexts(self.rules.key, self.rules.redactor)

    def learn_casts(self, gathered: Gathered) -> None:
        """First round, over the whole file, where it leaves roles open; `decide` follows."""
        stretches = [[spoken.message for spoken in stretch] for stretch in self._stretches(gathered)]
        for stretch in stretches:
            self.casts.add(stretch)
        if gathered.facts.endless:
            self.casts.add_chat([message for stretch in stretches for message in stretch])

    def decide(self) -> None:
        self._decided = roles_by_author(self.casts)

    def dialogs(self, several: Iterable[Gathered]) -> Iterator[DialogDraft]:
        every = (one for gathered in several if gathered.messages for one in self._opened(gathered))
        while together := list(islice(every, TOGETHER)):
            languages = [self._language(one) for one in together]
            for one, language in zip(together, languages, strict=True):
                yield self._dialog(one, language)

    def _opened(self, gathered: Gathered) -> Iterator[Opened]:
        stretches = self._stretches(gathered)
        self.repeated += len(gathered.messages) - sum(map(len, stretches))
        only = self._only_customer(gathered.facts, stretches)
        for index, stretch in enumerate(stretches, gathered.stretch):
            yield opened(gathered.facts, stretch, index, only)

    def last_stretch(self, gathered: Gathered) -> Gathered | None:
        """What may go on in the rest of the file: taken away from `gathered`, which keeps the stretches that are over."""
        if not gathered.facts.endless:
            return None
        stretches = self._stretches(gathered)
        if len(stretches) < 2:
            return None
        rest = Gathered(gathered.facts, stretch=gathered.stretch + len(stretches) - 1)
        for place, spoken in enumerate(stretches[-1]):
            rest.messages.append(spoken.message)
            if spoken.intent:
                rest.labels[place] = spoken.intent
        kept = {id(spoken.message) for spoken in stretches[-1]}
        gathered.messages = [message for message in gathered.messages if id(message) not in kept]
        return rest

    def pair(self, pair: ParsedPair) -> DialogDraft:
        """A question and its answer, as a dialog of two messages."""
        name = self._pair_name(pair)
        facts = ParsedDialog(
            name, language=pair.language, tags=(pair.intent,) if pair.intent else (), source=self.source, kind="pair"
        )
        said = (
            ParsedMessage(name, pair.question, pair.line, id="1", role=Role.CUSTOMER),
            ParsedMessage(name, pair.answer, pair.line, id="2", role=Role.AGENT),
        )
        one = opened(facts, [Spoken(message, None) for message in said], 0)
        return self._dialog(one, self._language(one))

    def example(self, example: ParsedExample) -> ExampleDraft:
        text, _, kinds = self._redacted(mended(example.text), {}, (), example.language)
        return ExampleDraft(text, mended(example.intent)[:255], kinds)

    def _pair_name(self, pair: ParsedPair) -> str:
        if not pair.id:
            return digest(self.rules.key, storable(pair.question), storable(pair.answer), pair.intent or "")
        self._wordings[pair.id] += 1
        count = self._wordings[pair.id]
        return pair.id if count == 1 else f"{pair.id}/{count}"

    def _stretches(self, gathered: Gathered) -> list[list[Spoken]]:
        messages = gathered.messages
        labels = gathered.labels
        said = [
            Spoken(message, at if (at := message.at) is None or at.tzinfo is UTC else self._utc(at), labels.get(place))
            for place, message in enumerate(messages)
        ]
        if len(gathered.starts) > 1 and (repeats := set(_repeats(messages, gathered.starts))):
            said = [spoken for place, spoken in enumerate(said) if place not in repeats]
        ordered = said if is_own(gathered.facts) else in_order(said)
        return split(ordered, self.rules.gap) if gathered.facts.endless else [ordered]

    def _utc(self, at: datetime | None) -> datetime | None:
        if at is None or at.tzinfo is UTC:
            return at
        try:
            return (at if at.tzinfo else at.replace(tzinfo=self.rules.zone)).astimezone(UTC)
        except OverflowError:
            return None

    def _only_customer(self, facts: ParsedDialog, stretches: Sequence[Sequence[Spoken]]) -> str | None:
        """Whose the stretches of a chat are in which only staff speak: the chat's customer, if it has just one."""
        if not facts.endless or facts.customer:
            return None
        messages = [spoken.message for stretch in stretches for spoken in stretch]
        people = set(_asking(messages, roles_of(facts, messages, self.rules.agents, self._decided or {})))
        return people.pop() if len(people) == 1 else None

    def _language(self, one: Opened) -> str | None:
        return one.stated or (None if one.own else self.rules.language_of(sample_of(one.texts)))

    def _dialog(self, one: Opened, language: str | None) -> DialogDraft:
        facts, said, messages, own = one.facts, one.said, one.messages, one.own
        source = fitting(facts.source or self.source, 80)
        roles = roles_of(facts, messages, self.rules.agents, self._decided or {})
        rows = self._rows(one, source, language, roles)
        external = fitting(facts.id)
        if facts.endless and one.index and rows:
            external = fitting(f"{facts.id}/{rows[0].key}")
        return DialogDraft(
            source=source,
            external_id=external,
            customer=self._customer(one, source, roles, external),
            customer_is_named=facts.customer is not None,
            is_labelled=any(map(_INTENT, said)),
            messages=[MessageDraft([row]) for row in rows] if own else merge_bursts(rows),
            started_at=(None if facts.endless else self._utc(facts.started_at))
            or min((row.at for row in rows if row.at), default=None),
            language=language,
            language_is_stated=one.stated is not None,
            tags=tuple(dict.fromkeys(tag for given in facts.tags if (tag := as_written(given, own).strip()))),
            rating=facts.rating if facts.rating is not None and isfinite(facts.rating) else None,
            kind=facts.kind,
            chat=fitting(facts.id) if facts.endless else None,
        )

    def _customer(self, one: Opened, source: str, roles: Sequence[Role], external: str) -> str:
        """The hash of the person that the export names, else of who asked, else of the dialog itself."""
        if one.own and one.facts.customer:
            return one.facts.customer
        person = one.facts.customer or next(_asking(one.messages, roles), one.only)
        return hash_customer(self.rules.key, source, storable(person) if person else f"dialog {external}")

    def _rows(self, one: Opened, source: str, language: str | None, roles: Sequence[Role]) -> list[RowDraft]:
        facts, said, texts, own = one.facts, one.said, one.texts, one.own
        named = names_said(_names(facts, said), texts)
        values = self._values.pop((source, facts.id), {}) if not facts.endless else {}
        previous = ""
        taken: dict[str, int] = {}
        rows: list[RowDraft] = []
        for spoken, raw, role, names in zip(said, texts, roles, named, strict=True):
            message = spoken.message
            attachments = tuple(map(storable, message.attachments)) if message.attachments else ()
            plain = self._plain.digest_of(raw)
            content = plain if plain and not attachments else digest(self.rules.key, raw, *attachments)
            key = self._key(message, content) if message.id is None else fitting(message.id, 230)
            if number := taken.get(key):
                if message.id is not None and any(row.key == key and row.content == content for row in rows):
                    self.repeated += 1
                    continue
                taken[key] = number + 1
                key = f"{key}~{content if message.id is not None else number + 1}"
                if key in taken:
                    self.repeated += 1
                    continue
            taken[key] = 1
            text = raw
            kinds: tuple[str, ...] = ()
            if names or not plain or (values and self.rules.redactor.may_repeat(raw, values)):
                text, found, kinds = self._redacted(raw, values, names, language, previous, plain is not None)
                if own and CONTEXTUAL.issuperset(kinds):
                    text, kinds = raw, ()
                else:
                    values = found
            previous = raw
            reply_to = fitting(message.reply_to) if message.reply_to else None
            author = message.author or message.author_name
            rows.append(RowDraft(key, content, role, author, text, spoken.at, reply_to, attachments, spoken.intent, kinds))
        if values and not facts.endless:
            self._remember((source, facts.id), values)
        return rows

    def _key(self, message: ParsedMessage, content: str) -> str:
        """Of a row without an id."""
        who = message.author or message.author_name or message.role or ""
        return digest(self.rules.key, storable(who), message.at.isoformat() if message.at else "", content)

    def _redacted(
        self,
        text: str,
        values: Mapping[str, str],
        names: Collection[str],
        language: str | None,
        previous: str = "",
        plain: bool | None = None,
    ) -> tuple[str, Mapping[str, str], tuple[str, ...]]:
        redacted = self.rules.redactor.redact(text, values, names, language=language, previous=previous, plain=plain)
        if redacted.text == text:
            return text, values, ()
        kinds: Iterable[str] = PLACEHOLDER.findall(redacted.text)
        if "<" in text:
            kinds = (Counter(kinds) - Counter(PLACEHOLDER.findall(text))).elements()
        return redacted.text, redacted.values, tuple(map(str.lower, kinds))

    def _remember(self, dialog: tuple[str, str], values: Mapping[str, str]) -> None:
        self._values[dialog] = values
        if len(self._values) > REMEMBERED:
            self._values.pop(next(iter(self._values)))


def _asking(messages: Sequence[ParsedMessage], roles: Sequence[Role]) -> Iterator[str]:
    """Who the customers are, where the export says it, in the order in which they speak."""
    for message, role in zip(messages, roles, strict=True):
        if role is Role.CUSTOMER and (name := message.author or message.author_name):
            yield name


def _names(facts: ParsedDialog, said: Sequence[Spoken]) -> frozenset[str]:
    """Display names in a dialog; an author without one is named by a word such as "Alice", but not by an id."""
    names = {facts.customer_name}
    for spoken in said:
        author, name = spoken.message.author, spoken.message.author_name
        if name is not None:
            names.add(name)
        elif author and author[:1].isupper() and not any(mark.isdigit() for mark in author):
            names.add(author)
    return frozenset(mended(name) for name in names if name)


def _repeats(messages: Sequence[ParsedMessage], starts: Sequence[int]) -> Iterator[int]:
    """Places of rows without ids that a dialog told a second time, from its beginning, repeats."""
    blocks = [start for start in dict.fromkeys(starts) if 0 < start < len(messages)]
    for start, end in zip(blocks, [*blocks[1:], len(messages)][: len(blocks)], strict=True):
        same = [_same(*both) for both in zip(messages[:start], messages[start:end], strict=False)]
        if same[0] and (len(same) > 1 or start == 1) and all(same[:2]):
            yield from (start + place for place, equal in enumerate(same) if equal)


def _same(one: ParsedMessage, other: ParsedMessage) -> bool:
    return other.id is None and (one.text, one.at, one.author, one.role) == (other.text, other.at, other.author, other.role)
