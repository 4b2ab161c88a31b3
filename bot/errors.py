"""Errors of the service.

BotError
├── SettingsError      a setting is missing or makes no sense
└── NotReadyError      nothing to answer with yet: no model, no index
"""


class BotError(Exception):
    """The message says what was given, what was expected and what to do next."""


class SettingsError(BotError):
    pass


class NotReadyError(BotError):
    pass
