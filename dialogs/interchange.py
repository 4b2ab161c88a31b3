"""A dialog as `firstline export` writes it and `firstline import` reads it back: docs/formats.md."""

from datetime import UTC, datetime
from typing import Any

from dialogs.record import DialogRecord, MessageRecord


def dialog_object(dialog: DialogRecord) -> dict[str, Any]:
    """The keys in their order in the file. `kind` stands there only where it is not "dialog"."""
    made: dict[str, Any] = {
        "id": dialog.id,
        "source": dialog.source,
        "customer": dialog.customer,
        "started_at": time_words(dialog.started_at),
        "language": dialog.language,
        "tags": list(dialog.tags),
        "rating": _number(dialog.rating),
        "turns": [_turn(message) for message in dialog.messages],
    }
    return made if dialog.kind == "dialog" else made | {"kind": dialog.kind}


def time_words(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, such as 2026-01-31T09:30:00Z; a fraction of a second only where there is one."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _turn(message: MessageRecord) -> dict[str, Any]:
    return {
        "id": message.id,
        "role": message.role.value,
        "at": time_words(message.at),
        "content": message.text,
        "reply_to": message.reply_to,
        "attachments": list(message.attachments),
    }


def _number(rating: float | None) -> float | int | None:
    return int(rating) if rating is not None and rating.is_integer() else rating
