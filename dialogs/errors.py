"""Errors of the package, as a tree.

DialogsError
"""


class DialogsError(Exception):
    """The message says what was given, what was expected and what to do next."""
