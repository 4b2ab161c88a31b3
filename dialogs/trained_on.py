"""Which model versions learned from what is being removed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dialogs.tables import ModelVersion

EXAMPLES = "erased_examples"
"""Key in a version's metrics: so many of the examples that the record had when it was trained are gone since."""
READ = "messages_read"
"""Key in the metrics of a version that learned from messages of the record without labels, too: how many."""
MESSAGES = "erased_messages"
"""Key in the metrics of such a version: so many of the messages that the record had when it was trained are gone since."""


def mark_versions(session: Session, examples: Sequence[datetime], messages: Mapping[datetime, int]) -> int:
    """Mark every version that may have learned from what is removed; how many those were. `examples` says when each of them was
    added, `messages` how many came when.

    A version does not say which ones it took, so one that was trained on a file may be marked as well.
    """
    times = [*examples, *messages]
    if not times:
        return 0
    versions = session.execute(
        select(ModelVersion.id, ModelVersion.created_at, ModelVersion.metrics).where(ModelVersion.created_at >= min(times))
    ).all()
    marked = 0
    for key, created_at, metrics in versions:
        taught = sum(at <= created_at for at in examples)
        read = sum(count for at, count in messages.items() if at <= created_at) if metrics.get(READ) else 0
        gone = {name: metrics.get(name, 0) + count for name, count in ((EXAMPLES, taught), (MESSAGES, read)) if count}
        if gone:
            session.execute(update(ModelVersion).where(ModelVersion.id == key).values(metrics=metrics | gone))
            marked += 1
    return marked
