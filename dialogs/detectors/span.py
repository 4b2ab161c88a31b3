"""Where in a text a personal value stands."""

from typing import NamedTuple


class Span(NamedTuple):
    """Characters `start` to `end` hold a value of `kind`, such as EMAIL. Kind "" protects them from the detectors that follow."""

    start: int
    end: int
    kind: str
