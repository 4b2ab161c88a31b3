"""Errors of the package, as a tree.

RetrievalError
├── IndexMissingError     there is no search index yet
├── IndexDamagedError     a file of the index is missing, changed or unreadable
├── IndexMismatchError    the index was built with another encoder, or by another version of the format
├── VectorServerError     PostgreSQL does not answer, or lacks pgvector
├── CalibrationError      a calibration can't be read or does not fit the features of this version
├── AnswerError           an answer that can't be found, added or changed
└── DocumentError         a help page that can't be read, or is not there
"""


class RetrievalError(Exception):
    """The message says what was given, what was expected and what to do next."""


class IndexMissingError(RetrievalError):
    pass


class IndexDamagedError(RetrievalError):
    pass


class IndexMismatchError(RetrievalError):
    pass


class VectorServerError(RetrievalError):
    pass


class CalibrationError(RetrievalError):
    pass


class AnswerError(RetrievalError):
    pass


class DocumentError(RetrievalError):
    pass
