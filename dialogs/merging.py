"""Compares a dialog that is about to be stored with what the record has of it. Pure: says what to change and changes nothing."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from dialogs.drafts import DialogDraft, MessageDraft, RowDraft
from dialogs.identity import Part, replace_part
from dialogs.renumbering import renumber
from dialogs.stored import StoredDialog, StoredMessage

RESUMED = timedelta(days=30)
"""A dialog that shares no message with its namesake in the record is taken for its sequel within this time of silence."""


@dataclass(slots=True)
class Update:
    """New values of a stored message's columns. `edited`: its author changed what it says, from `before`."""

    id: int
    values: dict[str, Any]
    edited: bool = False
    before: str = ""


@dataclass(slots=True)
class Change:
    """What makes the stored dialog the one that the export and the record have together."""

    inserted: list[tuple[int, MessageDraft]] = field(default_factory=list)
    """With their positions."""
    updated: list[Update] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    """Messages whose rows went into others."""
    facts: dict[str, Any] = field(default_factory=dict)
    added: int = 0
    duplicates: int = 0

    @property
    def edits(self) -> int:
        return sum(update.edited for update in self.updated)


def related(draft: DialogDraft, stored: StoredDialog) -> bool:
    """Whether the two are one dialog, rather than two of the same name: ids such as "1" come in every spreadsheet."""
    known = {part.key: (part, message) for message in stored.messages for part in message.parts}
    rows = [row for message in draft.messages for row in message.rows]
    shared = [(row, *known[row.key]) for row in rows if row.key in known]
    if shared:
        same = sum(row.content == part.content for row, part, _ in shared)
        same_time = any(row.at is not None and row.at == message.at for row, _, message in shared)
        return same * 2 >= len(shared) or same_time or (draft.customer_is_named and draft.customer == stored.customer)
    if draft.customer_is_named:
        return draft.customer == stored.customer
    return _resumes(rows, stored)


def _resumes(rows: Sequence[RowDraft], stored: StoredDialog) -> bool:
    new = [row.at for row in rows if row.at]
    old = [message.at for message in stored.messages if message.at]
    if not stored.messages:
        return True
    return bool(new and old) and min(new) <= max(old) + RESUMED and max(new) >= min(old) - RESUMED


def compare(draft: DialogDraft, stored: StoredDialog, elsewhere: Collection[str] = (), *, numbered: bool = False) -> Change:
    """`elsewhere`: rows that the record has in other stretches of the same endless chat.

    `numbered`: the draft's placeholders go on from the record's, since both come from one reading of a file.
    """
    keys = set(draft.keys)
    complete = all(message.parts and all(part.key in keys for part in message.parts) for message in stored.messages)
    if not complete and not numbered:
        renumber(draft, stored)
    change = _replaced(draft, stored) if complete else _completed(draft, stored, elsewhere)
    change.facts = _facts(draft, stored, complete)
    return change


def _replaced(draft: DialogDraft, stored: StoredDialog) -> Change:
    """The export has all that the record has: the dialog becomes what the export says."""
    change = Change()
    old = {message.external_id: message for message in stored.messages}
    known = {part.key: part for message in stored.messages for part in message.parts}
    for position, message in enumerate(draft.messages):
        fresh = sum(row.key not in known for row in message.rows)
        change.added += fresh == len(message.rows)
        change.duplicates += fresh == 0
        before = old.pop(message.external_id, None)
        if before is None:
            change.inserted.append((position, message))
        elif values := _differing(before, message, position):
            edited = any(row.key in known and known[row.key].content != row.content for row in message.rows)
            change.updated.append(Update(before.id, values, edited, before.text))
    change.deleted = [message.id for message in old.values()]
    return change


def _differing(before: StoredMessage, message: MessageDraft, position: int) -> dict[str, Any]:
    """All columns, or nothing where they are the same."""
    now = {
        "position": position,
        "role": message.role.value,
        "text": message.text,
        "at": message.at,
        "reply_to": message.reply_to,
        "attachments": message.attachments,
        "parts": message.parts,
    }
    was = _columns(before)
    return now if now != was else {}


def _columns(message: StoredMessage) -> dict[str, Any]:
    return {
        "position": message.position,
        "role": message.role,
        "text": message.text,
        "at": message.at,
        "reply_to": message.reply_to,
        "attachments": list(message.attachments),
        "parts": [str(part) for part in message.parts],
    }


def _completed(draft: DialogDraft, stored: StoredDialog, elsewhere: Collection[str]) -> Change:
    """The record has more than the export: what is new is added, what was edited is changed, nothing else is touched."""
    change = Change()
    place = {part.key: (message, index) for message in stored.messages for index, part in enumerate(message.parts)}
    known = {*place, *elsewhere, *(message.external_id for message in stored.messages)}
    changed: dict[int, Update] = {}
    new: list[MessageDraft] = []
    for message in draft.messages:
        fresh = [row for row in message.rows if row.key not in known]
        for row in message.rows:
            if row.key in place:
                _edit(changed, *place[row.key], row)
        if fresh:
            new.append(MessageDraft(fresh))
        else:
            change.duplicates += 1
    change.added = len(new)
    for position, item in enumerate(_interleaved(stored.messages, new)):
        if isinstance(item, MessageDraft):
            change.inserted.append((position, item))
        elif item.position != position:
            changed.setdefault(item.id, Update(item.id, _columns(item))).values["position"] = position
    change.updated = list(changed.values())
    return change


def _edit(changed: dict[int, Update], message: StoredMessage, index: int, row: RowDraft) -> None:
    if message.parts[index].content == row.content:
        return
    update = changed.setdefault(message.id, Update(message.id, _columns(message), True, message.text))
    update.edited, update.before = True, message.text
    parts = [Part.parse(part) for part in update.values["parts"]]
    update.values["text"] = replace_part(update.values["text"], parts, index, row.text)
    update.values["parts"][index] = str(row.part)


def _interleaved(stored: Sequence[StoredMessage], new: Sequence[MessageDraft]) -> Iterator[StoredMessage | MessageDraft]:
    """By time where everything has one, else the new ones at the end."""
    together: list[StoredMessage | MessageDraft] = [*stored, *new]
    if all(item.at for item in together):
        together.sort(key=lambda item: (item.at, isinstance(item, MessageDraft)))
    yield from together


def _facts(draft: DialogDraft, stored: StoredDialog, complete: bool) -> dict[str, Any]:
    """Columns of the dialog that the export knows better."""
    facts: dict[str, Any] = {}
    starts = [at for at in (draft.started_at, stored.started_at) if at]
    if starts and min(starts) != stored.started_at:
        facts["started_at"] = min(starts)
    if draft.language and draft.language != stored.language and (draft.language_is_stated or complete or not stored.language):
        facts["language"] = draft.language
    if draft.rating is not None and draft.rating != stored.rating:
        facts["rating"] = draft.rating
    if tags := [tag for tag in draft.tags if tag not in stored.tags]:
        facts["tags"] = [*stored.tags, *tags]
    if draft.customer != stored.customer and complete:
        facts["customer"] = draft.customer
    return facts
