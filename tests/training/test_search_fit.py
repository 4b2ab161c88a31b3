from pathlib import Path

import pytest

from dialogs.database import Database
from dialogs.trained_on import READ
from nlu.manifest import read_manifest
from nlu.onnx_encoder import OnnxEncoder
from nlu.search_encoder import FOLDER
from tests.bases import toy_examples
from tests.retrieval.record import add_dialog
from training.base_model import resolve_base
from training.examples import checked
from training.gate import read_seen, short_hash
from training.registry import Registry
from training.reply_pairs import ReplyPair, read_reply_pairs
from training.search_fit import SearchOptions, fit_search, held_out
from training.search_tuning import SearchRecipe
from training.train import TrainOptions, train

WORDS = [
    "parcel",
    "refund",
    "password",
    "invoice",
    "voucher",
    "warranty",
    "size",
    "address",
    "courier",
    "bank",
    "document",
    "basket",
]
OPTIONS = SearchOptions(fewest=24, held_out=0.25, recipe=SearchRecipe(epochs=12, batch=12, rate=3e-3))


@pytest.fixture
def shop(sqlite_database: Database) -> Database:
    for number, word in enumerate(WORDS * 3):
        other = WORDS[(number * 5 + 1) % len(WORDS)]
        turns = [("customer", f"my {word} and my {other} {number}"), ("agent", f"about the {word} with {other}")]
        add_dialog(sqlite_database, f"dialog {number}", turns)
    return sqlite_database


def test_an_encoder_that_finds_more_replies_of_unseen_dialogs_is_kept(
    shop: Database, tiny_base: Path, tiny_frozen: Path, tmp_path: Path
) -> None:
    found = fit_search(shop, resolve_base(tiny_base), OnnxEncoder(tiny_frozen), tmp_path, 0, OPTIONS, 0.0)
    assert found is not None
    assert (found.pairs, found.after.messages) == (27, 9)
    assert found.after.hit_at_1 > found.before.hit_at_1
    assert found.folder is not None
    assert OnnxEncoder(found.folder).id != read_manifest(tiny_frozen).encoder_id
    with shop.session(read_only=True) as session:
        learned, judged = held_out(read_reply_pairs(session), 0.25, 0)
    assert read_seen(found.folder) == frozenset(short_hash(pair.message) for pair in learned)
    assert not {pair.dialog for pair in learned} & {pair.dialog for pair in judged}


def test_the_newest_pairs_are_learned_from_as_many_as_are_wanted(
    shop: Database, tiny_base: Path, tiny_frozen: Path, tmp_path: Path
) -> None:
    options = SearchOptions(fewest=24, most=20, held_out=0.25, recipe=SearchRecipe(batch=12))
    found = fit_search(shop, resolve_base(tiny_base), OnnxEncoder(tiny_frozen), tmp_path, 0, options, 0.0)
    assert found is not None
    assert (found.pairs, found.after.messages) == (15, 5)
    with shop.session(read_only=True) as session:
        learned, _ = held_out(read_reply_pairs(session)[-20:], 0.25, 0)
    assert read_seen(tmp_path / "search") == frozenset(short_hash(pair.message) for pair in learned)


def test_too_few_pairs_tune_nothing(shop: Database, tiny_base: Path, tiny_frozen: Path, tmp_path: Path) -> None:
    assert fit_search(shop, resolve_base(tiny_base), OnnxEncoder(tiny_frozen), tmp_path / "work", 0) is None
    assert not (tmp_path / "work").exists()


def test_dialogs_are_held_out_whole_and_the_same_ones_next_time() -> None:
    pairs = [ReplyPair(number // 3, f"m {number}", f"r {number}") for number in range(60)]
    learned, judged = held_out(pairs, 0.2, 7)
    assert (len(learned), len(judged)) == (48, 12)
    assert held_out(pairs, 0.2, 7) == (learned, judged)


def test_a_version_that_holds_one_says_how_many_messages_it_has_read(shop: Database, tiny_base: Path, tmp_path: Path) -> None:
    registry = Registry(shop, tmp_path / "models")
    examples = checked(toy_examples(), "toys")
    tuned = train(registry, examples, TrainOptions(tiny_base, search=OPTIONS), lambda _: None).version
    assert registry.get(tuned).metrics[READ] == 27
    assert read_manifest(registry.folder(tuned) / FOLDER).kind == "encoder"
    quick = train(registry, examples, TrainOptions(tiny_base, quick=True), lambda _: None).version
    assert READ not in registry.get(quick).metrics
