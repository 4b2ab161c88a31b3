"""The objects of a JSON export, one after another, wherever the export keeps them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from dialogs.html_text import html_to_text
from dialogs.importers.importer import Source
from dialogs.importers.json_values import OPENED, Broken, Path, values
from dialogs.importers.shape import Shape, shape_of
from dialogs.importers.values import first_of, words
from dialogs.quoted_reply import without_quotes
from dialogs.record import Rejection

Object: TypeAlias = Mapping[str, Any]
_DECODER = json.JSONDecoder(strict=False)


def records(source: Source, *containers: str) -> Iterator[tuple[int, Object] | Rejection]:
    """Each object with its line: one a line, the elements of an array, or of the array that a key of the root names
    (`containers`, such as "tickets" or "data.payload"), or the root itself. What is no object is rejected.
    """
    shape = shape_of(source.sample())
    container = _container(shape, containers)
    if shape.lines and not container:
        yield from lines_of(source)
    else:
        walked = {(), *(container[:end] for end in range(1, len(container) + 1))} if container or shape.root == "[" else set()
        yield from elements_of(source, frozenset(walked))


def lines_of(source: Source) -> Iterator[tuple[int, Object] | Rejection]:
    """One object a line. A line that is no JSON costs only itself."""
    with source.text() as stream:
        for number, line in enumerate(stream, 1):
            if line.isspace():
                continue
            try:
                record = _DECODER.decode(line.lstrip("\ufeff"))
            except (json.JSONDecodeError, RecursionError) as error:
                yield Rejection(number, f"not JSON: {getattr(error, 'msg', 'nested too deeply')}")
            else:
                yield _checked(record, number)


def elements_of(source: Source, walked: frozenset[Path]) -> Iterator[tuple[int, Object] | Rejection]:
    """The roots, or the elements of the arrays that are walked into; other values on the way are passed over."""
    with source.text() as stream:
        for found in values(stream, walked.__contains__):
            if isinstance(found, Broken):
                yield Rejection(found.line, found.reason)
            elif found.value is not OPENED and found.path[-1:] in ((), ("*",)):
                yield _checked(found.value, found.line)


def _checked(record: object, line: int) -> tuple[int, Object] | Rejection:
    if isinstance(record, dict):
        return line, record
    return Rejection(line, f"expected an object, found {json.dumps(record)[:20]}")


def _container(shape: Shape, containers: tuple[str, ...]) -> Path:
    if shape.root != "{":
        return ()
    paths = [tuple(container.split(".")) for container in containers]
    return next((path for path in paths if (*path, "*") in shape.paths), ())


def objects(value: object) -> list[Object]:
    """The objects of a list that may be missing, or may hold something else."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def object_in(record: Object, key: str) -> Object:
    """The object under a key; an empty one where there is none."""
    value = record.get(key)
    return value if isinstance(value, Mapping) else {}


def mail_text(record: Object, plain: tuple[str, ...], formatted: tuple[str, ...]) -> str:
    """What is new in a message that may be kept as HTML, as text or as both: the HTML tells quotations best, if it is more than a
    wrapping whose line ends mean nothing.
    """
    text = str(first_of(record, plain) or "").replace("\r\n", "\n").strip()
    if (source := first_of(record, formatted)) and str(source).strip():
        shown = html_to_text(str(source))
        if "\n" in shown or "\n" not in text:
            return without_quotes(shown)
    return without_quotes(text)


def attachment_kinds(value: object) -> tuple[str, ...]:
    """Kinds such as image and file, from media types or from words; each once."""
    kinds = []
    for item in objects(value):
        kind = words(first_of(item, ("content_type", "file_type", "mime_type", "contentType", "type"))) or "file"
        kind = kind.split("/")[0]
        kinds.append("file" if kind in ("application", "text", "upload") else kind)
    return tuple(dict.fromkeys(kinds))
