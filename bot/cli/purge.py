"""`firstline purge`."""

import click

from bot.cli.command import Session, command


@command("purge", example="firstline purge --older-than 90d")
@click.option("--older-than", required=True, metavar="AGE", help="Dialogs whose last message is older go, such as 90d or 26w.")
def purge(session: Session, older_than: str) -> None:
    """Apply retention: remove old dialogs with all that rests on them. Imported question-answer pairs stay."""
    from bot.cli.erased_vectors import remove_vectors
    from bot.cli.removed_words import removed_json, removed_words
    from dialogs.database import open_database
    from dialogs.durations import duration_of
    from dialogs.retention import purge as remove_old

    age = duration_of(older_than)
    database = open_database(session.settings.url)
    try:
        removed = remove_old(database, age)
        counts = removed_json(removed, remove_vectors(session, database, removed))
    finally:
        database.close()
    session.emit(counts, removed_words(counts))
