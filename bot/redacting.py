"""The redactor that the settings ask for: the same for imported logs, for staff's answers and for what customers write."""

from bot.settings import Settings
from dialogs.redaction import Redactor


def redactor(settings: Settings, region: str | None = None) -> Redactor:
    """`region`: country of national phone numbers; None: from the dialog's language. Raises UnusablePattern."""
    return Redactor(region, settings.order_patterns, settings.id_patterns, settings.public_values)
