from pathlib import Path

import numpy as np
import pytest
import torch

from dialogs.progress import Progress, silent
from nlu.result import Matrix
from training.base_model import resolve_base
from training.batches import padded, tokenise
from training.reply_pairs import ReplyPair
from training.search_tuning import SearchRecipe, TunedSearch, tune_search

THINGS = ("parcel", "refund", "password", "invoice", "voucher", "warranty", "size", "address")
REPLIES = ("courier", "bank", "reset", "document", "basket", "repair", "table", "street")
PAIRS = [
    ReplyPair(number, f"where do i find my {thing}", f"look at the {reply}", (f"hello about the {thing}",))
    for number, (thing, reply) in enumerate(zip(THINGS, REPLIES, strict=True))
]
RECIPE = SearchRecipe(epochs=40, batch=8, rate=3e-3, harder=1.0)


def tuned(base: Path, work: Path, progress: Progress = silent, recipe: SearchRecipe = RECIPE) -> TunedSearch:
    return tune_search(PAIRS, resolve_base(base), work, 0, recipe, 0.0, progress)


def vectors(found: TunedSearch, texts: list[str]) -> Matrix:
    tokens = tokenise(found.tokenizer_json, texts, 64)
    with torch.inference_mode():
        return np.asarray(found.encoder(*padded(tokens, range(len(texts)), torch.device("cpu"))).numpy())


def test_a_message_comes_near_its_reply_and_away_from_the_others(tiny_base: Path, tmp_path: Path) -> None:
    found = tuned(tiny_base, tmp_path / "work")
    cosines = vectors(found, [pair.message for pair in PAIRS]) @ vectors(found, [pair.reply for pair in PAIRS]).T
    assert cosines.argmax(axis=1).tolist() == list(range(len(PAIRS)))
    assert found.losses[-1] < 0.5 * found.losses[0]


def test_an_interrupted_run_goes_on_and_ends_at_the_same_network(tiny_base: Path, tmp_path: Path) -> None:
    recipe = SearchRecipe(epochs=6, batch=2)
    whole = tuned(tiny_base, tmp_path / "whole", recipe=recipe)
    steps: list[int] = []

    def stop_half_way(what: str, done: int, total: int | None = None) -> None:
        steps.append(done)
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tuned(tiny_base, tmp_path / "work", stop_half_way, recipe)
    steps.clear()
    resumed = tuned(tiny_base, tmp_path / "work", lambda what, done, total=None: steps.append(done), recipe)
    assert steps[0] == 5, "the fifth step, in the midst of the second epoch, was not yet kept"
    assert steps[-1] == 14, "four steps for all pairs, then five times two for half of them"
    assert resumed.losses == whole.losses
    texts = [pair.message for pair in PAIRS]
    np.testing.assert_array_equal(vectors(resumed, texts), vectors(whole, texts))
    assert list((tmp_path / "work").iterdir()) == []
