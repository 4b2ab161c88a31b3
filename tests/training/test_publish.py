import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dialogs.database import Database, open_database
from nlu.intent_model import IntentModel
from nlu.manifest import read_manifest
from nlu.search_encoder import FOLDER
from retrieval.answer_index import CALIBRATION, AnswerIndex, current_folder, save_calibration
from retrieval.confidence import DEFAULT
from retrieval.errors import IndexMissingError
from retrieval.next_intents import FILE as SUGGESTIONS
from tests.bases import make_tiny_base, toy_examples
from tests.retrieval.record import add_answer
from training import publish as publishing
from training.errors import VersionError
from training.examples import checked
from training.live_version import live_model, searching_encoder
from training.publish import STAGED, publish, refresh
from training.registry import Registry
from training.train import TrainOptions, train

QUESTION = "what of the parcel courier"


class Home:
    """A record with one answer, and two versions with different encoders."""

    def __init__(self, folder: Path) -> None:
        self.database = open_database(f"sqlite:///{folder / 'firstline.db'}")
        self.models, self.index = folder / "models", folder / "index"
        self.registry = Registry(self.database, self.models)

    @property
    def old(self) -> str:
        return self.registry.versions()[-1].name

    @property
    def new(self) -> str:
        return self.registry.versions()[0].name

    def publish(self, version: str) -> publishing.Published:
        return publish(self.database, self.models, self.index, version)

    def serve(self) -> tuple[str, tuple[int, ...]]:
        """What a fresh process would do: the live model, and what its index finds. Raises where they don't fit each other."""
        live = self.registry.live()
        assert live is not None
        model = IntentModel.load(self.registry.folder(live.name))
        index = AnswerIndex.load(self.index, encoder_id=model.encoder.id)
        return live.name, tuple(index.answers)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, tiny_base: Path) -> Path:
    """The older version is live, the newer one is a candidate."""
    folder = tmp_path_factory.mktemp("trained")
    other = make_tiny_base(folder / "other", seed=1)
    home = Home(folder / "home")
    add_answer(home.database, "It comes tomorrow.", [QUESTION], intent="delivery")
    for base in (tiny_base, other):
        train(home.registry, checked(toy_examples(8), "toys"), TrainOptions(base, quick=True), lambda _: None)
    home.publish(home.old)
    home.database.close()
    return folder / "home"


@pytest.fixture
def home(trained: Path, tmp_path: Path) -> Iterator[Home]:
    shutil.copytree(trained, tmp_path / "home")
    opened = Home(tmp_path / "home")
    yield opened
    opened.database.close()


def test_a_published_version_is_live_with_its_index_and_calibration(home: Home) -> None:
    published = home.publish(home.new)
    assert home.serve() == (home.new, (1,))
    assert published.index is not None
    assert published.index.vectors == 1
    assert published.calibration is not None
    kept = json.loads((current_folder(home.index) / CALIBRATION).read_text())
    assert (kept["model"], kept["guaranteed"]) == (home.new, False)
    assert not (home.index / STAGED).exists()


def test_the_next_version_takes_over_and_the_one_before_stays_for_who_reads_it(home: Home) -> None:
    before = current_folder(home.index)
    home.publish(home.new)
    assert home.serve() == (home.new, (1,))
    assert before.is_dir()
    home.publish(home.old)
    assert home.serve() == (home.old, (1,))
    assert len([path for path in home.index.iterdir() if path.is_dir()]) == 2


class Crash(BaseException):
    """As sudden as a kill: no handler expects it."""


@pytest.mark.parametrize("step", ["update_index", "calibrate", "_put_in_use"])
def test_a_crash_on_the_way_leaves_the_old_pair(home: Home, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def crash(*_: object, **__: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(publishing, step, crash)
        with pytest.raises(Crash):
            home.publish(home.new)
    assert home.serve() == (home.old, (1,))
    home.publish(home.new)
    assert home.serve() == (home.new, (1,))


def test_a_crash_between_the_two_switches_leaves_the_old_pair_too(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(self: Registry, name: str) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(Registry, "promote", crash)
        with pytest.raises(Crash):
            home.publish(home.new)
    fresh = AnswerIndex.load(home.index, encoder_id=None).manifest.encoder_id
    assert fresh == IntentModel.load(home.registry.folder(home.new)).encoder.id, "the new index is in use already"
    assert home.serve() == (home.old, (1,))
    refresh(home.database, home.models, home.index)
    assert AnswerIndex.load(home.index, encoder_id=None).manifest.encoder_id != fresh, "index puts the live version's back"
    assert home.serve() == (home.old, (1,))


def test_publishing_again_with_nothing_new_keeps_the_index_and_its_vectors(home: Home) -> None:
    before = current_folder(home.index)
    published = home.publish(home.old)
    assert published.index is not None
    assert published.index.embedded == 0
    assert current_folder(home.index) == before


def test_publishing_again_takes_over_all_that_was_learned_anew(home: Home) -> None:
    """The record holds no question that follows another, so that suggestions are off."""
    folder = current_folder(home.index)
    (folder / SUGGESTIONS).write_text("[]")
    home.publish(home.old)
    assert current_folder(home.index) == folder
    assert not (folder / SUGGESTIONS).exists()


def test_new_answers_are_live_after_a_refresh_without_training(home: Home) -> None:
    added = add_answer(home.database, "Choose Forgot password.", ["i forgot my password"])
    published = refresh(home.database, home.models, home.index)
    assert published.index is not None
    assert (published.index.added, published.index.embedded) == (1, 1)
    assert home.serve() == (home.old, (1, added))


def test_a_version_with_a_search_encoder_is_searched_with_it(home: Home, tiny_frozen: Path) -> None:
    shutil.copytree(tiny_frozen, home.registry.folder(home.new) / FOLDER)
    published = home.publish(home.new)
    used = AnswerIndex.load(home.index, encoder_id=None).manifest.encoder_id
    own = IntentModel.load(home.registry.folder(home.new)).encoder.id
    assert used == read_manifest(tiny_frozen).encoder_id != own
    assert searching_encoder(home.models, live_model(home.database, home.models)).id == used
    assert published.calibration is not None
    again = refresh(home.database, home.models, home.index)
    assert again.index is not None
    assert again.index.embedded == 0


def test_a_few_changes_keep_the_calibration_and_more_make_a_new_one(home: Home) -> None:
    fitted = replace(DEFAULT, model=home.old, samples=500, chosen_risk=0.02, chosen_confidence=0.95, entries=200)
    save_calibration(home.index, fitted)
    for number in range(4):
        add_answer(home.database, f"Answer {number}.", [f"question {number}"])
        assert refresh(home.database, home.models, home.index).calibration == replace(fitted, changed=number + 1)
    assert refresh(home.database, home.models, home.index).calibration == replace(fitted, changed=4), "nothing has changed"
    other = refresh(home.database, home.models, home.index, risk=0.05).calibration
    assert other is not None
    assert other.samples == 0, "another risk was asked for: fitted anew"
    save_calibration(home.index, fitted)
    for number in range(5):
        add_answer(home.database, f"More {number}.", [f"more questions {number}"])
    anew = refresh(home.database, home.models, home.index).calibration
    assert anew is not None
    assert (anew.samples, anew.entries) == (0, 10)


def test_a_calibration_that_can_not_be_read_is_fitted_anew(home: Home) -> None:
    (current_folder(home.index) / CALIBRATION).write_text("{}")
    anew = refresh(home.database, home.models, home.index).calibration
    assert anew is not None
    assert AnswerIndex.load(home.index, encoder_id=None).calibration == anew


def test_without_a_live_version_the_frozen_base_embeds_and_nothing_is_calibrated(sqlite_database: Database, tmp_path: Path) -> None:
    add_answer(sqlite_database, "Yes.", ["is it so"])
    published = refresh(sqlite_database, tmp_path / "models", tmp_path / "index")
    assert published.calibration is None
    index = AnswerIndex.load(tmp_path / "index", encoder_id=searching_encoder(tmp_path / "models", None).id)
    assert index.columns.questions == ("is it so",)
    assert live_model(sqlite_database, tmp_path / "models") is None


def test_a_version_that_is_not_there_changes_nothing(home: Home) -> None:
    with pytest.raises(VersionError, match="there is no model version 'gone'"):
        home.publish("gone")
    assert home.serve() == (home.old, (1,))


def test_a_record_without_answers_has_an_empty_index(sqlite_database: Database, tmp_path: Path, tiny_base: Path) -> None:
    registry = Registry(sqlite_database, tmp_path / "models")
    version = train(registry, checked(toy_examples(8), "toys"), TrainOptions(tiny_base, quick=True), lambda _: None).version
    with pytest.raises(IndexMissingError):
        AnswerIndex.load(tmp_path / "index", encoder_id=None)
    publish(sqlite_database, tmp_path / "models", tmp_path / "index", version)
    assert AnswerIndex.load(tmp_path / "index", encoder_id=None).answers == {}
