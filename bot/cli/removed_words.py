"""What an erasure or a purge removed, for people and as JSON."""

from dataclasses import asdict
from typing import Any

from dialogs.erase import Removed


def removed_json(removed: Removed, vectors: int) -> dict[str, Any]:
    counts = asdict(removed)
    del counts["answer_ids"]
    return counts | {"vectors": vectors}


def removed_words(counts: dict[str, Any]) -> str:
    gone = {kind: count for kind, count in counts.items() if count and kind != "marked_models"}
    listed = ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in gone.items())
    marked = counts["marked_models"]
    learned = f"; {marked} model version(s) learned from that: firstline train makes one that did not" if marked else ""
    return f"Removed {listed or 'nothing'}{learned}"
