"""The examples that a version learned from, looked up when somebody asks why: in its folder, or in the record.

What was learned from the record stays in the record only, where erasing a customer reaches it; what came from a file is kept beside
the version, redacted as it was read.
"""

import csv
from collections.abc import Collection
from pathlib import Path

from dialogs.database import Database
from nlu.explanation import KnownExample
from training.errors import ExamplesError
from training.examples import Example, read_csv, read_record
from training.gate import read_seen, short_hash
from training.material import Material

FILE = "examples.csv"
MOST = 200
"""Examples of an intent that are compared with a text."""


def write_known_examples(folder: Path, material: Material) -> None:
    with (folder / FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("text", "intent"))
        writer.writerows(zip(material.train.texts, (material.labels[target] for target in material.train.targets), strict=True))


def known_examples(folder: Path, database: Database, intents: Collection[str]) -> tuple[KnownExample, ...]:
    """At most MOST examples of each of `intents` that the version in `folder` was trained on; none where they are gone."""
    try:
        rows = read_csv(folder / FILE) if (folder / FILE).is_file() else read_record(database)
    except ExamplesError:
        return ()
    seen = read_seen(folder)
    found: dict[str, list[Example]] = {intent: [] for intent in intents}
    for row in rows:
        same = found.get(row.intent)
        if same is not None and len(same) < MOST and (seen is None or short_hash(row.text) in seen):
            same.append(row)
    return tuple(KnownExample(row.text, row.intent) for same in found.values() for row in same)
