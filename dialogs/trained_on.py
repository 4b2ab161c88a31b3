"""Which model versions learned from examples that are being removed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dialogs.tables import ModelVersion

MARK = "erased_examples"
"""Key in a version's metrics: so many of the examples that the record had when it was trained are gone since."""


def mark_versions(session: Session, added_at: Sequence[datetime]) -> int:
    """Mark every version that is younger than one of the removed examples, given when those were added; how many that were.

    A version does not say which examples it took, so one that was trained on a file may be marked as well.
    """
    if not added_at:
        return 0
    oldest = min(added_at)
    versions = session.execute(
        select(ModelVersion.id, ModelVersion.created_at, ModelVersion.metrics).where(ModelVersion.created_at >= oldest)
    ).all()
    for key, created_at, metrics in versions:
        gone = sum(at <= created_at for at in added_at)
        marked = metrics | {MARK: metrics.get(MARK, 0) + gone}
        session.execute(update(ModelVersion).where(ModelVersion.id == key).values(metrics=marked))
    return len(versions)
