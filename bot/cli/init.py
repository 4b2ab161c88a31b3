"""`firstline init`."""

from bot.cli.command import Session, command


@command("init", example="firstline init --home shop")
def init(session: Session) -> None:
    """Make the home and bring its database up to date. Every other command does so too."""
    from dialogs.customers import customer_key
    from dialogs.database import open_database

    settings = session.settings
    database = open_database(settings.url)
    customer_key(settings.home)
    found = {"home": settings.home.absolute(), "database": database.words, "revision": database.revision}
    database.close()
    session.emit(found, f"Ready: {found['database']} at revision {found['revision']}")
