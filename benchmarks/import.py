"""What importing a large log costs: messages a CPU second into SQLite and PostgreSQL, memory, and the ratio to a bare loop.

    python -m benchmarks.import [--messages 1000000] [--seed 7] [--rounds 2] [--postgres URL] [--keep FOLDER] [--json]

The log is made up (benchmarks/synthetic_log.py, seed 7): six languages, no id twice, personal values in about every ninth message.
Each import is `firstline import` as a person would start it, redaction and language included, into an empty record. The bare loop
(benchmarks/bare_import.py) parses the same file with json and bulk-inserts it into the same tables with SQLAlchemy Core; it and the import into
SQLite take turns, `--rounds` times, and the ratio is that of their sums. The CPU seconds are those of the process from start to end, so a small
log (`--messages 20000`) looks worse than it is; PostgreSQL's own are not in them. `--keep` leaves the log and the record of the last round there.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.child_process import Cost, run

SCRIPT = Path(sys.executable).with_name("firstline")
SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"


@dataclass(frozen=True, slots=True)
class Imported:
    """One import: what it cost and what it said."""

    cost: Cost
    messages: int
    redacted: dict[str, int]

    @property
    def pace(self) -> int:
        """Messages a CPU second."""
        return round(self.messages / self.cost.cpu_seconds)


@dataclass(frozen=True, slots=True)
class Figures:
    """`ratio`: CPU seconds of the imports into SQLite over those of the bare loop. `postgresql` is None where no server answered."""

    messages: int
    seed: int
    personal_values: int
    sqlite_messages_per_cpu_second: int
    bare_messages_per_cpu_second: int
    ratio: float
    peak_mib: float
    postgresql_messages_per_cpu_second: int | None
    postgresql_peak_mib: float | None
    sqlite: list[Cost]
    bare: list[Cost]
    postgresql: Cost | None


def measured(folder: Path, messages: int, seed: int, rounds: int, server: str) -> Figures:
    """Everything, in `folder`. Raises CommandFailed."""
    log = folder / "log.jsonl"
    run([sys.executable, "-m", "benchmarks.synthetic_log", str(log), "--messages", str(messages), "--seed", str(seed)], {})
    bare, ours = [], []
    for number in range(rounds):
        bare.append(_bare(log, folder / f"bare-{number}.db"))
        ours.append(_firstline(log, folder / f"home-{number}", {}))
        if number + 1 < rounds:
            _remove(folder / f"home-{number}")
    on_server = _on_server(log, folder / "home-postgresql", server)
    cpu, bare_cpu = (sum(cost.cpu_seconds for cost in costs) for costs in ([item.cost for item in ours], bare))
    return Figures(
        messages=messages,
        seed=seed,
        personal_values=sum(ours[0].redacted.values()),
        sqlite_messages_per_cpu_second=round(rounds * messages / cpu),
        bare_messages_per_cpu_second=round(rounds * messages / bare_cpu),
        ratio=round(cpu / bare_cpu, 2),
        peak_mib=max(item.cost.peak_mib for item in ours),
        postgresql_messages_per_cpu_second=on_server.pace if on_server else None,
        postgresql_peak_mib=on_server.cost.peak_mib if on_server else None,
        sqlite=[item.cost for item in ours],
        bare=bare,
        postgresql=on_server.cost if on_server else None,
    )


def _bare(log: Path, database: Path) -> Cost:
    cost = run([sys.executable, "-m", "benchmarks.bare_import", str(log), str(database)], {}).cost
    database.unlink()
    return cost


def _firstline(log: Path, home: Path, environment: dict[str, str]) -> Imported:
    done = run([str(SCRIPT), "import", str(log), "--json"], {"FIRSTLINE_HOME": str(home), **environment})
    said: dict[str, Any] = json.loads(done.output)
    return Imported(done.cost, said["messages"], said["redacted"])


def _on_server(log: Path, home: Path, server: str) -> Imported | None:
    from sqlalchemy.exc import OperationalError

    if not server:
        return None
    try:
        with _database(server) as url:
            return _firstline(log, home, {"FIRSTLINE_DATABASE_URL": url})
    except OperationalError as error:
        print(f"PostgreSQL is left out: {str(error.orig).strip()}; name a server with --postgres", file=sys.stderr)
        return None


@contextmanager
def _database(server: str) -> Iterator[str]:
    """The URL of a database on the server that exists while the context does. Raises OperationalError where none answers."""
    from sqlalchemy import create_engine, make_url

    name = f"firstline_bench_{os.getpid()}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()


def _remove(home: Path) -> None:
    for file in home.iterdir():
        file.unlink()
    home.rmdir()


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=2, help="imports into SQLite, in turn with the bare loop")
    parser.add_argument("--postgres", default=SERVER, metavar="URL", help="a server on which a database may be made; empty: none")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the log and the last record in this folder")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        found = measured(folder, options.messages, options.seed, options.rounds, options.postgres)
    print(json.dumps(asdict(found)) if options.json else _words(found))


def _words(found: Figures) -> str:
    on_server = f"{found.postgresql_messages_per_cpu_second:,}" if found.postgresql_messages_per_cpu_second else "not measured"
    return (
        f"{found.messages:,} messages, {found.personal_values:,} personal values, seed {found.seed}\n"
        f"SQLite      {found.sqlite_messages_per_cpu_second:,} messages a CPU second, peak {found.peak_mib:.0f} MiB\n"
        f"bare loop   {found.bare_messages_per_cpu_second:,} messages a CPU second; the import takes {found.ratio:.2f} times its CPU time\n"
        f"PostgreSQL  {on_server} messages a CPU second of the client"
    )


if __name__ == "__main__":
    main()
