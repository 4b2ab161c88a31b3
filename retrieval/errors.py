"""Errors of the package, as a tree.

RetrievalError
"""


class RetrievalError(Exception):
    """The message says what was given, what was expected and what to do next."""
