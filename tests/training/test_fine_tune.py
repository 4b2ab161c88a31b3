from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from dialogs.progress import Progress, silent
from nlu.onnx_encoder import OnnxEncoder
from nlu.scores import softmax
from tests.bases import toy_examples
from training.base_model import resolve_base
from training.batches import padded, tokenise
from training.examples import checked
from training.fine_tune import Tuned, as_good_as_any, fine_tune
from training.linear_head import prototype_head
from training.material import Material, Part, prepare
from training.schedule import Recipe

RECIPE = Recipe(trunk=0.0, encoder_rate=1e-2, head_rate=5e-2, epochs=8, fewest_steps=0, hidden=0.02)
"""Of a toy example a single word tells the intent: hardly any is hidden."""


@pytest.fixture(scope="module")
def material(tiny_frozen: Path) -> Material:
    return prepare(checked(toy_examples(120), "toys"), OnnxEncoder(tiny_frozen), 0)


def tune(material: Material, base: Path, work: Path, progress: Progress = silent, seed: int = 0, recipe: Recipe = RECIPE) -> Tuned:
    return fine_tune(material, resolve_base(base), None, work, seed, recipe, 0.0, progress)


@pytest.fixture(scope="module")
def tuned(material: Material, tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Tuned:
    return tune(material, tiny_base, tmp_path_factory.mktemp("work"))


def heldout_accuracy(found: Tuned, material: Material) -> float:
    tokens = tokenise(found.encoder.tokenizer_json, material.heldout.texts, found.encoder.base.max_tokens)
    with torch.inference_mode():
        vectors = found.encoder.network(*padded(tokens, range(len(tokens)), torch.device("cpu"))).numpy()
    tuned = vectors[:, : found.encoder.base.dimension] * 2**0.5
    return float((found.head.logits(tuned).argmax(axis=1) == material.heldout.targets).mean())


def test_learns_what_the_frozen_prototypes_do_not_tell(material: Material, tuned: Tuned) -> None:
    start = prototype_head(material.train.vectors, material.train.targets, len(material.labels))
    told = float((start.logits(material.heldout.vectors).argmax(axis=1) == material.heldout.targets).mean())
    assert tuned.history[-1][0] > max(0.95, told + 0.1)
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

    def count(what: str, done: int, total: int | None = None) -> None:
        if what == "training":
            steps.append(done)

    def stop_half_way(what: str, done: int, total: int | None = None) -> None:
        count(what, done)
        if what == "training" and total is not None and done == total // 2 + 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tune(material, tiny_base, tmp_path, stop_half_way)
    stopped_at = steps[-1]
    steps.clear()
    resumed = tune(material, tiny_base, tmp_path, count)
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


def test_out_of_scope_texts_are_told_as_no_intent(material: Material, tiny_base: Path, tmp_path: Path) -> None:
    """What is said to have no intent is less sure to be one than without being told so."""
    texts = ("the zebra sings", "a zebra and a violin", "violin for a zebra", "zebra violin zebra") * 5
    outside = Part(texts, np.full(20, -1), np.zeros((20, 32), np.float32))

    def surest(found: Tuned) -> float:
        tokens = tokenise(found.encoder.tokenizer_json, texts, 64)
        with torch.inference_mode():
            vectors = found.encoder.network(*padded(tokens, range(20), torch.device("cpu"))).numpy()
        return float(softmax(found.head.logits(vectors[:, :32] * 2**0.5)).max(axis=1).mean())

    taught = tune(replace(material, outside=outside), tiny_base, tmp_path)
    assert taught.history[-1][0] > 0.9
    assert surest(taught) < 0.8 * surest(tune(material, tiny_base, tmp_path))


class Steps:
    """Counts the batches of each epoch."""

    def __init__(self) -> None:
        self.of_epochs = [0]

    def step(self, step: int, loss: torch.Tensor, rate: float) -> None:
        self.of_epochs[-1] += 1

    def epoch(self, epoch: int, accuracy: float, loss: float) -> None:
        self.of_epochs.append(0)


def test_late_epochs_go_through_fewer_examples(material: Material, tiny_base: Path, tmp_path: Path) -> None:
    log = Steps()
    recipe = replace(RECIPE, epochs=3, batch=16, whole=2, harder=0.25)
    fine_tune(material, resolve_base(tiny_base), None, tmp_path, 0, recipe, 0.0, silent, log)
    count = len(material.train.texts)
    assert log.of_epochs[:3] == [-(-count // 16), -(-count // 16), -(-round(count / 4) // 16)]


def test_with_every_word_hidden_nothing_is_learned(material: Material, tuned: Tuned, tiny_base: Path, tmp_path: Path) -> None:
    """The held-out texts are whole, and what was learned says nothing of them: the words are hidden where the layers learn."""
    blind = tune(material, tiny_base, tmp_path, recipe=replace(RECIPE, hidden=1.0, hidden_in=1.0))
    assert max(accuracy for accuracy, _ in blind.history) < 0.7 < tuned.history[-1][0]
