"""Merges what one author wrote in one go: people press enter in the middle of a thought."""

from collections.abc import Iterable
from datetime import timedelta

from dialogs.drafts import MessageDraft, RowDraft

BURST = timedelta(hours=1)
"""A row belongs to the burst before it unless more time passed than this. Rows without a time always do."""


def merge_bursts(rows: Iterable[RowDraft]) -> list[MessageDraft]:
    """Consecutive rows of the same role and author become one message."""
    messages: list[MessageDraft] = []
    before: RowDraft | None = None
    for row in rows:
        if before is not None and before.role is row.role and _continues(before, row):
            messages[-1].rows.append(row)
        else:
            messages.append(MessageDraft([row]))
        before = row
    return messages


def _continues(before: RowDraft, row: RowDraft) -> bool:
    """Whether a row of the same role does."""
    if before.author != row.author:
        return False
    return before.at is None or row.at is None or row.at - before.at <= BURST
