"""`firstline import`."""

from datetime import UTC, tzinfo

import click

from bot.cli.command import Session, command


@command("import", example="firstline import result.json --agent 'Alice Support' --tz Europe/Berlin --dry-run")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "format_name", metavar="NAME", help="The format, where its content does not tell.")
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Which column holds a field, such as text=Body.")
@click.option("--agent", "agents", multiple=True, metavar="NAME", help="Display name or id of somebody of the support staff.")
@click.option("--gap", default="12h", show_default=True, help="Silence after which an endless chat is a new dialog.")
@click.option("--tz", "zone", default="UTC", show_default=True, help="Time zone of times that do not say theirs.")
@click.option("--region", metavar="CC", help="Country of national phone numbers, such as DE; default: from the dialog's language.")
@click.option("--dry-run", is_flag=True, help="Show what would be stored, and store nothing.")
def import_logs(
    session: Session,
    paths: tuple[str, ...],
    format_name: str | None,
    mapping: tuple[str, ...],
    agents: tuple[str, ...],
    gap: str,
    zone: str,
    region: str | None,
    dry_run: bool,
) -> None:
    """Read logs into the record: files, folders, zip or gzip archives, or - for standard input."""
    from bot.cli.import_words import report_words
    from bot.redacting import redactor
    from dialogs.customers import customer_key
    from dialogs.database import open_database
    from dialogs.durations import duration_of
    from dialogs.importers.formats import FORMATS
    from dialogs.ingest import ImportOptions, import_paths
    from nlu.language import language_of

    settings = session.settings
    if format_name is not None and format_name not in (names := [importer.name for importer in FORMATS]):
        raise click.BadParameter(f"{format_name!r} is no format; choose one of {', '.join(names)}", param_hint="--format")
    fields, length, timezone = _mapping(mapping), duration_of(gap), _zone(zone)
    database = open_database(settings.url)
    try:
        options = ImportOptions(
            customer_key(settings.home), format_name, fields, agents, length, timezone, dry_run, language_of=language_of
        )
        report = import_paths(database, paths, options, redactor(settings, _region(region)), session.progress())
    finally:
        database.close()
    session.emit(report, report_words(report))


def _mapping(pairs: tuple[str, ...]) -> dict[str, str]:
    for pair in pairs:
        if not all(part.strip() for part in pair.partition("=")[::2]):
            raise click.BadParameter(f"{pair!r} must read FIELD=COLUMN, such as text=Body", param_hint="--map")
    return {field.strip(): column.strip() for field, _, column in (pair.partition("=") for pair in pairs)}


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if name.upper() in ("UTC", "Z"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise click.BadParameter(f"{name!r} is no time zone; write one such as Europe/Berlin", param_hint="--tz") from error


def _region(code: str | None) -> str | None:
    if code is not None and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise click.BadParameter(f"{code!r} is no country; write two letters such as DE", param_hint="--region")
    return code.upper() if code else None
