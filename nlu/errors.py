"""Errors of the package, as a tree.

NluError
"""


class NluError(Exception):
    """The message says what was given, what was expected and what to do next."""
