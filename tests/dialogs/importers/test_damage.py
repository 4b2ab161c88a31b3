"""Whatever stands in a file: an importer yields what it can read, or says in a sentence why it can't."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from dialogs.errors import UnreadableExport
from dialogs.importers.formats import FORMATS
from dialogs.importers.importer import Importer, ReadOptions, Sample, Source
from dialogs.record import Dropped, ParsedDialog, ParsedExample, ParsedMessage, ParsedPair, Rejection
from tests.dialogs.importers.reading import FIXTURES

KINDS = (ParsedDialog, ParsedMessage, ParsedPair, ParsedExample, Rejection, Dropped)
ODD: tuple[Any, ...] = (None, True, 0, -1e300, "", "x", [], {}, [None], {"x": []}, 10**30, "9" * 400, [["x"]])
JSON_FIXTURES = sorted(
    path.name for path in FIXTURES.iterdir() if path.suffix in (".json", ".jsonl") and path.name != "telegram_chat.json"
)
ALL_FIXTURES = sorted(path.name for path in FIXTURES.iterdir())


def check(importer: Importer, content: bytes) -> None:
    try:
        parsed = list(importer.read(Source.of_bytes(content, "export.bin"), ReadOptions()))
    except UnreadableExport as error:
        assert str(error)
        return
    assert all(isinstance(item, KINDS) for item in parsed)
    assert all(item.text or item.attachments for item in parsed if isinstance(item, ParsedMessage))


def recognising(content: bytes) -> list[Importer]:
    sample = Source.of_bytes(content, "export.bin").sample()
    return [importer for importer in FORMATS if importer.recognises(sample)]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*path, number))


def changed(value: Any, path: tuple[Any, ...], odd: Any) -> Any:
    if not path:
        return odd
    copy = value.copy()
    copy[path[0]] = changed(value[path[0]], path[1:], odd)
    return copy


@pytest.mark.parametrize("name", JSON_FIXTURES)
def test_any_value_may_be_of_another_kind(name: str) -> None:
    content = (FIXTURES / name).read_bytes()
    importer = recognising(content)[0]
    text = content.decode()
    document = json.loads(text if name.endswith(".json") else text.splitlines()[0])
    chance = random.Random(7)
    for path in places(document):
        check(importer, json.dumps(changed(document, path, chance.choice(ODD))).encode())


@pytest.mark.parametrize("name", ALL_FIXTURES)
def test_a_file_cut_off_anywhere_keeps_what_came_before(name: str) -> None:
    content = (FIXTURES / name).read_bytes()
    importer = recognising(content)[0]
    for end in range(0, len(content), max(1, len(content) // 60)):
        check(importer, content[:end])


@pytest.mark.parametrize("name", ALL_FIXTURES)
def test_bytes_may_be_anything(name: str) -> None:
    content = bytearray((FIXTURES / name).read_bytes())
    importer = recognising(bytes(content))[0]
    chance = random.Random(11)
    for _ in range(40):
        damaged = bytearray(content)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        check(importer, bytes(damaged))
        for other in FORMATS:
            other.recognises(Sample(bytes(damaged), damaged.decode(errors="replace")))


@pytest.mark.parametrize("importer", FORMATS, ids=lambda importer: importer.name)
@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 100, b"[" * 5000, b'{"a":' * 5000, b"PK\x03\x04xl/", "привет".encode("utf-16"), b"a,b\n1,2\n", b"7", b'"x"'],
)
def test_no_importer_falls_over_what_is_not_its_own(importer: Importer, content: bytes) -> None:
    sample = Source.of_bytes(content).sample()
    importer.recognises(sample)
    check(importer, content)


@pytest.mark.parametrize("name", ALL_FIXTURES)
def test_every_fixture_is_known_by_its_content_alone(name: str) -> None:
    """The first of the table; only the generic formats may come after it."""
    known = [importer.name for importer in recognising((FIXTURES / name).read_bytes())]
    assert set(known[1:]) <= {"json", "jsonl", "csv", "tsv"}
