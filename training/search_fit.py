"""The search encoder of a version: tuned on the record's own messages and replies where it holds enough, kept where it finds more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dialogs.database import Database
from dialogs.progress import Progress, silent
from nlu.encoder import Encoder
from nlu.manifest import write_manifest
from nlu.onnx_encoder import OnnxEncoder
from retrieval.encoding import embed
from training.base_model import Base
from training.cores import training_threads
from training.gate import write_seen
from training.reply_pairs import ReplyPair, read_reply_pairs
from training.response_selection import Selection, select_replies
from training.search_tuning import SearchRecipe, tune_search

MOST_JUDGED = 1_000


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """`fewest` pairs are needed, the newest `most` are learned from: about 0.03 CPU seconds each where bfloat16 is fast, six minutes on two
    cores. `held_out` is the share of the dialogs that judges it, and that confidences are calibrated on."""

    fewest: int = 5_000
    most: int = 24_000
    held_out: float = 0.1
    recipe: SearchRecipe = field(default_factory=SearchRecipe)


@dataclass(frozen=True, slots=True)
class FittedSearch:
    """`folder` holds the exported encoder and what it has seen; None where the frozen base (`before`) finds as many replies as the
    tuned one (`after`)."""

    folder: Path | None
    pairs: int
    before: Selection
    after: Selection


def fit_search(
    database: Database,
    base: Base,
    frozen: Encoder,
    work: Path,
    seed: int,
    options: SearchOptions | None = None,
    checkpoint_seconds: float = 20.0,
    progress: Progress = silent,
) -> FittedSearch | None:
    """None where the record holds too few pairs. Goes on from a checkpoint in `work`; leaves the export in `work`/search."""
    options = options or SearchOptions()
    with database.session(read_only=True) as session:
        pairs = read_reply_pairs(session)
    if len(pairs) < options.fewest:
        return None
    train, judged = held_out(pairs[-options.most :], options.held_out, seed)
    tuned = tune_search(train, base, work / "tuning", seed, options.recipe, checkpoint_seconds, progress)
    folder = work / "search"
    folder.mkdir(parents=True, exist_ok=True)
    tuned.save(folder)
    write_seen(folder, [pair.message for pair in train])
    write_manifest(folder, tuned.manifest(folder))
    before, after = (selection(encoder, judged, seed, progress) for encoder in (frozen, OnnxEncoder(folder, training_threads())))
    return FittedSearch(folder if after.hit_at_1 > before.hit_at_1 else None, len(train), before, after)


def held_out(pairs: Sequence[ReplyPair], share: float, seed: int) -> tuple[tuple[ReplyPair, ...], tuple[ReplyPair, ...]]:
    """Divided by dialog: what is learned from, and what judges."""
    dialogs = sorted({pair.dialog for pair in pairs})
    random = np.random.default_rng(seed)
    kept = set(random.choice(dialogs, max(1, round(share * len(dialogs))), replace=False).tolist())
    return (
        tuple(pair for pair in pairs if pair.dialog not in kept),
        tuple(pair for pair in pairs if pair.dialog in kept),
    )


def selection(encoder: Encoder, pairs: Sequence[ReplyPair], seed: int, progress: Progress = silent) -> Selection:
    """Of at most MOST_JUDGED pairs, each message by itself."""
    asked = pairs[:MOST_JUDGED]
    messages = embed(encoder, [pair.message for pair in asked], progress)
    return select_replies(messages, embed(encoder, [pair.reply for pair in asked], progress), seed)
