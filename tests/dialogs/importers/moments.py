"""Times as fixtures have them."""

from datetime import UTC, datetime


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # year, month, day and so on


def local(*parts: int) -> datetime:
    """A time whose zone the file does not tell."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001
