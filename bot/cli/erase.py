"""`firstline erase`."""

import click

from bot.cli.command import Session, command


@command("erase", example="firstline erase 48813 --json")
@click.argument("customer")
def erase(session: Session, customer: str) -> None:
    """Erase a CUSTOMER, given by the source's id or by the hash in an export: messages, answers only they support, vectors."""
    from bot.cli.erased_vectors import remove_vectors
    from bot.cli.removed_words import removed_json, removed_words
    from dialogs.customers import customer_key
    from dialogs.database import open_database
    from dialogs.erase import erase_customer

    database = open_database(session.settings.url)
    try:
        removed = erase_customer(database, customer, customer_key(session.settings.home))
        counts = removed_json(removed, remove_vectors(session, database, removed))
    finally:
        database.close()
    session.emit(counts, removed_words(counts))
