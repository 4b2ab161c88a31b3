from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from dialogs.progress import silent
from nlu.onnx_encoder import OnnxEncoder
from tests.bases import toy_examples
from training.base_model import resolve_base
from training.batches import padded, tokenise
from training.contrast import contrast, contrast_batches, supervised_contrastive_loss
from training.examples import checked
from training.material import Material, prepare
from training.schedule import ContrastRecipe

RECIPE = ContrastRecipe(trunk=0.0, epochs=10, hidden=0.0, fewest_steps=0, each=8, rate=1e-2)


def test_the_loss_by_hand() -> None:
    vectors = torch.tensor([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]])
    found = supervised_contrastive_loss(vectors, torch.tensor([0, 0, 1]), 0.5)
    first = -np.log(np.exp(1.2) / (np.exp(1.2) + np.exp(0.0)))
    second = -np.log(np.exp(1.2) / (np.exp(1.2) + np.exp(1.6)))
    assert float(found) == pytest.approx((first + second) / 3)


def test_batches_hold_some_texts_of_some_intents() -> None:
    targets = np.repeat(np.arange(30), 5).astype(np.int64)
    vectors = np.random.default_rng(0).normal(size=(150, 8)).astype(np.float32)
    batches = list(contrast_batches(vectors, targets, ContrastRecipe(), 0))
    assert len(batches) == ContrastRecipe().steps_for(150)
    for rows in batches:
        assert set(Counter(targets[rows].tolist()).values()) == {4}
        assert len(rows) == len(set(rows)) == 64
    assert batches == list(contrast_batches(vectors, targets, ContrastRecipe(), 0))


def test_every_second_batch_holds_neighbours() -> None:
    """Two groups of intents, far from each other: neighbours are of one group."""
    targets = np.repeat(np.arange(8), 4).astype(np.int64)
    vectors = np.repeat(np.eye(2, dtype=np.float32), 16, axis=0)
    recipe = ContrastRecipe(classes=4, fewest_steps=20, jitter=0.01)
    groups = [{int(target) // 4 for target in targets[rows]} for rows in contrast_batches(vectors, targets, recipe, 0)]
    assert all(len(group) == 1 for group in groups[1::2])
    assert any(len(group) == 2 for group in groups[::2])


@pytest.mark.parametrize(("examples", "steps"), [(770, 193), (385, 97), (20, 20)])
def test_more_examples_more_steps(examples: int, steps: int) -> None:
    assert ContrastRecipe().steps_for(examples) == steps


@pytest.fixture(scope="module")
def material(tiny_frozen: Path) -> Material:
    return prepare(checked(toy_examples(60), "toys"), OnnxEncoder(tiny_frozen), 0)


@pytest.mark.parametrize(("hidden", "learned"), [(0.0, True), (1.0, False)])
def test_texts_of_one_intent_come_closer_by_the_words_that_are_seen(
    hidden: float, learned: bool, material: Material, tiny_base: Path
) -> None:
    def gap(half: slice) -> float:
        """Mean cosine within an intent less that between two."""
        vectors = found[:, half] * 2**0.5
        cosines, same = vectors @ vectors.T, material.heldout.targets[:, None] == material.heldout.targets[None, :]
        return float(cosines[same].mean() - cosines[~same].mean())

    base = resolve_base(tiny_base)
    tuned = contrast(material.train, base, 0, replace(RECIPE, hidden=hidden), silent)
    tokens = tokenise(tuned.tokenizer_json, material.heldout.texts, base.max_tokens)
    with torch.inference_mode():
        found = tuned.network(*padded(tokens, range(len(tokens)), torch.device("cpu"))).numpy()
    assert (gap(slice(0, 32)) > 0.3) is learned
    assert gap(slice(32, 64)) < 0.1


def test_a_batch_is_read_in_parts_of_similar_length(material: Material, tiny_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without dropout the vectors are the same, up to rounding, however many texts go through the layers together."""
    monkeypatch.setattr("training.device.has_fast_bfloat16", lambda device: False)
    recipe = replace(RECIPE, epochs=1.0, dropout=0.0)
    found = []
    for together in (1, 1_000):
        monkeypatch.setattr("training.contrast.TOGETHER", together)
        tuned = contrast(material.train, resolve_base(tiny_base), 0, recipe, silent).network.tuned.state_dict()
        found.append(torch.cat([tensor.flatten() for tensor in tuned.values()]))
    one, other = found
    assert torch.allclose(one, other, atol=1e-3)
