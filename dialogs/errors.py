"""Errors of the package, as a tree.

DialogsError
  UnreadableExport   a file can not give dialogs at all: empty, unknown, or without the part that matters
  DatabaseError      the database can not be used: a URL that makes no sense, a file that is no database
    HomeNotWritable  the folder or the SQLite file can not be written
    DatabaseTooNew   a newer version of Firstline has migrated it
    DatabaseDown     the server does not answer
  OptionError        an option that makes no sense: a gap, an age, a time zone, a column mapping
  UnknownCustomer    nobody in the record has that id
  UnusablePattern    a setting holds something that is no regular expression
"""


class DialogsError(Exception):
    """The message says what was given, what was expected and what to do next."""


class UnreadableExport(DialogsError):
    """A file that holds nothing importable; the message says what to export instead."""


class DatabaseError(DialogsError):
    pass


class HomeNotWritable(DatabaseError):
    pass


class DatabaseTooNew(DatabaseError):
    pass


class DatabaseDown(DatabaseError):
    pass


class OptionError(DialogsError):
    pass


class UnknownCustomer(DialogsError):
    pass


class UnusablePattern(DialogsError):
    """A pattern of the settings that can't be compiled; the message says which and where."""
