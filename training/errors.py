"""Errors of the package, as a tree.

TrainingError
"""


class TrainingError(Exception):
    """The message says what was given, what was expected and what to do next."""
