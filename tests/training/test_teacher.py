from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dialogs.database import Database
from nlu.onnx_encoder import OnnxEncoder
from tests.bases import make_tiny_base, toy_examples
from training.base_model import resolve_base
from training.errors import VersionError
from training.examples import Example, checked
from training.fit import Tuning, fit_frozen, fit_tuned
from training.material import Material, prepare
from training.registry import Registry
from training.schedule import Recipe
from training.teacher import ask_teacher
from training.train import TrainOptions, train

EXAMPLES = checked(toy_examples(30), "toys")
TUNING = Tuning(recipe=Recipe(trunk=0.0, encoder_rate=1e-2, head_rate=5e-2, epochs=4, fewest_steps=0))


@pytest.fixture(scope="module")
def material(tiny_frozen: Path) -> Material:
    return prepare(EXAMPLES, OnnxEncoder(tiny_frozen), 0)


@pytest.fixture
def registry(sqlite_database: Database, tmp_path: Path) -> Registry:
    return Registry(sqlite_database, tmp_path / "models")


def _promoted(registry: Registry) -> Callable[[str], None]:
    def publish(name: str) -> None:
        registry.promote(name)

    return publish


def test_another_base_learns_first_and_is_asked_once(material: Material, registry: Registry, tmp_path: Path) -> None:
    other = str(make_tiny_base(tmp_path / "larger", seed=1))
    told: list[str] = []

    def listen(what: str, done: int, total: int | None = None) -> None:
        told.append(what)

    found = ask_teacher(other, registry, EXAMPLES, material, tmp_path / "work", TUNING, listen)
    assert found.name == "larger"
    assert found.probabilities.shape == (len(material.train.texts), 3)
    assert found.probabilities.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    assert (found.probabilities.argmax(axis=1) == material.train.targets).mean() > 0.9
    assert "training" in told
    told.clear()
    again = ask_teacher(other, registry, EXAMPLES, material, tmp_path / "work", TUNING, listen)
    assert np.array_equal(again.probabilities, found.probabilities)
    assert told == []


def test_a_version_teaches_and_the_pupil_listens(registry: Registry, material: Material, tiny_base: Path, tmp_path: Path) -> None:
    """The teacher learned from mixed-up labels; a pupil that believes it tells them the same way, against its own examples."""
    wrong = {"refund": "delivery", "delivery": "password", "password": "refund"}
    mixed_up = checked([Example(row.text, wrong[row.intent], row.row) for row in toy_examples(30)], "x")
    version = train(registry, mixed_up, TrainOptions(tiny_base, quick=True), _promoted(registry)).version
    opinion = ask_teacher(version, registry, EXAMPLES, material, tmp_path / "work", TUNING)
    believed = [wrong[material.labels[target]] for target in material.train.targets]
    agrees = np.array([material.labels[row] for row in opinion.probabilities.argmax(axis=1)]) == np.array(believed)
    assert agrees.mean() > 0.8
    tuning = replace(TUNING, teacher=opinion.probabilities)
    quick = fit_frozen(material, tmp_path, 0, lambda *_: None)
    base = resolve_base(tiny_base)
    alone, pupil = (
        fit_tuned(material, quick, base, tmp_path / "pupil", chosen, lambda *_: None).heads.blind.weight[:, :32]
        for chosen in (TUNING, tuning)
    )
    assert not np.allclose(alone, pupil, atol=1e-2)


def test_a_version_that_does_not_know_an_intent(registry: Registry, material: Material, tiny_base: Path, tmp_path: Path) -> None:
    two = checked([row for row in toy_examples(30) if row.intent != "refund"], "x")
    version = train(registry, two, TrainOptions(tiny_base, quick=True), _promoted(registry)).version
    with pytest.raises(VersionError, match=r"can't teach: it does not know 1 of the intents \(refund\); name another version"):
        ask_teacher(version, registry, EXAMPLES, material, tmp_path / "work", TUNING)
