"""The console script, run in this process: what a test types and what it gets back."""

import io
import json
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.cli.app import app


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on stdout."""
        return json.loads(self.out)

    @property
    def json_lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


def run(home: Path, *arguments: str | Path, env: Mapping[str, str] | None = None, stdin: str = "") -> Outcome:
    """Runs `firstline ARGUMENTS --home HOME`; never raises for a command that failed."""
    out, err = io.StringIO(), io.StringIO()
    typed = [*map(str, arguments), "--home", str(home)]
    with redirect_stdout(out), redirect_stderr(err), patch.dict("os.environ", env or {}), patch("sys.stdin", io.StringIO(stdin)):
        try:
            app(typed, prog_name="firstline")
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
    return Outcome(code, out.getvalue(), err.getvalue())


def firstline(home: Path, *arguments: str | Path) -> Any:
    """The JSON of a command that must succeed."""
    outcome = run(home, *arguments, "--json")
    assert outcome.code == 0, outcome.err
    return outcome.json
