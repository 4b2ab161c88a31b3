"""What `train` and `models` do when a version goes live."""

from collections.abc import Callable

from bot.cli.command import Session
from dialogs.database import Database


def publisher(session: Session, database: Database) -> Callable[[str], None]:
    """A function that makes a version live, given its name: index and thresholds first, then the switch."""

    def publish_version(version: str) -> None:
        from training.publish import publish

        settings = session.settings
        publish(
            database,
            settings.models,
            settings.index,
            version,
            risk=settings.risk,
            confidence=settings.confidence,
            vector_url=settings.vector_url,
            progress=session.progress(),
        )

    return publish_version
