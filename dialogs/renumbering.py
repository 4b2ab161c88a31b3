"""Placeholders of a later part of a dialog, brought in line with those of the part that the record has.

Redaction numbers values anew in each export: `<EMAIL_1>` of the newer one may be another address than the record's. Rows that
both have tell which is which; what they don't tell gets numbers that the record has not used.
"""

import re
from collections.abc import Iterable

from dialogs.drafts import DialogDraft
from dialogs.identity import SEPARATOR
from dialogs.stored import StoredDialog

PLACEHOLDER = re.compile(r"<([A-Z]+)_(\d+)>")


def renumber(draft: DialogDraft, stored: StoredDialog) -> None:
    """Change the draft's texts in place."""
    used = _last_numbers(message.text for message in stored.messages)
    if not used:
        return
    mapping = _told(draft, stored)
    for message in draft.messages:
        for row in message.rows:
            if "<" in row.text:
                row.text = PLACEHOLDER.sub(lambda match: _mapped(match, mapping, used), row.text)


def _told(draft: DialogDraft, stored: StoredDialog) -> dict[str, str]:
    texts: dict[tuple[str, str], str] = {}
    for kept in stored.messages:
        start = 0
        for part in kept.parts:
            texts[part.key, part.content] = kept.text[start : start + part.length]
            start += part.length + len(SEPARATOR)
    mapping: dict[str, str] = {}
    for message in draft.messages:
        for row in message.rows:
            ours, theirs = _names(row.text), _names(texts.get((row.key, row.content), ""))
            if len(ours) == len(theirs):
                mapping.update(zip(ours, theirs, strict=True))
    return mapping


def _mapped(match: re.Match[str], mapping: dict[str, str], used: dict[str, int]) -> str:
    if match[0] not in mapping:
        used[match[1]] = used.get(match[1], 0) + 1
        mapping[match[0]] = f"<{match[1]}_{used[match[1]]}>"
    return mapping[match[0]]


def _names(text: str) -> list[str]:
    return [match[0] for match in PLACEHOLDER.finditer(text)]


def _last_numbers(texts: Iterable[str]) -> dict[str, int]:
    last: dict[str, int] = {}
    for text in texts:
        for match in PLACEHOLDER.finditer(text):
            last[match[1]] = max(last.get(match[1], 0), int(match[2]))
    return last
