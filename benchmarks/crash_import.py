"""What an import leaves behind when it is killed (SIGKILL) at random moments, and whether one more run makes it whole.

    python -m benchmarks.crash_import [--json] [--kills 50] [--dialogs 3000] [--seed 0]

Data: a log, drawn with the seed, of dialogs with tags, ratings and e-mail addresses, in an older and a newer version (messages edited,
dialogs gone on, dialogs new), and question–answer pairs. A home that has the older version imports the newer one and the pairs,
while it is killed again and again; after a few kills the import runs to its end, and the home starts anew. After each kill
everything in the record must be a dialog as it was before the import or as it is after an undisturbed one. After the last run the
export and the number of rows of each table must equal those of the undisturbed import: nothing lost, nothing twice.
"""

import argparse
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import func, select

from dialogs import ingest_file
from dialogs.database import open_database
from dialogs.export import export_record
from dialogs.ingest import ImportOptions, import_paths
from dialogs.redaction import Redactor
from dialogs.tables import Answer, AnswerSource, Base, Customer, Dialog, Example, Intent, Message, MessageEdit

TABLES: tuple[type[Base], ...] = (Customer, Dialog, Message, MessageEdit, Intent, Example, Answer, AnswerSource)
BATCH = 200
"""Messages of a transaction here: many small ones give a kill more places to hit."""
ROUND = 5
"""Kills of one home before its import runs to the end."""
KEY = b"0" * 32
READY = "ready"


@dataclass(frozen=True, slots=True)
class Logs:
    older: Path
    newer: Path
    pairs: Path


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a record holds: its export, a line a dialog, and the rows of each table."""

    dialogs: tuple[str, ...]
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`kills`: those that met a running import. `committed`: shares of the messages that were there after each, in percent.
    `torn`: dialogs that were neither as before nor as after. `rounds` that ended like the undisturbed import are `same`.
    """

    kills: int
    rounds: int
    same: int
    torn: int
    committed: tuple[int, ...]


def crash(folder: Path, *, kills: int, dialogs: int, seed: int) -> Outcome:
    """Runs all of it in `folder`."""
    draw = random.Random(seed)
    logs = write_logs(folder, dialogs, draw)
    before, after, seconds = _undisturbed(folder / "undisturbed", logs)
    allowed = {*before.dialogs, *after.dialogs}
    struck = rounds = same = torn = 0
    committed: list[int] = []
    while struck < kills:
        home = folder / f"round{rounds}"
        _import(home, logs.older)
        for _ in range(min(ROUND, kills - struck)):
            struck += _killed(home, logs, draw.uniform(0, 2 * seconds / ROUND))
            left = snapshot(home)
            torn += sum(line not in allowed for line in left.dialogs)
            committed.append(100 * left.rows["message"] // after.rows["message"])
        _import(home, logs.newer, logs.pairs)
        same += snapshot(home) == after
        rounds += 1
    return Outcome(struck, rounds, same, torn, tuple(committed))


def write_logs(folder: Path, dialogs: int, draw: random.Random) -> Logs:
    logs = Logs(folder / "older.jsonl", folder / "newer.jsonl", folder / "pairs.csv")
    newer = [_dialog(number, draw) for number in range(dialogs)]
    logs.older.write_text("".join(json.dumps(_older(item, draw)) + "\n" for item in newer[: dialogs // 3]), encoding="utf-8")
    logs.newer.write_text("".join(json.dumps(item) + "\n" for item in newer), encoding="utf-8")
    rows = [f"how does thing {number} work,press button {draw.randrange(50)},thing{number % 7}\n" for number in range(dialogs // 4)]
    logs.pairs.write_text("question,answer,intent\n" + "".join(rows), encoding="utf-8")
    return logs


def snapshot(home: Path) -> Snapshot:
    database = open_database(_url(home))
    out = io.StringIO()
    try:
        export_record(database, out)
        with database.session(read_only=True) as session:
            rows = {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES}
    finally:
        database.close()
    return Snapshot(tuple(out.getvalue().splitlines()), rows)


def _dialog(number: int, draw: random.Random) -> dict[str, object]:
    said = [
        f"where is parcel {draw.randrange(10**9)}, mail me at customer{number}@example.org",
        f"it left on day {draw.randrange(28)}",
        "and when will it come",
        f"on day {draw.randrange(28)}",
    ]
    turns = [
        {
            "id": f"m{place}",
            "role": "agent" if place % 2 else "customer",
            "content": text,
            "at": 1_700_000_000 + 600 * number + 60 * place,
        }
        for place, text in enumerate(said)
    ]
    facts = {"customer": f"c{number % 500}", "tags": [f"tag{number % 11}"], "rating": number % 5 + 1}
    return {"id": f"d{number}", **facts, "turns": turns}


def _older(dialog: dict[str, object], draw: random.Random) -> dict[str, object]:
    """The dialog before its end, one of its messages before it was edited."""
    turns = json.loads(json.dumps(dialog["turns"]))
    turns[1]["content"] = f"it leaves soon, {draw.randrange(100)} parcels are before it"
    return dialog | {"turns": turns[: draw.choice((2, 3, 4))]}


def _undisturbed(home: Path, logs: Logs) -> tuple[Snapshot, Snapshot, float]:
    """The record before and after, and the seconds that the import takes in a process of its own."""
    _import(home, logs.older)
    before = snapshot(home)
    with _started(home, logs) as process:
        start = time.perf_counter()
        process.wait()
        seconds = time.perf_counter() - start
    return before, snapshot(home), seconds


def _killed(home: Path, logs: Logs, delay: float) -> bool:
    """Whether the import was still at work after so many seconds, and was killed."""
    with _started(home, logs) as process:
        time.sleep(delay)
        running = process.poll() is None
        process.kill()
    return running


def _started(home: Path, logs: Logs) -> "subprocess.Popen[str]":
    """The process of an import that is about to begin: what Python needs to start is no part of it."""
    command = [sys.executable, "-m", "benchmarks.crash_import", "--import-into", str(home), str(logs.newer), str(logs.pairs)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == READY
    return process


def _import(home: Path, *files: Path) -> None:
    ingest_file.BATCH = BATCH
    home.mkdir(exist_ok=True)
    database = open_database(_url(home))
    try:
        import_paths(database, [str(file) for file in files], ImportOptions(KEY), Redactor())
    finally:
        database.close()


def _url(home: Path) -> str:
    return f"sqlite:///{home}/firstline.db"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--dialogs", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--import-into", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("files", nargs="*", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.import_into:
        print(READY, flush=True)
        _import(options.import_into, *options.files)
        return
    with tempfile.TemporaryDirectory() as scratch:
        found = crash(Path(scratch), kills=options.kills, dialogs=options.dialogs, seed=options.seed)
    print(json.dumps(asdict(found)) if options.json else "\n".join(_words(found)))


def _words(found: Outcome) -> Iterator[str]:
    yield f"{found.kills} kills in {found.rounds} homes; messages that were there after each, in percent: {sorted(found.committed)}"
    yield f"{found.torn} dialogs were neither as before nor as after"
    yield f"{found.same} of {found.rounds} homes ended like the undisturbed import"


if __name__ == "__main__":
    main()
