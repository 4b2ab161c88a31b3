from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from dialogs.progress import silent
from nlu.onnx_encoder import OnnxEncoder
from tests.bases import toy_examples
from training.adapters import with_adapters
from training.base_model import resolve_base
from training.branches import Branch
from training.contrast import contrast
from training.examples import checked
from training.export_onnx import export_encoder
from training.fine_tune import Tuned, fine_tune
from training.material import Material, prepare
from training.schedule import Adapter, AdapterKind, ContrastRecipe, Recipe

RECIPE = Recipe(trunk=0.0, head_rate=5e-2, epochs=6, fewest_steps=0, harder=1.0, hidden=0.0)
LORA, ADALORA = Adapter(AdapterKind.LORA, 4, 3e-2), Adapter(AdapterKind.ADALORA, 4, 3e-2)


@pytest.fixture(scope="module")
def material(tiny_frozen: Path) -> Material:
    return prepare(checked(toy_examples(80), "toys"), OnnxEncoder(tiny_frozen), 0)


def tune(material: Material, base: Path, work: Path, adapter: Adapter) -> Tuned:
    return fine_tune(material, resolve_base(base), None, work, 0, replace(RECIPE, adapter=adapter), 0.0, silent)


@pytest.mark.parametrize("adapter", [LORA, ADALORA])
def test_learns_and_what_serves_is_an_encoder_like_any_other(
    adapter: Adapter, material: Material, tiny_base: Path, tmp_path: Path
) -> None:
    found = tune(material, tiny_base, tmp_path, adapter)
    assert found.history[-1][0] > max(0.8, found.history[0][0])
    plain = Branch(resolve_base(tiny_base), 0.0).state_dict()
    tuned = found.encoder.network.tuned.state_dict()
    assert tuned.keys() == plain.keys(), "nothing is left beside the matrices"
    changed = {name.rsplit(".", 1)[1] for name in plain if not torch.equal(plain[name], tuned[name])}
    assert changed == {"weight"}, "only matrices were added to"
    export_encoder(found.encoder.network, tmp_path)
    ids = torch.tensor([[101, 2026, 6523, 102]])
    with torch.inference_mode():
        assert found.encoder.network(ids, torch.ones_like(ids)).shape == (1, 64)


def test_only_adapters_are_tuned_and_what_is_added_has_their_rank(material: Material, tiny_base: Path) -> None:
    branch = Branch(resolve_base(tiny_base), 0.0)
    before = {name: tensor.clone() for name, tensor in branch.state_dict().items()}
    adapted = with_adapters(branch, Adapter(AdapterKind.LORA, 3), 10)
    tuned = [name for name, item in branch.named_parameters() if item.requires_grad]
    assert len(tuned) == 2 * 2 * 6, "two narrow matrices for each of six in either layer"
    torch.manual_seed(0)
    with torch.no_grad():
        for item in branch.parameters():
            if item.requires_grad:
                item.normal_()
    adapted.merge()
    added = (
        branch.state_dict()["network.encoder.layer.0.attention.self.query.weight"]
        - before["network.encoder.layer.0.attention.self.query.weight"]
    )
    assert int(torch.linalg.matrix_rank(added, rtol=1e-4)) == 3


def test_adalora_ends_with_the_rank_that_was_asked_for_on_average(material: Material, tiny_base: Path, tmp_path: Path) -> None:
    found = tune(material, tiny_base, tmp_path, ADALORA)
    plain = Branch(resolve_base(tiny_base), 0.0).state_dict()
    tuned = found.encoder.network.tuned.state_dict()
    ranks = [
        int(torch.linalg.matrix_rank(tuned[name] - plain[name], rtol=1e-4))
        for name in plain
        if plain[name].dim() == 2 and "encoder" in name
    ]
    assert max(ranks) <= 6, "one and a half times the rank at the start"
    assert np.mean(ranks) == pytest.approx(4.0, abs=0.5)


def test_same_seed_same_adapters(material: Material, tiny_base: Path, tmp_path: Path) -> None:
    one, two = (tune(material, tiny_base, tmp_path, LORA) for _ in range(2))
    assert np.array_equal(one.head.weight, two.head.weight)


@pytest.mark.parametrize("adapter", [LORA, ADALORA])
def test_by_contrast_too(adapter: Adapter, material: Material, tiny_base: Path) -> None:
    recipe = ContrastRecipe(trunk=0.0, epochs=6.0, fewest_steps=20, classes=3, adapter=adapter)
    found = contrast(material.train, resolve_base(tiny_base), 0, recipe, silent)
    plain = Branch(resolve_base(tiny_base), 0.0).state_dict()
    tuned = found.network.tuned.state_dict()
    assert tuned.keys() == plain.keys()
    assert any(not torch.equal(plain[name], tuned[name]) for name in plain)
