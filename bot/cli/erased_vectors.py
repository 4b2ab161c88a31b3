"""After something was erased: the search index must not remember it either."""

import shutil
from pathlib import Path

from bot.cli.command import TEACHING, Session
from dialogs.database import Database
from dialogs.erase import Removed


def remove_vectors(session: Session, database: Database, removed: Removed) -> int:
    """Bring the index up to the record, if there is one; how many vectors went. An index that can't be is removed instead."""
    from training.publish import refresh

    settings = session.settings
    if not (removed.sources or removed.answers) or not (settings.index / "CURRENT").exists():
        return 0
    try:
        published = refresh(
            database,
            settings.models,
            settings.index,
            risk=settings.risk,
            confidence=settings.confidence,
            threads=settings.threads,
            progress=session.progress(),
        )
    except TEACHING as error:
        shutil.rmtree(settings.index)
        session.say(f"the index could not be brought up to date ({error}), so it was removed; run firstline index")
        return 0
    _remove_earlier(settings.index)
    return published.index.removed if published.index else 0


def _remove_earlier(folder: Path) -> None:
    """The index before this one is kept for bots that are just loading it; here it holds what was erased."""
    current = (folder / "CURRENT").read_text(encoding="utf-8").strip()
    for other in folder.iterdir():
        if other.is_dir() and other.name != current:
            shutil.rmtree(other)
