"""How many threads training may use."""

import os


def training_threads() -> int:
    """What OMP_NUM_THREADS says, else every core."""
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    return int(wanted) if wanted.isdigit() and int(wanted) > 0 else os.cpu_count() or 1
