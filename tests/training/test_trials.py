from dataclasses import replace
from pathlib import Path

import optuna
import pytest

from dialogs.progress import Progress, silent
from nlu.onnx_encoder import OnnxEncoder
from tests.bases import toy_examples
from training.base_model import resolve_base
from training.examples import checked
from training.material import Material, prepare
from training.schedule import Recipe
from training.trials import FILE, Found, Search, search_recipe, without_judges

BAD = Recipe(trunk=0.0, encoder_rate=2.5e-3, head_rate=2e-2, epochs=4, fewest_steps=0, harder=1.0)
"""Too slow for a base with random weights."""


@pytest.fixture(scope="module")
def material(tiny_frozen: Path) -> Material:
    return prepare(checked(toy_examples(80), "toys"), OnnxEncoder(tiny_frozen), 0)


def search(material: Material, base: Path, models: Path, trials: int = 6, progress: Progress = silent) -> Found:
    return search_recipe(Search(trials, models, "toys"), material, resolve_base(base), models / "work", 0, BAD, 0.0, progress)


@pytest.fixture(scope="module")
def found(material: Material, tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Found:
    return search(material, tiny_base, tmp_path_factory.mktemp("models"))


def test_finds_a_better_recipe_than_the_one_it_began_with(found: Found) -> None:
    assert found.accuracy > found.before
    assert (found.done, found.judges) == (6, 38)
    assert replace(found.recipe, encoder_rate=0, head_rate=0, epochs=0, smoothing=0, trunk=0) == replace(
        BAD, encoder_rate=0, head_rate=0, epochs=0, smoothing=0, trunk=0
    ), "the other numbers stay"


def test_the_held_out_texts_take_no_part(material: Material) -> None:
    inner = without_judges(material, 0)
    assert set(inner.train.texts).isdisjoint(inner.heldout.texts)
    assert set(inner.train.texts) | set(inner.heldout.texts) == set(material.train.texts)
    assert [inner.labels[target] for target in inner.heldout.targets] == [
        next(row.intent for row in toy_examples(80) if row.text == text) for text in inner.heldout.texts
    ]


def test_a_stopped_search_goes_on_to_the_same_recipe(material: Material, found: Found, tiny_base: Path, tmp_path: Path) -> None:
    def stop_in_the_fourth(what: str, done: int, total: int | None = None) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search(material, tiny_base, tmp_path, progress=stop_in_the_fourth)
    storage = f"sqlite:///{tmp_path / FILE}"
    killed = optuna.load_study(study_name=optuna.get_all_study_names(storage)[0], storage=storage)
    killed.ask()  # a trial that was being run when the process was killed
    assert search(material, tiny_base, tmp_path) == found
    states = [trial.state.name for trial in killed.get_trials()]
    assert (states.count("FAIL"), len(states)) == (1, 7)
    assert search(material, tiny_base, tmp_path) == found, "nothing is tried again"
