"""Errors of the package, as a tree.

DialogsError
  UnreadableExport   a file can not give dialogs at all: empty, unknown, or without the part that matters
"""


class DialogsError(Exception):
    """The message says what was given, what was expected and what to do next."""


class UnreadableExport(DialogsError):
    """A file that holds nothing importable; the message says what to export instead."""
