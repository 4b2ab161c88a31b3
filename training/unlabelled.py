"""Messages that nobody labelled: what a base is adapted to. From the record, or from a file."""

from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import select

from dialogs.database import Database
from dialogs.encodings import encoding_of
from dialogs.tables import Dialog, Message
from dialogs.text_hash import text_hash
from training.customer_questions import core_of
from training.errors import ExamplesError
from training.examples import read_texts

TABLES = (".csv", ".tsv")


def record_messages(database: Database) -> tuple[str, ...]:
    """The customer messages of the record that are more than small talk, oldest first, each text once, where it came last."""
    query = (
        select(Message.text)
        .join(Dialog, Message.dialog_id == Dialog.id)
        .where(Dialog.kind == "dialog", Message.role == "customer")
        .order_by(Message.id)
    )
    with database.session(read_only=True) as session:
        return _once(text for text in session.scalars(query.execution_options(yield_per=2_000)) if core_of(text))


def file_messages(path: Path, *, redact: Callable[[str], str] = str) -> tuple[str, ...]:
    """Each text once, where it stands last: a CSV file (.csv, .tsv) with a text column, or any other with one text a line.

    Raises ExamplesError.
    """
    texts = read_texts(path, redact=redact) if path.suffix.lower() in TABLES else _lines(path, redact)
    return _once(texts)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for text in texts:
        key = text_hash(text)
        found.pop(key, None)
        found[key] = text
    return tuple(found.values())


def _lines(path: Path, redact: Callable[[str], str]) -> list[str]:
    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ExamplesError(
            f"there is no file {path}; give a text file with one message a line, a CSV file with a text column, or --adapt alone for "
            "the record's messages"
        ) from error
    text = data.decode(encoding_of([data]), errors="replace").removeprefix("\ufeff").replace("\0", "")
    return [redact(line.strip()) for line in text.splitlines() if line.strip()]
