import importlib.util
from pathlib import Path

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from dialogs.progress import silent
from nlu.onnx_encoder import OnnxEncoder
from tests.bases import toy_examples
from training.base_model import resolve_base
from training.curves import curves
from training.errors import MissingPackageError
from training.examples import checked
from training.fine_tune import fine_tune
from training.material import prepare
from training.run_log import CurveKind
from training.schedule import Recipe


def test_tensorboard_reads_the_curves_of_a_run(tiny_base: Path, tiny_frozen: Path, tmp_path: Path) -> None:
    material = prepare(checked(toy_examples(40), "toys"), OnnxEncoder(tiny_frozen), 0)
    recipe = Recipe(trunk=0.0, encoder_rate=1e-2, epochs=3, batch=16, fewest_steps=0, harder=1.0)
    with curves(CurveKind.TENSORBOARD, tmp_path / "run", {"seed": 0}) as log:
        tuned = fine_tune(material, resolve_base(tiny_base), None, tmp_path, 0, recipe, 0.0, silent, log)
    found = EventAccumulator(str(tmp_path / "run"))
    found.Reload()
    steps = -(-len(material.train.texts) // 16)
    loss, rate = found.Scalars("train/loss"), found.Scalars("train/learning_rate")
    assert [event.step for event in loss] == [1, *range(5, 3 * steps + 1, 5)]
    assert max(event.value for event in rate) == pytest.approx(1e-2, rel=0.1)
    assert rate[-1].value < 2e-3
    accuracy = found.Scalars("heldout/accuracy")
    assert [event.step for event in accuracy] == [steps, 2 * steps, 3 * steps]
    assert [event.value for event in accuracy] == pytest.approx([told for told, _ in tuned.history])


@pytest.mark.skipif(importlib.util.find_spec("wandb") is not None, reason="wandb is installed")
def test_without_wandb_it_says_what_to_install(tmp_path: Path) -> None:
    with (
        pytest.raises(MissingPackageError, match=r"--log wandb needs wandb, .* run: pip install wandb"),
        curves(CurveKind.WANDB, tmp_path, {}),
    ):
        pass
