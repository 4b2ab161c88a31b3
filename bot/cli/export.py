"""`firstline export`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from bot.cli.command import Session, command


@command("export", example="firstline export --out record.jsonl")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write; default: standard output.")
@click.option("--format", "format_name", type=click.Choice(["jsonl", "csv"]), help="Default: by the file's name, else jsonl.")
@click.option("--examples", is_flag=True, help="The labelled examples instead, as CSV (text,intent).")
def export(session: Session, out: Path | None, format_name: str | None, examples: bool) -> None:
    """Write the record out: a dialog a line, or a message a row. With --json and no --out it only counts."""
    from dialogs.database import open_database
    from dialogs.export import export_examples, export_record

    chosen = format_name or ("csv" if out is not None and out.suffix.lower() == ".csv" else "jsonl")
    result: Any
    database = open_database(session.settings.url)
    try:
        with _stream(session, out) as stream:
            if examples:
                rows = export_examples(database, stream)
                result, wrote = {"rows": rows, "out": out}, f"{rows:,} examples"
            else:
                report = export_record(database, stream, chosen, out, session.progress())
                result, wrote = report, f"{report.dialogs:,} dialogs with {report.messages:,} messages"
    finally:
        database.close()
    words = f"Wrote {wrote}" + (f" to {out}" if out else "")
    if out is not None or session.json:
        session.emit(result, words)
    else:
        session.say(words)


@contextmanager
def _stream(session: Session, out: Path | None) -> Iterator[TextIO]:
    from dialogs.export import nowhere, replacing

    if out is None:
        yield nowhere() if session.json else sys.stdout
        return
    with replacing(out) as stream:
        yield stream
