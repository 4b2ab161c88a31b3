"""The gate: a new version goes live only if it is not worse than the live one on texts that neither has trained on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from dialogs.text_hash import text_hash
from nlu.intent_model import IntentModel
from training.metrics import accuracy

SEEN_FILE = "seen.safetensors"
FEWEST = 20
"""Texts below which a comparison means nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the new version may go live, and why, in a sentence. `compared` is the number of texts both were asked."""

    passed: bool
    reason: str
    compared: int = 0
    new_accuracy: float | None = None
    live_accuracy: float | None = None


def judge(
    new: IntentModel, live: IntentModel, texts: Sequence[str], intents: Sequence[str], seen: Collection[int] | None
) -> Verdict:
    """Compare on `texts`, held out from the new version, without those that the live one trained on (`seen`, see below).

    Where that leaves too few, all of `texts` are asked: the live one then has the advantage of knowing some of them, so passing means
    even more.
    """
    fair = [row for row, text in enumerate(texts) if seen is not None and short_hash(text) not in seen]
    rows = fair if len(fair) >= FEWEST else list(range(len(texts)))
    if not rows:
        return Verdict(True, "there are no held-out texts to compare on, so the newer examples decide")
    chosen, truth = [texts[row] for row in rows], [intents[row] for row in rows]
    ours, theirs = (accuracy(truth, [score.name for score in model.best(chosen)]) for model in (new, live))
    passed = ours >= theirs
    advantage = "" if len(fair) >= len(rows) else ", some of which the live one has trained on"
    words = f"{ours:.1%} right against {theirs:.1%} of the live version {live.version}, on {len(rows)} held-out texts{advantage}"
    advice = "" if passed else f"; `firstline models promote {new.version}` makes it live all the same"
    return Verdict(passed, f"{'not worse' if passed else 'worse'}: {words}{advice}", len(rows), ours, theirs)


def short_hash(text: str) -> int:
    """The first 64 bits of the text's hash: what a version remembers of each text it has trained on."""
    return int(text_hash(text)[:16], 16)


def write_seen(folder: Path, texts: Sequence[str]) -> None:
    hashes = np.array(sorted({short_hash(text) for text in texts}), dtype=np.uint64)
    save_file({"texts": hashes}, folder / SEEN_FILE)


def read_seen(folder: Path) -> frozenset[int] | None:
    """Short hashes of the texts a version has trained on; None where its folder does not say."""
    path = folder / SEEN_FILE
    return frozenset(load_file(path)["texts"].tolist()) if path.is_file() else None
