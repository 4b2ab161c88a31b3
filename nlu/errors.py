"""Errors of the package, as a tree.

NluError
├── ModelMissingError    a model folder, or a file of it, is not there
├── ModelDamagedError    a file of a model folder is not what was written at training time
├── ModelTooNewError     the folder was written by a later version of the code
└── UnusablePatternError a pattern of the settings is no regular expression, or has no name
"""


class NluError(Exception):
    """The message says what was given, what was expected and what to do next."""


class ModelMissingError(NluError):
    pass


class ModelDamagedError(NluError):
    pass


class ModelTooNewError(NluError):
    pass


class UnusablePatternError(NluError):
    pass
