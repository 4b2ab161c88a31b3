"""Errors of the package, as a tree.

TrainingError
├── ExamplesError       there is nothing to learn from, or the file can't be read as examples
├── BaseModelError      the base is not there, or is not an encoder that can be trained
├── VersionError        no such model version, or nothing to go back to
├── NoSpaceError        the disk has too little room for a training run
├── MissingPackageError an option needs a package that is not installed
├── ProposalError       a proposed intent that is to be merged or split is not there, or has no parts
└── ReplayError         there is nothing to replay, or nothing to replay it with
"""


class TrainingError(Exception):
    """The message says what was given, what was expected and what to do next."""


class ExamplesError(TrainingError):
    pass


class BaseModelError(TrainingError):
    pass


class VersionError(TrainingError):
    pass


class NoSpaceError(TrainingError):
    pass


class MissingPackageError(TrainingError):
    @classmethod
    def of(cls, option: str, package: str) -> "MissingPackageError":
        return cls(f"{option} needs {package}, which is not installed; run: pip install 'firstline[big]'")


class ProposalError(TrainingError):
    pass


class ReplayError(TrainingError):
    pass
