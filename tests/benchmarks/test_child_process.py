import subprocess
import sys

import pytest

from benchmarks.child_process import CommandFailed, Cost, run
from benchmarks.first_run import total

FAIL = "import sys; sys.stderr.write('out of tea'); sys.exit(3)"
MEASURE = """
import sys
from benchmarks.child_process import run
for code in ("print('small')", "print(len(bytearray(200 * 2**20)))"):
    cost = run([sys.executable, "-c", code], {}).cost
    print(cost.peak_mib, cost.cpu_seconds)
"""


def test_measures_memory_and_processor_time_of_the_child() -> None:
    measured = run([sys.executable, "-c", MEASURE], {}).output.splitlines()
    (small, small_cpu), (large, large_cpu) = ([float(number) for number in line.split()] for line in measured)
    assert 195 < large - small < 215
    assert small_cpu > 0
    assert large_cpu > 0


def test_output_is_kept() -> None:
    assert run([sys.executable, "-c", "print('größer')"], {"PYTHONIOENCODING": "utf-8"}).output == "größer\n"


def test_the_environment_reaches_the_child() -> None:
    assert (
        run([sys.executable, "-c", "import os; print(os.environ['FIRSTLINE_HOME'])"], {"FIRSTLINE_HOME": "here"}).output == "here\n"
    )


def test_a_failure_says_what_the_command_said() -> None:
    with pytest.raises(CommandFailed, match=r"ended with 3: out of tea"):
        run([sys.executable, "-c", FAIL], {})


def test_a_benchmark_ends_with_what_failed_and_no_traceback() -> None:
    code = f"from benchmarks.child_process import run; import sys; run([sys.executable, '-c', {FAIL!r}], {{}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.endswith("ended with 3: out of tea\n")
    assert "Traceback" not in done.stderr


def test_total_adds_times_and_keeps_the_largest_peak() -> None:
    assert total([Cost(1.5, 2.0, 100.0), Cost(0.25, 0.5, 300.0)]) == Cost(1.75, 2.5, 300.0)
