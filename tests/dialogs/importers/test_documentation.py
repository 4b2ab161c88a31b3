"""docs/importers.md: its table names the formats there are, and its example works as it stands."""

import json
import re
from pathlib import Path

from dialogs.importers.formats import FORMATS
from dialogs.importers.importer import Importer, ReadOptions, Source
from dialogs.record import Dropped, ParsedDialog, ParsedMessage, Rejection, Role
from tests.dialogs.importers.moments import utc

PAGE = Path(__file__).parents[3].joinpath("docs", "importers.md").read_text(encoding="utf-8")


def test_the_table_names_every_format() -> None:
    named = {name for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE) for name in re.findall(r"`([\w-]+)`", row)}
    assert {importer.name for importer in FORMATS} <= named


def test_the_example_reads_what_it_says(tmp_path: Path) -> None:
    acme = _example()
    cases = [
        {
            "acme_case": 7,
            "lines": [{"who": "requester", "text": "hi", "when": 1700000000}, {"who": "staff"}, {"text": "x", "when": "soon"}],
        },
        {"lines": []},
    ]
    source = Source.of_bytes(json.dumps(cases).encode())

    assert acme.recognises(source.sample())
    assert list(acme.read(source, ReadOptions())) == [
        ParsedDialog("7"),
        ParsedMessage("7", "hi", 1, role=Role.CUSTOMER, at=utc(2023, 11, 14, 22, 13, 20)),
        Dropped(1, "empty"),
        Rejection(1, "case 7: 'soon' is not a time; write it as 2025-01-31T09:30:00Z"),
        Rejection(1, "a case without a number"),
    ]


def _example() -> Importer:
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert code is not None
    names: dict[str, type[Importer]] = {"__name__": "acme"}  # type: ignore[dict-item]  # a module's name, for the dataclass
    exec(compile(code[1], "docs/importers.md", "exec"), names)
    return names["Acme"]()
