from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from nlu.onnx_encoder import OnnxEncoder
from tests.bases import toy_examples
from training.base_model import resolve_base
from training.batches import padded, tokenise
from training.examples import checked
from training.fine_tune import Tuned, as_good_as_any, fine_tune
from training.material import Material, prepare
from training.progress import Progress, silent
from training.schedule import Recipe

RECIPE = Recipe(encoder_rate=2e-3, epochs=4, fewest_steps=0)


@pytest.fixture(scope="module")
def material(tiny_frozen: Path) -> Material:
    return prepare(checked(toy_examples(40), "toys"), OnnxEncoder(tiny_frozen), 0)


def tune(material: Material, base: Path, work: Path, progress: Progress = silent, seed: int = 0, recipe: Recipe = RECIPE) -> Tuned:
    return fine_tune(material, resolve_base(base), None, work, seed, recipe, 0.0, progress)


@pytest.fixture(scope="module")
def tuned(material: Material, tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Tuned:
    return tune(material, tiny_base, tmp_path_factory.mktemp("work"))


def heldout_accuracy(found: Tuned, material: Material) -> float:
    tokens = tokenise(found.tokenizer_json, material.heldout.texts, found.base.max_tokens)
    with torch.inference_mode():
        vectors = found.encoder(*padded(tokens, range(len(tokens)), torch.device("cpu"))).numpy()
    return float((found.head.logits(vectors).argmax(axis=1) == material.heldout.targets).mean())


def test_learns_what_the_frozen_prototypes_do_not_tell(material: Material, tuned: Tuned) -> None:
    assert tuned.history[-1][0] > 0.95
    assert tuned.history[-1][1] < tuned.history[0][1]
    assert tuned.head.weight.shape == (3, 32)


def test_same_seed_same_network(material: Material, tuned: Tuned, tiny_base: Path, tmp_path: Path) -> None:
    again = tune(material, tiny_base, tmp_path)
    assert again.history == tuned.history
    assert np.array_equal(again.head.weight, tuned.head.weight)


def test_another_seed_another_network(material: Material, tuned: Tuned, tiny_base: Path, tmp_path: Path) -> None:
    assert not np.array_equal(tune(material, tiny_base, tmp_path, seed=1).head.weight, tuned.head.weight)


def test_a_stopped_run_goes_on_to_the_same_network(material: Material, tuned: Tuned, tiny_base: Path, tmp_path: Path) -> None:
    steps: list[int] = []

    def stop_in_the_third_epoch(what: str, done: int, total: int | None = None) -> None:
        steps.append(done)
        if total is not None and done == total // 2 + 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tune(material, tiny_base, tmp_path, stop_in_the_third_epoch)
    stopped_at = steps[-1]
    steps.clear()
    resumed = tune(material, tiny_base, tmp_path, lambda what, done, total=None: steps.append(done))
    assert steps[0] == stopped_at
    assert resumed.history == tuned.history
    assert np.array_equal(resumed.head.weight, tuned.head.weight)
    assert list(tmp_path.iterdir()) == []


def test_stops_early_and_keeps_the_best_weights(material: Material, tiny_base: Path, tmp_path: Path) -> None:
    """A rate that grows until it ruins the network: it stops, and what it gives is not what it ended with."""
    wild = replace(RECIPE, encoder_rate=0.1, head_rate=0.1, epochs=20, patience=2, clip=1e9, warm_up=1.0)
    found = tune(material, tiny_base, tmp_path, recipe=wild)
    accuracies = [accuracy for accuracy, _ in found.history]
    texts = len(material.heldout.texts)
    kept = max(epoch for epoch in range(len(accuracies)) if as_good_as_any(accuracies[epoch], accuracies[:epoch], texts))
    assert len(accuracies) == kept + 1 + 2 < 20
    assert heldout_accuracy(found, material) == pytest.approx(accuracies[kept])
    assert accuracies[kept] > accuracies[-1]


@pytest.mark.parametrize(
    ("accuracy", "earlier", "texts", "kept"),
    [
        (0.5, [], 100, True),
        (0.9, [0.8], 100, True),
        (0.88, [0.9], 100, True),  # the standard error is 0.03
        (0.86, [0.9], 100, False),
        (0.88, [0.9], 10_000, False),
        (0.99, [1.0], 100, False),
    ],
)
def test_a_later_epoch_is_kept_within_a_standard_error(accuracy: float, earlier: list[float], texts: int, kept: bool) -> None:
    assert as_good_as_any(accuracy, earlier, texts) is kept


def test_the_teacher_is_listened_to(material: Material, tiny_base: Path, tmp_path: Path) -> None:
    """A teacher who says `the next class` with nearly all the weight is believed over the labels."""
    wrong = np.eye(3, dtype=np.float32)[(material.train.targets + 1) % 3]
    taught = fine_tune(material, resolve_base(tiny_base), wrong, tmp_path, 0, replace(RECIPE, teacher_weight=0.95), 0.0, silent)
    assert taught.history[-1][0] < 0.2
