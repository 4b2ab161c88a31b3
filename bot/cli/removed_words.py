"""What an erasure or a purge removed, for people and as JSON."""

from dataclasses import asdict
from typing import Any

from dialogs.erase import Removed


def removed_json(removed: Removed, vectors: int) -> dict[str, Any]:
    counts = asdict(removed)
    del counts["answer_ids"]
    return counts | {"vectors": vectors}


def removed_words(counts: dict[str, Any]) -> str:
    listed = ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in counts.items() if count)
    return f"Removed {listed or 'nothing'}"
