import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from dialogs.database import Database
from nlu.head import Head, Heads
from nlu.intent_model import IntentModel
from nlu.manifest import read_manifest
from nlu.onnx_encoder import OnnxEncoder
from nlu.scores import Doubt
from nlu.untuned import FOLDER as UNTUNED
from nlu.untuned import answering_model
from tests.bases import toy_examples
from training import fit
from training.errors import NoSpaceError
from training.examples import Example, ExampleSet, checked
from training.fit import Fitted, better, fit_doubt, judges_answers, out_of_scope_threshold
from training.known_examples import known_examples
from training.material import Material, Part, nothing
from training.registry import Registry
from training.schedule import Recipe
from training.train import TrainOptions, TrainReport, train

TOYS = checked(toy_examples(), "toys")
TESTS = ["my refund has not come", "the courier is late", "i forgot my password"]


@pytest.fixture
def registry(sqlite_database: Database, tmp_path: Path) -> Registry:
    return Registry(sqlite_database, tmp_path / "models")


def publisher(registry: Registry) -> Callable[[str], None]:
    def publish(name: str) -> None:
        registry.promote(name)

    return publish


def trained(
    registry: Registry, base: Path | None, examples: ExampleSet = TOYS, *, quick: bool = False, seed: int = 0
) -> TrainReport:
    return train(registry, examples, TrainOptions(base, seed, quick), publisher(registry))


def test_quick_on_the_real_base(registry: Registry, real_encoder: OnnxEncoder) -> None:
    report = trained(registry, None, quick=True)
    model = IntentModel.load(registry.folder(report.version))
    assert [model.parse(text).intent for text in TESTS] == ["refund", "delivery", "password"]
    assert (report.live, report.reason, report.method) == (True, "no version was live before", "frozen")
    assert (report.classes, report.examples, report.heldout, report.accuracy) == (3, 60, 12, 1.0)
    card = registry.get(report.version).metrics["robustness"]
    assert card["clean"] == card["upper_case"] == card["full_width"] == 1.0
    assert model.encoder.id == real_encoder.id, "the index of the frozen base stays valid"
    assert model.parse("what will the weather be tomorrow").out_of_scope > model.parse(TESTS[0]).out_of_scope


def test_texts_from_a_file_are_kept_beside_the_version_those_of_the_record_are_not(registry: Registry, tiny_base: Path) -> None:
    kept = train(registry, TOYS, TrainOptions(tiny_base, 0, True, keep_examples=True), publisher(registry))
    known = known_examples(registry.folder(kept.version), registry.database, ("refund", "delivery"))
    assert len(known) == 32, "two intents of twenty, without the four of each that are held out"
    assert {example.intent for example in known} == {"refund", "delivery"}
    gone = trained(registry, tiny_base, quick=True, seed=1)
    assert known_examples(registry.folder(gone.version), registry.database, ("refund",)) == ()


def test_the_folder_says_everything(registry: Registry, tiny_base: Path) -> None:
    report = trained(registry, tiny_base, quick=True, seed=3)
    folder = registry.folder(report.version)
    manifest = read_manifest(folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "encoder.onnx",
        "head.safetensors",
        "manifest.json",
        "seen.safetensors",
        "tokenizer.json",
    ]
    assert (manifest.kind, manifest.version, manifest.labels, manifest.seed, manifest.base) == (
        "intent",
        report.version,
        ("delivery", "password", "refund"),
        3,
        "tiny",
    )
    assert (len(manifest.heldout), manifest.data_hash) == (12, TOYS.data_hash)
    assert manifest.libraries["onnxruntime"]
    row = registry.get(report.version)
    assert (row.status, row.data_hash, row.metrics["accuracy"]) == ("live", TOYS.data_hash, report.accuracy)


def test_tuned_takes_the_place_of_quick(registry: Registry, tiny_base: Path) -> None:
    toys = checked(toy_examples(120), "toys")
    frozen = trained(registry, tiny_base, toys, quick=True)
    options = TrainOptions(tiny_base, recipe=Recipe(trunk=0.0, encoder_rate=1e-2, head_rate=5e-2, epochs=6, fewest_steps=0))
    tuned = train(registry, toys, options, publisher(registry))
    assert tuned.method == "tuned"
    assert min(frozen.accuracy, tuned.accuracy) > 0.93
    assert tuned.reason.startswith("not worse: ")
    assert registry.get(tuned.version).parent == frozen.version
    assert {version.name: version.status for version in registry.versions()} == {tuned.version: "live", frozen.version: "retired"}
    assert [path.name for path in registry.models.iterdir() if path.name.startswith(".")] == []


def test_with_many_examples_the_words_count_too(registry: Registry, tiny_base: Path) -> None:
    """The toys' words tell them apart, which a random base's vectors do not."""
    report = trained(registry, tiny_base, checked(toy_examples(120), "toys"), quick=True)
    assert report.accuracy > 0.95
    assert (registry.folder(report.version) / "lexical.safetensors").is_file()
    assert read_manifest(registry.folder(report.version)).settings["lexical_share"] > 0


def test_a_worse_one_is_registered_and_does_not_go_live(registry: Registry, real_encoder: OnnxEncoder) -> None:
    good = trained(registry, None, quick=True)
    wrong = {"refund": "delivery", "delivery": "password", "password": "refund"}
    rows = [Example(f"{row.text} today", wrong[row.intent] if row.row % 2 else row.intent, row.row) for row in toy_examples()]
    mixed_up = trained(registry, None, checked(rows, "x"), quick=True)
    assert (mixed_up.live, mixed_up.reason.split(":")[0]) == (False, "worse")
    live = registry.live()
    assert live is not None
    assert live.name == good.version
    assert registry.get(mixed_up.version).status == "candidate"


def test_a_live_version_that_is_damaged_does_not_stand_in_the_way(registry: Registry, tiny_base: Path) -> None:
    first = trained(registry, tiny_base, quick=True)
    (registry.folder(first.version) / "head.safetensors").write_bytes(b"x")
    second = trained(registry, tiny_base, quick=True)
    assert second.live
    assert "the live version can't be loaded" in second.reason


def test_same_seed_same_model(registry: Registry, tiny_base: Path) -> None:
    one, two = (trained(registry, tiny_base, seed=5) for _ in range(2))
    heads = [registry.folder(report.version) / "head.safetensors" for report in (one, two)]
    assert heads[0].read_bytes() == heads[1].read_bytes()
    assert read_manifest(registry.folder(one.version)).encoder_id == read_manifest(registry.folder(two.version)).encoder_id


def test_stopped_it_leaves_the_live_one_and_no_half_version(registry: Registry, tiny_base: Path) -> None:
    first = trained(registry, tiny_base, quick=True)

    def stop(what: str, done: int, total: int | None = None) -> None:
        if what == "training" and total is not None and done > total // 2:
            raise KeyboardInterrupt

    toys = checked(toy_examples(60), "toys")
    options = TrainOptions(base=tiny_base, checkpoint_seconds=0)
    with pytest.raises(KeyboardInterrupt):
        train(registry, toys, options, publisher(registry), stop)
    live = registry.live()
    assert live is not None
    assert live.name == first.version
    assert [version.name for version in registry.versions()] == [first.version]
    left = [path for path in registry.models.iterdir() if path.name.startswith(".training-")]
    assert [[path.name for path in folder.iterdir()] for folder in left] == [["checkpoint.safetensors"]]
    assert train(registry, toys, options, publisher(registry)).method in ("tuned", "frozen")
    assert not left[0].exists()


def test_a_full_disk_is_said_before_work_begins(registry: Registry, tiny_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=5_000_000))
    with pytest.raises(NoSpaceError, match=r"needs about 150 MB in .*models and 5 MB are free; make room"):
        trained(registry, tiny_base, quick=True)
    assert registry.versions() == ()


@pytest.mark.parametrize("text", ["größe und maß", "размер", "サイズ", "two words / slash"])
def test_labels_in_any_script(registry: Registry, tiny_base: Path, text: str) -> None:
    rows = [Example(row.text, text if row.intent == "refund" else row.intent, row.row) for row in toy_examples()]
    report = trained(registry, tiny_base, checked(rows, "x"), quick=True)
    assert text in IntentModel.load(registry.folder(report.version)).labels


def test_two_intents_with_one_example_each_still_give_a_model(registry: Registry, real_encoder: OnnxEncoder) -> None:
    examples = checked([Example("where is my parcel", "delivery", 2), Example("give me my money back", "refund", 3)], "x")
    report = trained(registry, None, examples)
    model = IntentModel.load(registry.folder(report.version))
    assert (report.heldout, report.method, report.live) == (0, "frozen", True)
    assert report.warnings[-1].startswith("2 examples are too few to tune the base")
    assert [model.parse(text).intent for text in ("parcel where", "money back")] == ["delivery", "refund"]


def fitted(method: str, *logits: tuple[float, float]) -> Fitted:
    scores = np.array(logits, np.float32)
    head = Head(np.zeros((2, 2), np.float32), np.zeros(2, np.float32))
    return Fitted(method, Path(), Heads(head, head), scores, scores, np.zeros(len(scores), np.int64), 1.0)


RIGHT, WRONG = (1.0, 0.0), (0.0, 1.0)


@pytest.mark.parametrize(
    ("frozen", "tuned", "kept"),
    [
        ([WRONG] * 6 + [RIGHT] * 4, [RIGHT] * 10, "tuned"),
        ([RIGHT] * 10, [WRONG] * 6 + [RIGHT] * 4, "frozen"),
        ([RIGHT] * 9 + [WRONG], [RIGHT] * 8 + [WRONG] * 2, "tuned"),
        ([RIGHT] * 4 + [WRONG] * 6, [RIGHT] * 4 + [WRONG] * 6, "tuned"),
        ([], [], "frozen"),
    ],
)
def test_which_fit_is_kept(frozen: list[tuple[float, float]], tuned: list[tuple[float, float]], kept: str) -> None:
    targets = np.zeros(len(frozen), np.int64)
    assert better(fitted("frozen", *frozen), fitted("tuned", *tuned), targets).method == kept


@pytest.mark.parametrize(
    ("examples", "right_of_ten", "judges"), [(2_000, 10, True), (2_000, 7, True), (2_000, 4, False), (1_999, 10, False)]
)
def test_when_the_untuned_reading_judges_answers(examples: int, right_of_ten: int, judges: bool) -> None:
    """A tuned version tells all ten held-out texts."""
    train = Part(("text",) * examples, np.zeros(examples, np.int64), np.zeros((examples, 1), np.float32))
    heldout = Part(("text",) * 10, np.zeros(10, np.int64), np.zeros((10, 1), np.float32))
    material = Material(("a", "b"), train, heldout, nothing(1), nothing(1), "hash")
    frozen = fitted("frozen", *[RIGHT] * right_of_ten, *[WRONG] * (10 - right_of_ten))
    assert judges_answers(frozen, fitted("tuned", *[RIGHT] * 10), material) is judges


def test_a_tuned_version_holds_the_untuned_reading_that_judges_its_answers(
    registry: Registry, tiny_base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit, "FEWEST_TO_JUDGE_BY", 48)
    monkeypatch.setattr(fit, "SURELY_WORSE", 100.0)
    monkeypatch.setattr("training.train.better", lambda frozen, tuned, targets: tuned)
    quick = trained(registry, tiny_base, quick=True)
    assert not (registry.folder(quick.version) / UNTUNED).exists(), "a frozen model judges by itself"
    tuned = trained(registry, tiny_base)
    folder = registry.folder(tuned.version)
    whole, frozen = (IntentModel.load(registry.folder(report.version)) for report in (tuned, quick))
    answering = answering_model(folder, whole)
    assert answering.version == whole.version == tuned.version
    assert answering.encoder.id == frozen.encoder.id, "the index of the frozen base stays valid"
    assert np.allclose(answering.encoder.encode(TESTS), frozen.encoder.encode(TESTS), atol=0.05)
    theirs, ours = (model.logits(frozen.encoder.encode(TESTS), TESTS) for model in (frozen, answering))
    assert np.allclose(ours, theirs), "the heads of the quick model"


def test_doubt_is_one_half_where_one_in_twenty_is_rejected() -> None:
    random = np.random.default_rng(0)
    logits = np.zeros((400, 20), np.float32)
    logits[:, 0] = random.uniform(3, 12, 400)
    doubts = fit_doubt(logits).of(logits)
    assert out_of_scope_threshold(doubts) == pytest.approx(0.5, abs=0.01)
    assert (doubts > 0.5).mean() == pytest.approx(0.05, abs=0.005)


def test_doubt_without_anything_to_fit_on() -> None:
    assert fit_doubt(np.zeros((0, 3), np.float32)) == fit_doubt(np.zeros((4, 3), np.float32)) == Doubt(2.5)


def test_the_out_of_scope_threshold_rejects_one_in_twenty() -> None:
    assert out_of_scope_threshold(np.linspace(0, 1, 101, dtype=np.float32)) == pytest.approx(0.95)
    assert out_of_scope_threshold(np.zeros(0, np.float32)) == 1.0
