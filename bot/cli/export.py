"""`firstline export`."""

import sys
from pathlib import Path

import click

from bot.cli.command import Session, command


@command("export", example="firstline export --out record.jsonl")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write; default: standard output.")
@click.option("--format", "format_name", type=click.Choice(["jsonl", "csv"]), help="Default: by the file's name, else jsonl.")
@click.option("--examples", is_flag=True, help="The labelled examples instead, as CSV (text,intent).")
def export(session: Session, out: Path | None, format_name: str | None, examples: bool) -> None:
    """Write the record out: a dialog a line, or a message a row. With --json and no --out it only counts."""
    from dialogs.database import open_database
    from dialogs.export import export_record, nowhere, replacing

    if examples:
        _export_examples(session, out)
        return
    chosen = format_name or ("csv" if out is not None and out.suffix.lower() == ".csv" else "jsonl")
    database = open_database(session.settings.url)
    try:
        if out is not None:
            with replacing(out) as stream:
                report = export_record(database, stream, chosen, out, session.progress())
        else:
            report = export_record(database, nowhere() if session.json else sys.stdout, chosen, None, session.progress())
    finally:
        database.close()
    words = f"Wrote {report.dialogs:,} dialogs with {report.messages:,} messages" + (f" to {out}" if out else "")
    if out is not None or session.json:
        session.emit(report, words)
    else:
        session.say(words)


def _export_examples(session: Session, out: Path | None) -> None:
    from dialogs.database import open_database
    from dialogs.export import export_examples, nowhere, replacing

    database = open_database(session.settings.url)
    try:
        if out is not None:
            with replacing(out) as stream:
                rows = export_examples(database, stream)
        else:
            rows = export_examples(database, nowhere() if session.json else sys.stdout)
    finally:
        database.close()
    words = f"Wrote {rows:,} examples" + (f" to {out}" if out else "")
    if out is not None or session.json:
        session.emit({"rows": rows, "out": out}, words)
    else:
        session.say(words)
