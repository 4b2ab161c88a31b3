"""Fewer looks for garbage while millions of short-lived objects pass by."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = (500_000, 20, 100)
"""Objects made between two looks at the young ones, and how often the older ones are looked at with them. A full window of rows holds
about as many: with fewer, each look went over rows that were still waiting to be stored.
"""


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Python's search for cycles goes over everything that is held each time that so many objects were made. An import makes
    ten objects a message and hardly a cycle: a sixth of its time went into searches that found nothing.
    """
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
