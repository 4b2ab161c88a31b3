"""A command run as a child process, with what the kernel says it cost."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu_seconds` is user plus system time, `peak_mib` the largest resident set, both of the process and the children it waited for.

    Linux counts what the parent held when it forked towards the peak: measure from a small process.
    """

    cpu_seconds: float
    seconds: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Finished:
    output: str
    cost: Cost


class CommandFailed(SystemExit):
    """The message holds the command, its exit code and the end of what it said, which is what to do: where nobody catches it, a benchmark
    ends with it and not with a traceback."""


def run(command: Sequence[str], environment: Mapping[str, str]) -> Finished:
    """Runs to the end. Raises CommandFailed for an exit code other than 0."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env={**os.environ, **environment}
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode != 0:
            said = errors.read().decode("utf-8", "replace")[-2000:]
            raise CommandFailed(f"{' '.join(command)} ended with {process.returncode}: {said}")
        cost = Cost(round(usage.ru_utime + usage.ru_stime, 2), round(seconds, 2), round(_mib(usage.ru_maxrss), 1))
        return Finished(output.read().decode("utf-8"), cost)


def _mib(maxrss: int) -> float:
    """Linux counts ru_maxrss in KiB, macOS in bytes."""
    return maxrss / 2**20 if sys.platform == "darwin" else maxrss / 2**10
