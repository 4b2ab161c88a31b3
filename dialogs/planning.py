"""What storing a batch of drafts would change, worked out before anything is written: a dry run ends here."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain

from sqlalchemy.orm import Session

from dialogs.drafts import DialogDraft, ExampleDraft, MessageDraft
from dialogs.identity import digest
from dialogs.knowledge import Label, Taught, new_labels
from dialogs.merging import Change, compare, related
from dialogs.record import Role
from dialogs.split import is_new
from dialogs.stored import StoredDialog, around, keys_of_customers, named


@dataclass(slots=True)
class Revision:
    """A dialog that the record has, and what becomes of it."""

    stored: StoredDialog
    draft: DialogDraft
    change: Change


@dataclass(slots=True)
class Plan:
    new: list[DialogDraft] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)
    """Keys of customers that the record has, by hash."""
    customers: list[str] = field(default_factory=list)
    """Hashes of customers that the record does not have."""
    examples: list[ExampleDraft] = field(default_factory=list)
    duplicates: int = 0


@dataclass(slots=True)
class Course:
    """What planning remembers from one transaction of a file to the next. What the file brought is told by the record itself, so
    that a file of any size takes the same memory.
    """

    gap: timedelta
    key: bytes
    batch: int = 0
    """The import batch that the file's new dialogs belong to."""
    renamed: dict[tuple[str, str], str] = field(default_factory=dict)
    """Dialogs that the record calls otherwise than the file does, since their name was taken."""
    revised: set[int] = field(default_factory=set)
    """Dialogs that the record had before and the file told of."""

    def told(self, stored: StoredDialog) -> bool:
        """Whether the file told of a dialog of the record before."""
        return (stored.batch is not None and stored.batch == self.batch) or stored.id in self.revised


def plan(session: Session, drafts: Sequence[DialogDraft], examples: Sequence[ExampleDraft], course: Course) -> Plan:
    """Reads the record, and only that."""
    made = Plan()
    told = [(draft.source, draft.external_id) for draft in drafts]
    for draft in drafts:
        draft.external_id = course.renamed.get((draft.source, draft.external_id), draft.external_id)
    matches = named(session, drafts)
    names = {*matches}
    for draft in drafts:
        stored = _chat_match(session, draft, course.gap) if draft.chat else _match(session, draft, matches, course)
        if stored is not None:
            made.revisions.append(_revision(session, stored, draft, course))
        elif (draft.source, draft.external_id) in names and not draft.chat:
            made.duplicates += len(draft.messages)
        else:
            _rename_stretch(draft, names)
            names.add((draft.source, draft.external_id))
            made.new.append(draft)
    renamed = (item for item in zip(told, drafts, strict=True) if item[0][1] != item[1].external_id)
    course.renamed.update((name, draft.external_id) for name, draft in renamed if not draft.chat)
    course.revised.update(revision.stored.id for revision in made.revisions if not revision.draft.chat)
    wanted = _customers(made)
    made.known = keys_of_customers(session, wanted)
    made.customers = [customer for customer in wanted if customer not in made.known]
    made.examples = list(examples)
    return made


def may_teach(draft: DialogDraft) -> bool:
    """Whether there may be labels, or an answer, in a dialog: most have none."""
    return draft.is_labelled or len(draft.tags) == 1 or draft.kind == "pair"


def labels_of(draft: DialogDraft, messages: Iterable[MessageDraft]) -> list[tuple[str, Label]]:
    """What `messages` of the draft are examples of, each with the external id of its message."""
    found: list[tuple[str, Label]] = []
    for message in messages if draft.is_labelled else ():
        found += [(message.external_id, Label(row.text, row.intent, "file")) for row in message.rows if row.intent]
    if len(draft.tags) == 1:
        origin = "pair" if draft.kind == "pair" else "tag"
        first = next((message for message in draft.messages if message.role is Role.CUSTOMER), None)
        if first is not None and first.text.strip():
            found.append((first.external_id, Label(first.text, draft.tags[0][:255], origin)))
    return found


def examples_planned(session: Session, made: Plan) -> Taught:
    """What Recorder.write would say."""
    labels = [label for draft in made.new if may_teach(draft) for _, label in labels_of(draft, draft.messages)]
    labels += [label for revision in made.revisions for _, label in labels_of(revision.draft, inserted(revision.change))]
    labelled = len(new_labels(session, labels))
    alone = [Label(example.text, example.intent, "file") for example in made.examples]
    return Taught(labelled, len(new_labels(session, [*labels, *alone])) - labelled)


def inserted(change: Change) -> list[MessageDraft]:
    return [message for _, message in change.inserted]


def redacted_in(made: Plan) -> Counter[str]:
    """Kinds of personal values taken out of what is added."""
    added = [draft.messages for draft in made.new] + [inserted(item.change) for item in made.revisions if item.change.added]
    taken_out = [row.redacted for messages in added for message in messages for row in message.rows if row.redacted]
    return Counter(chain(chain.from_iterable(taken_out), *(example.redacted for example in made.examples)))


def _match(
    session: Session, draft: DialogDraft, matches: dict[tuple[str, str], StoredDialog], course: Course
) -> StoredDialog | None:
    """The dialog of that name, if it is one and the same; else the draft gets a name of its own."""
    stored = matches.get((draft.source, draft.external_id))
    if stored is None or course.told(stored) or related(draft, stored):
        return stored
    first = draft.messages[0].rows[0]
    draft.external_id = f"{draft.external_id[:240]}~{digest(course.key, first.key, first.content)[:12]}"
    return named(session, [draft]).get((draft.source, draft.external_id))


def _chat_match(session: Session, draft: DialogDraft, gap: timedelta) -> StoredDialog | None:
    """The stretch of the chat that has messages of the draft, else the one that it goes on from."""
    stretches = around(session, draft, gap)
    keys = {*draft.keys}
    shared = [(sum(part.key in keys for message in stretch.messages for part in message.parts), stretch) for stretch in stretches]
    most = max(shared, key=lambda item: item[0], default=(0, None))
    if most[0]:
        return most[1]
    return next((stretch for stretch in stretches if _continues(stretch, draft, gap)), None)


def _continues(stretch: StoredDialog, draft: DialogDraft, gap: timedelta) -> bool:
    times = [message.at for message in draft.messages if message.at]
    stored = [message.at for message in stretch.messages if message.at]
    if not times or not stored:
        return False
    if (silence := min(times) - max(stored)) > timedelta():
        return not is_new(silence, stretch.messages[-1].text, draft.messages[0].text, gap)
    if (silence := min(stored) - max(times)) > timedelta():
        return not is_new(silence, draft.messages[-1].text, stretch.messages[0].text, gap)
    return True


def _rename_stretch(draft: DialogDraft, names: set[tuple[str, str]]) -> None:
    if draft.chat and (draft.source, draft.external_id) in names and draft.messages:
        draft.external_id = f"{draft.chat[:200]}/{draft.messages[0].external_id}"[:255]


def _revision(session: Session, stored: StoredDialog, draft: DialogDraft, course: Course) -> Revision:
    elsewhere: set[str] = set()
    if draft.chat:
        for stretch in around(session, draft, course.gap):
            if stretch.id != stored.id:
                elsewhere.update(part.key for message in stretch.messages for part in message.parts)
    return Revision(stored, draft, compare(draft, stored, elsewhere, numbered=not draft.chat and course.told(stored)))


def _customers(made: Plan) -> list[str]:
    """Hashes of the customers of dialogs that are new or get another customer, each once."""
    changed = (revision.change.facts["customer"] for revision in made.revisions if "customer" in revision.change.facts)
    return list(dict.fromkeys((*(draft.customer for draft in made.new), *changed)))
