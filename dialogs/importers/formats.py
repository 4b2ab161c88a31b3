"""The table of formats, the most telling first. A new format is one file and one line here."""

from dialogs.errors import UnreadableExport
from dialogs.importers.importer import Importer, Sample
from dialogs.importers.jsonl import JsonDocument, JsonLines
from dialogs.importers.own_table import OwnTable
from dialogs.importers.table import Table
from dialogs.importers.telegram import Telegram

FORMATS: tuple[Importer, ...] = (
    Telegram(),
    JsonLines(),
    JsonDocument(),
    OwnTable(),
    Table("tsv", "\t"),
    Table("csv"),
)


def detect(sample: Sample) -> Importer:
    """The first format that recognises the sample. Raises UnreadableExport where the file is empty or none does."""
    if not sample.text.strip("\ufeff \t\r\n\0"):
        raise UnreadableExport(f"{sample.name or 'The file'} is empty; give an export with at least one message")
    for importer in FORMATS:
        if importer.recognises(sample):
            return importer
    names = ", ".join(importer.name for importer in FORMATS)
    raise UnreadableExport(
        f"{sample.name or 'The file'} is in no format that is known here ({names}); "
        "export it as CSV with a header such as dialog_id,role,text, or name its format with --format"
    )


def importer_named(name: str) -> Importer:
    """The format of `--format NAME`. Raises UnreadableExport naming the ones there are."""
    for importer in FORMATS:
        if importer.name == name:
            return importer
    raise UnreadableExport(f"There is no format named {name!r}; choose one of {', '.join(item.name for item in FORMATS)}")
