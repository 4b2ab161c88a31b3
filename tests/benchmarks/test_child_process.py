import sys

import pytest

from benchmarks.child_process import CommandFailed, run
from benchmarks.first_run import total


def test_measures_memory_and_processor_time_of_the_child_alone() -> None:
    small = run([sys.executable, "-c", "print('small')"], {})
    large = run([sys.executable, "-c", "print(len(bytearray(200 * 2**20)))"], {})
    assert small.output == "small\n"
    assert large.output == f"{200 * 2**20}\n"
    assert 190 < large.cost.peak_mib - small.cost.peak_mib < 220
    assert small.cost.cpu_seconds > 0


def test_the_environment_reaches_the_child() -> None:
    assert (
        run([sys.executable, "-c", "import os; print(os.environ['FIRSTLINE_HOME'])"], {"FIRSTLINE_HOME": "here"}).output == "here\n"
    )


def test_a_failure_says_what_the_command_said() -> None:
    with pytest.raises(CommandFailed, match=r"ended with 3: out of tea"):
        run([sys.executable, "-c", "import sys; sys.stderr.write('out of tea'); sys.exit(3)"], {})


def test_total_adds_times_and_keeps_the_largest_peak() -> None:
    from benchmarks.child_process import Cost

    assert total([Cost(1.5, 2.0, 100.0), Cost(0.25, 0.5, 300.0)]) == Cost(1.75, 2.5, 300.0)
