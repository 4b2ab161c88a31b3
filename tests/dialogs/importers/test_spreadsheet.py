import io
from collections.abc import Iterable
from datetime import datetime

import openpyxl
import pytest

from dialogs.errors import UnreadableExport
from dialogs.importers.importer import ReadOptions, Source
from dialogs.importers.spreadsheet import Spreadsheet
from dialogs.record import ParsedDialog, ParsedMessage, ParsedPair, Rejection, Role
from tests.dialogs.importers.moments import local
from tests.dialogs.importers.reading import read


def book(**sheets: Iterable[Iterable[object]]) -> Source:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    made.save(stream)
    return Source.of_bytes(stream.getvalue(), "export.bin")


def test_the_first_sheet_with_a_known_header_is_read() -> None:
    source = book(
        Notes=[["sku", "price"], [1, 2]],
        FAQ=[
            ["Our answers"],
            [],
            ["Question", "Answer", "Intent"],
            ["When?", "Today.", "time"],
            [None, None],
            ["Where?", None, "place"],
        ],
        More=[["Question", "Answer"], ["x", "y"]],
    )
    assert read(source) == ("xlsx", [ParsedPair("When?", "Today.", 4, intent="time"), Rejection(6, "has no answer")])


def test_cells_keep_numbers_and_times() -> None:
    at = datetime(2025, 1, 31, 9, 30)  # noqa: DTZ001 - a sheet has no zones
    source = book(
        Log=[
            ["dialog_id", "message_id", "ts", "role", "text"],
            [7.0, 1, at, "customer", 42],
            [7, 2, "2025-01-31T09:31:00", "agent", "ok"],
        ]
    )
    assert read(source)[1] == [
        ParsedDialog("7"),
        ParsedMessage("7", "42", 2, id="1", role=Role.CUSTOMER, at=at),
        ParsedMessage("7", "ok", 3, id="2", role=Role.AGENT, at=local(2025, 1, 31, 9, 31)),
    ]


def test_columns_are_mapped_by_name() -> None:
    source = book(Log=[["Frage", "Antwort neu"], ["Wann?", "Heute."]])
    assert read(source, mapping={"answer": "antwort neu"})[1] == [ParsedPair("Wann?", "Heute.", 2)]


def test_a_preview_knows_the_columns_of_the_sheet_that_is_read() -> None:
    columns = Spreadsheet().columns(book(Title=[["Report"]], Log=[["Frage", "Antwort", "Stand"]]), ReadOptions())
    assert columns.taken() == {"question": "Frage", "answer": "Antwort"}
    assert columns.unused() == ("Stand",)


def test_a_book_without_a_header_and_a_broken_book_say_what_to_do() -> None:
    with pytest.raises(UnreadableExport, match="no sheet has a header with text, or with question and answer"):
        read(book(Empty=[["a", "b"]]))
    whole = book(FAQ=[["Question", "Answer"], ["x", "y"]]).open().read()
    with pytest.raises(UnreadableExport, match=r"not a readable XLSX file .* save it as CSV"):
        read(Source.of_bytes(whole[:-60], "export.bin"))
