"""The table of formats, the most telling first. A new format is one file and one line here: docs/importers.md."""

from dialogs.errors import UnreadableExport
from dialogs.importers.chatwoot import Chatwoot
from dialogs.importers.dialogflow import Dialogflow
from dialogs.importers.freshdesk import Freshdesk
from dialogs.importers.importer import Importer, Sample
from dialogs.importers.intercom import Intercom
from dialogs.importers.jsonl import JsonDocument, JsonLines
from dialogs.importers.lex import ContactLens
from dialogs.importers.livechat import LiveChat
from dialogs.importers.own_table import OwnTable
from dialogs.importers.qna_maker import QnaMaker
from dialogs.importers.rasa_events import RasaEvents
from dialogs.importers.rasa_nlu import RasaNlu
from dialogs.importers.spreadsheet import Spreadsheet
from dialogs.importers.table import Table
from dialogs.importers.telegram import Telegram
from dialogs.importers.tidio import Tidio
from dialogs.importers.twcs import Twcs
from dialogs.importers.whatsapp import WhatsApp
from dialogs.importers.zendesk import Zendesk

FORMATS: tuple[Importer, ...] = (
    Spreadsheet(),
    Telegram(),
    WhatsApp(),
    Intercom(),
    Zendesk(),
    Freshdesk(),
    Chatwoot(),
    LiveChat(),
    ContactLens(),
    Dialogflow(),
    Tidio(),
    RasaEvents(),
    RasaNlu(),
    Twcs(),
    QnaMaker(),
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
