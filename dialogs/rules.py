"""How an export is to be read, whatever its format."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo
from typing import Protocol, TypeAlias

from dialogs.record import Redacted


class Redacting(Protocol):
    """What ingestion needs of a redactor."""

    def redact(
        self,
        text: str,
        known: Mapping[str, str] | None = ...,
        names: Collection[str] = ...,
        region: str | None = ...,
        *,
        language: str | None = ...,
        previous: str = ...,
        plain: bool | None = ...,
    ) -> Redacted: ...

    def may_hold_values(self, text: str) -> bool:
        """Whether the text must be looked through; where not, only a name or a value known before can stand in it."""
        ...

    def may_repeat(self, text: str, known: Mapping[str, str]) -> bool:
        """Whether one of the values known before may stand in the text."""
        ...


TellsLanguage: TypeAlias = Callable[[str], str | None]


def unknown(text: str) -> None:
    """Tells no language."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How an export is to be read: everything that decides what is stored, apart from the importer."""

    key: bytes
    redactor: Redacting
    agents: frozenset[str] = frozenset()
    """Casefolded names and ids."""
    gap: timedelta = timedelta(hours=12)
    zone: tzinfo = UTC
    language_of: TellsLanguage = unknown
    """What tells the language of a text, where the export does not say it."""
