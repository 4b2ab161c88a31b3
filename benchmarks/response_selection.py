"""Finding the reply that the agent gave among 100, from the customer's message: the frozen base against an encoder tuned on the record.

    python -m benchmarks.response_selection --data DIALOGS.jsonl [--pairs 24000] [--test-dialogs 400] [--seed 0] [--home DIR] [--json]

DIALOGS.jsonl is ecommerce_dialogs/dialogs.jsonl (cucom v0.1, synthetic, Apache License 2.0). It is split by dialog; the encoder is tuned by
what `firstline train` calls, on at most PAIRS pairs of the other dialogs, and asked about the test dialogs: with the message alone, and
with the dialog so far, and with both: the mean of the two cosines, because the message in its context is cut short and mixes what was
asked before with what is asked now. BM25 over the replies is shown beside them. All figures are those of the int8 encoders that serve. --home keeps the encoder, and takes up an interrupted run.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from nlu.context import in_context
from nlu.encoder import Encoder
from nlu.manifest import FILE, write_manifest
from nlu.onnx_encoder import OnnxEncoder
from retrieval.encoding import embed
from retrieval.lexical import LexicalIndex
from training.base_model import resolve_base
from training.frozen import frozen_encoder
from training.reply_pairs import ReplyPair, distinct, replies
from training.response_selection import Selection, select_replies
from training.search_fit import SearchOptions
from training.search_tuning import SearchRecipe, tune_search

TEST_PAIRS = 1_000
STAFF = ("agent", "assistant", "support")


@dataclass(frozen=True, slots=True)
class Figures:
    """`frozen` and `tuned` with the message alone, `*_in_context` with the dialog before it, `*_by_both` by the mean of the two cosines."""

    pairs: int
    train_cpu_seconds: float
    words: Selection
    frozen: Selection
    frozen_in_context: Selection
    frozen_by_both: Selection
    tuned: Selection
    tuned_in_context: Selection
    tuned_by_both: Selection


def read(path: Path, test_dialogs: int, seed: int) -> tuple[tuple[ReplyPair, ...], tuple[ReplyPair, ...]]:
    """Pairs of the dialogs to learn from, and of those to be asked about."""
    dialogs = [json.loads(line)["turns"] for line in path.read_text(encoding="utf-8").splitlines()]
    order = np.random.default_rng(seed).permutation(len(dialogs)).tolist()
    chosen = [
        [pair for number in part for pair in replies(number, turns(dialogs[number]))]
        for part in (order[test_dialogs:], order[:test_dialogs])
    ]
    return distinct(chosen[0]), tuple(chosen[1][:TEST_PAIRS])


def turns(dialog: Sequence[dict[str, str]]) -> list[tuple[str, str]]:
    return [("agent" if turn["role"].casefold() in STAFF else "customer", turn["content"]) for turn in dialog]


def tuned_encoder(pairs: Sequence[ReplyPair], home: Path, seed: int) -> tuple[Encoder, float]:
    """And what tuning it took, in CPU seconds; 0 where `home` has it already."""
    folder, start = home / "search", time.process_time()
    if not (folder / FILE).is_file():
        tuned = tune_search(pairs, resolve_base(), home / "tuning", seed, SearchRecipe(), progress=told)
        folder.mkdir(parents=True, exist_ok=True)
        tuned.save(folder)
        write_manifest(folder, tuned.manifest(folder))
    return OnnxEncoder(folder), round(time.process_time() - start, 1)


def told(what: str, done: int, total: int | None = None) -> None:
    if done % 10 == 0:
        print(f"{what}: {done} of {total}", file=sys.stderr, flush=True)


def asked(encoder: Encoder, pairs: Sequence[ReplyPair], seed: int) -> tuple[Selection, Selection, Selection]:
    """With the message alone, with the dialog so far, by both."""
    replies = embed(encoder, [pair.reply for pair in pairs])
    alone = embed(encoder, [pair.message for pair in pairs])
    whole = embed(encoder, [in_context(pair.message, pair.earlier) for pair in pairs])
    first, second, third = (select_replies(vectors, replies, seed) for vectors in (alone, whole, alone + whole))
    return first, second, third


def by_words(pairs: Sequence[ReplyPair], seed: int) -> Selection:
    """By BM25, as vectors: a message's are its scores, a reply's are its place."""
    lexical = LexicalIndex.build([pair.reply for pair in pairs])
    return select_replies(np.stack([lexical.scores(pair.message) for pair in pairs]), np.eye(len(pairs), dtype=np.float32), seed)


def measure(data: Path, home: Path, count: int, test_dialogs: int, seed: int) -> Figures:
    train, test = read(data, test_dialogs, seed)
    frozen = frozen_encoder(home / "models")
    tuned, seconds = tuned_encoder(train[:count], home, seed)
    return Figures(min(count, len(train)), seconds, by_words(test, seed), *asked(frozen, test, seed), *asked(tuned, test, seed))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the dialogs, JSONL")
    parser.add_argument("--pairs", type=int, default=SearchOptions().most, help="to learn from")
    parser.add_argument("--test-dialogs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--home", type=Path, help="keep the encoder here, or use the one that is there")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(options.data, options.home or Path(folder), options.pairs, options.test_dialogs, options.seed)
    if options.json:
        print(json.dumps(asdict(found)))
        return
    print(
        f"tuned on {found.pairs} pairs in {found.train_cpu_seconds:.0f} CPU s; the true reply of {found.tuned.messages} among 100 at rank 1 (MRR):"
    )
    for name in ("words", *(f"{which}{how}" for which in ("frozen", "tuned") for how in ("", "_in_context", "_by_both"))):
        selection: Selection = getattr(found, name)
        print(f"  {name.replace('_', ' '):18} {selection.hit_at_1:.3f} ({selection.mean_reciprocal_rank:.3f})")


if __name__ == "__main__":
    main()
