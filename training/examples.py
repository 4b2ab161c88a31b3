"""Examples to learn intents from: read from a CSV file or from the record, then checked."""

import csv
import hashlib
import io
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dialogs.database import Database
from dialogs.encodings import encoding_of
from dialogs.text_hash import text_hash
from training.errors import ExamplesError
from training.thinning import thinned

TEXT_HEADERS = ("text", "utterance", "question", "query", "message", "sentence", "example", "content", "phrase")
INTENT_HEADERS = ("intent", "label", "category", "class", "tag", "topic")
OUT_OF_SCOPE = ("oos", "out_of_scope", "out-of-scope", "out of scope")
"""What the intent column says, in any case, of a text that has no intent."""
MOST_LEARNED = 50_000
"""Examples that are learned from: five times Banking77's, for a laptop the work of an hour."""
LISTED = 10
"""Offending rows that a message names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled utterance. `row` is its line in the file (1-based, header included) or its key in the record."""

    text: str
    intent: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class ExampleSet:
    """Examples fit to learn from: no empty text, no text twice, at least two intents. `warnings` say what was left out, in words.

    `out_of_scope` are texts that have none of these intents.
    """

    examples: tuple[Example, ...]
    warnings: tuple[str, ...] = ()
    out_of_scope: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The intents, sorted: the order of a head's rows."""
        return tuple(sorted({example.intent for example in self.examples}))

    @property
    def data_hash(self) -> str:
        """Hex digest of what is learned from, whatever the order of the rows."""
        lines = sorted(f"{text_hash(example.text)}\t{example.intent}\n" for example in self.examples)
        lines += sorted(f"{text_hash(text)}\n" for text in self.out_of_scope)
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_csv(path: Path, *, redact: Callable[[str], str] = str, labels: Sequence[str] = INTENT_HEADERS) -> tuple[Example, ...]:
    """The rows of a CSV file with a text and an intent column (names in any case, see the constants; any common delimiter).

    `labels` are names of the second column, the usual one first.

    `redact` is applied to every text, as it is to a customer's message before the model sees it. Nothing is left out: empty fields
    come back as empty strings. Raises ExamplesError.
    """
    return tuple(_read(path, redact, labels))


def read_texts(path: Path, *, redact: Callable[[str], str] = str) -> tuple[str, ...]:
    """The non-empty texts of a CSV file that needs no intent column, such as out-of-scope messages. Raises ExamplesError."""
    return tuple(example.text for example in _read(path, redact, ()) if example.text)


def record_examples(database: Database, out_of_scope: Sequence[str] = ()) -> ExampleSet:
    """The record's examples, checked. Raises ExamplesError."""
    return checked(read_record(database), "the record", out_of_scope)


def read_record(database: Database) -> tuple[Example, ...]:
    """Every example of the record, oldest first. Raises ExamplesError where there is none, saying how to get some."""
    from sqlalchemy import select

    from dialogs import tables

    query = (
        select(tables.Example.text, tables.Intent.name, tables.Example.id)
        .join(tables.Intent, tables.Example.intent_id == tables.Intent.id)
        .order_by(tables.Example.id)
    )
    with database.session(read_only=True) as session:
        rows = tuple(Example(text.strip(), name, key) for text, name, key in session.execute(query))
    if not rows:
        raise ExamplesError(
            "the record holds no labelled examples to learn from; run `firstline discover --accept` to find intents in the imported "
            "dialogs, import a CSV with the columns question,answer,intent, or give a file: `firstline train --examples examples.csv` "
            "with the columns text,intent"
        )
    return rows


def is_out_of_scope(example: Example) -> bool:
    return example.intent.casefold() in OUT_OF_SCOPE


def checked(rows: Sequence[Example], source: str, out_of_scope: Sequence[str] = ()) -> ExampleSet:
    """What of `rows` can be learned from. Raises ExamplesError where that is nothing, or one intent only.

    Rows whose intent is one of OUT_OF_SCOPE join the texts `out_of_scope`.

    Left out, with a warning that lists the rows: empty texts or intents, and texts that stand under several intents. A text that
    stands several times under one intent counts once.
    """
    warnings: list[str] = []
    outside = [*out_of_scope, *(example.text for example in rows if is_out_of_scope(example))]
    rows = [example for example in rows if not is_out_of_scope(example)]
    empty = [example.row for example in rows if not example.text or not example.intent]
    if empty:
        warnings.append(f"{len(empty)} rows without text or intent left out: rows {_listed(empty)}")
    full = [example for example in rows if example.text and example.intent]
    labels_of = _labels_by_text(full)
    kept, repeated = _kept(full, labels_of)
    if repeated:
        warnings.append(f"{repeated} rows repeat a text of the same intent and count once")
    contradicting = [texts for texts in labels_of.values() if len({example.intent for example in texts}) > 1]
    if contradicting:
        named = [f'"{_short(texts[0].text)}" ({", ".join(_placed(texts))})' for texts in contradicting]
        warnings.append(f"{len(contradicting)} texts stand under several intents and were left out: {_listed(named)}")
    _check_intents(full, kept, source, warnings)
    kept.sort(key=lambda example: (example.intent, example.text))
    kept = _affordable(kept, warnings)
    beyond = _really_outside(outside, labels_of, warnings)
    return ExampleSet(tuple(kept), tuple(warnings), beyond)


def _affordable(kept: Sequence[Example], warnings: list[str]) -> list[Example]:
    thin = thinned([(example.text, example.intent) for example in kept], MOST_LEARNED)
    if len(thin.rows) < len(kept):
        warnings.append(
            f"{len(kept)} examples are more than training needs: {len(thin.rows)} of them are learned from, {thin.largest} of an intent at most"
        )
    return [kept[row] for row in thin.rows]


def _really_outside(texts: Sequence[str], labels_of: Mapping[str, object], warnings: list[str]) -> tuple[str, ...]:
    """The texts, each once, without those that also stand under an intent."""
    by_hash = {text_hash(text): text for text in texts if text}
    inside = [_short(text) for key, text in by_hash.items() if key in labels_of]
    if inside:
        warnings.append(f"{len(inside)} out-of-scope texts stand under an intent too and count as that: {_listed(inside)}")
    return tuple(sorted(text for key, text in by_hash.items() if key not in labels_of))


def _check_intents(full: Sequence[Example], kept: Sequence[Example], source: str, warnings: list[str]) -> None:
    sizes = Counter(example.intent for example in kept)
    gone = sorted({example.intent for example in full} - set(sizes))
    if gone:
        warnings.append(f"{len(gone)} intents have no example left and were left out: {_listed(gone)}")
    if not sizes:
        raise ExamplesError(
            f"{source} holds no row with a text and an intent; expected lines such as: where is my card,card_arrival"
        )
    if len(sizes) < 2:
        raise ExamplesError(
            f"{source} holds one intent only ({next(iter(sizes))!r}); a classifier needs at least two: add examples of other intents"
        )
    single = sorted(name for name, size in sizes.items() if size == 1)
    if single:
        warnings.append(f"{len(single)} intents have a single example; add more, five at least: {_listed(single)}")


def _labels_by_text(rows: Iterable[Example]) -> dict[str, list[Example]]:
    by_text: dict[str, list[Example]] = defaultdict(list)
    for example in rows:
        by_text[text_hash(example.text)].append(example)
    return by_text


def _kept(rows: Sequence[Example], labels_of: dict[str, list[Example]]) -> tuple[list[Example], int]:
    kept = [texts[0] for texts in labels_of.values() if len({example.intent for example in texts}) == 1]
    repeated = sum(len(texts) - 1 for texts in labels_of.values() if len({example.intent for example in texts}) == 1)
    return kept, repeated


def _placed(texts: Sequence[Example]) -> list[str]:
    return [f"row {example.row}: {example.intent}" for example in texts]


def _listed(items: Sequence[object]) -> str:
    more = f" and {len(items) - LISTED} more" if len(items) > LISTED else ""
    return ", ".join(str(item) for item in items[:LISTED]) + more


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _read(path: Path, redact: Callable[[str], str], labels: Sequence[str]) -> Iterator[Example]:
    """`labels` is empty where no label is needed; one that is there is read all the same."""
    reader = csv.reader(_lines(path), _dialect(path))
    csv.field_size_limit(sys.maxsize)
    header = next((row for row in reader if any(cell.strip() for cell in row)), [])
    text_column, intent_column = _columns(header, path, labels)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                text = _cell(row, text_column)
                yield Example(redact(text) if text else "", _cell(row, intent_column), reader.line_num)
    except csv.Error as error:
        raise ExamplesError(f"{path} line {reader.line_num} is not CSV ({error}); save it as CSV, UTF-8, again") from error


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _columns(header: Sequence[str], path: Path, labels: Sequence[str]) -> tuple[int, int | None]:
    names = [cell.strip().casefold() for cell in header]
    text = next((names.index(name) for name in TEXT_HEADERS if name in names), None)
    label = next((names.index(name) for name in labels or INTENT_HEADERS if name in names), None)
    if text is None or (label is None and labels):
        found = ", ".join(cell.strip()[:40] for cell in header[:8]) or "nothing"
        wanted = ["text", *labels[:1]]
        raise ExamplesError(
            f"{path} has no columns for {' and '.join(wanted)}: its first line reads {found}; make its first line `{','.join(wanted)}` "
            f"(also known: {', '.join(TEXT_HEADERS[1:])}; {', '.join((labels or INTENT_HEADERS)[1:])})"
        )
    return text, label


def _lines(path: Path) -> io.StringIO:
    with _opened(path) as file:
        data = file.read()
    if not data.strip():
        raise ExamplesError(f"{path} is empty; expected a first line `text,intent` and a row for each example")
    text = data.decode(encoding_of([data]), errors="replace").removeprefix("\ufeff")
    return io.StringIO(text.replace("\0", ""), newline="")


def _opened(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise ExamplesError(f"there is no file {path}; give a CSV file with the columns text,intent") from error
    except IsADirectoryError as error:
        raise ExamplesError(f"{path} is a folder; give a CSV file with the columns text,intent") from error


def _dialect(path: Path) -> type[csv.Dialect]:
    """The delimiter of the first line; a comma where there is no telling."""
    first = _lines(path).readline()
    delimiter = max((",", ";", "\t", "|"), key=first.count)

    class Found(csv.excel):
        pass

    Found.delimiter = delimiter
    return Found
