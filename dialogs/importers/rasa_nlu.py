"""Rasa NLU training data in YAML: intents with examples, no dialogs. https://rasa.com/docs/reference/primitives/training-data-format"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialogs.errors import UnreadableExport
from dialogs.importers.importer import ReadOptions, Sample, Source
from dialogs.record import Dropped, Parsed, ParsedExample, Rejection

if TYPE_CHECKING:
    import yaml

_NLU = re.compile(r"^nlu:\s*$", re.MULTILINE)
_INTENT = re.compile(r"^\s*-\s*intent:", re.MULTILINE)
_ENTITY = re.compile(r"\[([^\]\n]+)\](?:\([^)\n]*\)|\{[^}\n]*\})")
_ITEM = re.compile(r"\s*[-*+]\s+(.*)")


@dataclass(frozen=True, slots=True)
class RasaNlu:
    name: str = "rasa_nlu"

    def recognises(self, sample: Sample) -> bool:
        return bool(_NLU.search(sample.text) and _INTENT.search(sample.text))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Parsed]:
        import yaml

        with source.text() as stream:
            try:
                root = yaml.compose(stream.read().removeprefix("\ufeff"), Loader=yaml.SafeLoader)
            except (yaml.YAMLError, RecursionError) as error:
                raise UnreadableExport(f"{source.name} is not valid YAML: {' '.join(str(error).split())}") from error
        entries = _value(root, "nlu")
        if not isinstance(entries, yaml.SequenceNode):
            raise UnreadableExport(f"{source.name} has no list under nlu; give a file with entries such as - intent: greet")
        for entry in entries.value:
            yield from _entry(entry)


def _entry(entry: "yaml.Node") -> Iterator[Parsed]:
    """The examples of an intent; synonyms, lookup tables and regular expressions are no utterances."""
    line = entry.start_mark.line + 1
    intent = _value(entry, "intent")
    examples = _value(entry, "examples")
    if intent is None:
        yield Dropped(line, "no intent")
    elif examples is None:
        yield Rejection(line, f"intent {intent.value} has no examples")
    else:
        yield from _examples(examples, str(intent.value))


def _examples(examples: "yaml.Node", intent: str) -> Iterator[Parsed]:
    """A block of text with a hyphen a line, or a list of objects with a text."""
    line = examples.start_mark.line + 1
    if isinstance(examples.value, str):
        for number, row in enumerate(examples.value.splitlines(), line + 1):
            if row.strip():
                yield _example(row, intent, number)
        return
    for item in examples.value:
        text = _value(item, "text") or item
        if isinstance(text.value, str):
            yield _example(text.value, intent, text.start_mark.line + 1)
        else:
            yield Rejection(item.start_mark.line + 1, f"an example of {intent} without text")


def _example(row: str, intent: str, line: int) -> Parsed:
    item = _ITEM.fullmatch(row.rstrip("\n"))
    text = _ENTITY.sub(r"\1", item[1] if item else row).strip()
    return ParsedExample(text, intent, line) if text else Dropped(line, "empty")


def _value(node: "yaml.Node | None", key: str) -> "yaml.Node | None":
    """The value of a mapping's key, as a node: nodes know their lines."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)
