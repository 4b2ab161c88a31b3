"""Texts that can hold no personal value, which most are, and their digests: what staff say over and over is looked at once."""

from dataclasses import dataclass, field

from dialogs.identity import digest
from dialogs.rules import Redacting

KEPT = 10_000
LONGEST = 500
"""Characters of a text that is kept: whole mails come once."""


@dataclass(slots=True)
class PlainTexts:
    """Keeps at most `KEPT` texts, none of them with a value. `key`: see dialogs.customers."""

    key: bytes
    redactor: Redacting
    _kept: dict[str, str] = field(default_factory=dict)

    def digest_of(self, text: str) -> str | None:
        """The text's content digest; None where the text must be looked through for values first."""
        if (known := self._kept.get(text)) is not None:
            return known
        if self.redactor.may_hold_values(text):
            return None
        found = digest(self.key, text)
        if len(text) <= LONGEST:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[text] = found
        return found
