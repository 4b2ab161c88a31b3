import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from nlu.errors import ModelDamagedError
from nlu.head import Head, Heads
from nlu.intent_model import IntentModel
from nlu.lexical_head import LexicalHead, LexicalHeads
from nlu.manifest import Manifest, file_hash, read_manifest, write_manifest
from nlu.result import Matrix

LABELS = ("card", "refund")


class Compass:
    """Vectors of texts that the test knows: the first letter decides."""

    id = "compass"
    dimension = 2

    def encode(self, texts: Sequence[str]) -> Matrix:
        known = {"c": (1.0, 0.0), "r": (0.0, 1.0), "b": (0.6, 0.8)}
        return np.array([known.get(text[:1], (1.0, 0.0)) for text in texts], np.float32).reshape(len(texts), 2)


def model(temperature: float = 1.0) -> IntentModel:
    manifest = Manifest("intent", "v7", 2, 64, {}, labels=LABELS, temperature=temperature)
    head = Head(np.array([[2.0, 0.0], [0.0, 2.0]], np.float32), np.array([0.0, 1.0], np.float32))
    return IntentModel(Compass(), manifest, Heads(head, Head(-head.weight, head.bias)))


def test_intents_best_first_with_calibrated_confidence() -> None:
    result = model(temperature=0.5).parse("card")
    assert result.intent == "card"
    assert [score.name for score in result.intents] == ["card", "refund"]
    assert result.confidence == pytest.approx(np.exp(4) / (np.exp(4) + np.exp(2)))
    assert sum(score.confidence for score in result.intents) == pytest.approx(1.0)
    assert (result.model, result.vector.tolist()) == ("v7", [1.0, 0.0])


def test_doubt_does_not_depend_on_the_temperature() -> None:
    sharp, flat = model(temperature=0.1).parse("both"), model(temperature=5.0).parse("both")
    assert sharp.out_of_scope == flat.out_of_scope
    assert sharp.confidence > 0.99 > 0.6 > flat.confidence


def test_doubt_grows_where_the_intents_are_close() -> None:
    assert model().parse("both").out_of_scope < model().parse("card").out_of_scope  # logits 1.2 and 2.6 against 2 and 1


@pytest.mark.parametrize("text", ["", "   ", "👍🎉", "?!"])
def test_nothing_said_is_complete_doubt(text: str) -> None:
    result = model().parse(text)
    assert result.out_of_scope == 1.0
    assert [score.confidence for score in result.intents] == [0.5, 0.5]


def test_many_at_once_in_order() -> None:
    assert [result.intent for result in model().parse_many(["refund", "card", "refund"])] == ["refund", "card", "refund"]
    assert model().parse_many([]) == []


def test_best_is_what_parse_says_of_as_many_texts_as_there_are() -> None:
    texts = ["card", "refund", "👍"] * 50
    assert model().best(texts) == [result.intents[0] for result in model().parse_many(texts)]


def folder_with_head(frozen: Path, folder: Path, rows: int) -> Path:
    shutil.copytree(frozen, folder)
    head = Head(np.eye(rows, 32, dtype=np.float32), np.zeros(rows, np.float32))
    Heads(head, head).save(folder)
    files = {name: file_hash(folder / name) for name in ("encoder.onnx", "tokenizer.json", "head.safetensors")}
    write_manifest(folder, Manifest("intent", "v1", 32, 64, files, labels=LABELS))
    return folder


def test_loads_from_a_folder(tiny_frozen: Path, tmp_path: Path) -> None:
    folder = folder_with_head(tiny_frozen, tmp_path / "v1", 2)
    loaded = IntentModel.load(folder)
    result = loaded.parse("where is it")
    logits = result.vector[:2]
    assert result.confidence == pytest.approx(1 / (1 + np.exp(-abs(logits[0] - logits[1]))), abs=1e-5)
    assert loaded.encoder.id == read_manifest(folder).encoder_id


def test_a_head_that_does_not_fit_its_labels(tiny_frozen: Path, tmp_path: Path) -> None:
    folder = folder_with_head(tiny_frozen, tmp_path / "v1", 3)
    with pytest.raises(ModelDamagedError, match=r"shape \(3, 32\) where 2 intents of 32 are expected"):
        IntentModel.load(folder)


def test_the_blind_head_is_another_one() -> None:
    assert [model().parse("refund").intent, model().blind().parse("refund").intent] == ["refund", "card"]
    assert model().blind().blind().parse("refund").intent == "card"


def test_a_folder_of_format_1_has_one_head_for_both(tiny_frozen: Path, tmp_path: Path) -> None:
    folder = folder_with_head(tiny_frozen, tmp_path / "v1", 2)
    save_file({"weight": np.eye(2, 32, dtype=np.float32), "bias": np.zeros(2, np.float32)}, folder / "head.safetensors")
    files = dict(read_manifest(folder, verify=False).files) | {"head.safetensors": file_hash(folder / "head.safetensors")}
    write_manifest(folder, Manifest("intent", "v1", 32, 64, files, format=1, labels=LABELS))
    old = IntentModel.load(folder)
    assert old.parse("where is it").confidence == old.blind().parse("where is it").confidence


def test_a_lexical_head_speaks_too(tiny_frozen: Path, tmp_path: Path) -> None:
    folder = folder_with_head(tiny_frozen, tmp_path / "v1", 2)
    zeros = Head(np.zeros((2, 32), np.float32), np.zeros(2, np.float32))
    says = [LexicalHead(np.tile(np.array(row, np.float16), (64, 1)), np.ones(64, np.float32)) for row in ((0, 2), (2, 0))]
    Heads(zeros, zeros, LexicalHeads(*says)).save(folder)
    names = ("encoder.onnx", "tokenizer.json", "head.safetensors", "lexical.safetensors")
    write_manifest(folder, Manifest("intent", "v1", 32, 64, {name: file_hash(folder / name) for name in names}, labels=LABELS))
    loaded = IntentModel.load(folder)
    assert [loaded.parse("anything").intent, loaded.blind().parse("anything").intent] == ["refund", "card"]


def test_a_lexical_head_that_does_not_fit_its_labels(tiny_frozen: Path, tmp_path: Path) -> None:
    folder = folder_with_head(tiny_frozen, tmp_path / "v1", 2)
    head, lexical = (
        Head(np.zeros((2, 32), np.float32), np.zeros(2, np.float32)),
        LexicalHead(np.zeros((64, 3), np.float16), np.ones(64, np.float32)),
    )
    Heads(head, head, LexicalHeads(lexical, lexical)).save(folder)
    files = dict(read_manifest(folder, verify=False).files) | {
        name: file_hash(folder / name) for name in ("head.safetensors", "lexical.safetensors")
    }
    write_manifest(folder, Manifest("intent", "v1", 32, 64, files, labels=LABELS))
    with pytest.raises(ModelDamagedError, match=r"lexical head of another shape than \(64, 2\)"):
        IntentModel.load(folder)


def test_a_head_that_is_cut_short(tiny_frozen: Path, tmp_path: Path) -> None:
    folder = folder_with_head(tiny_frozen, tmp_path / "v1", 2)
    head = folder / "head.safetensors"
    head.write_bytes(head.read_bytes()[:-8])
    with pytest.raises(ModelDamagedError, match=r"head\.safetensors is damaged"):
        IntentModel.load(folder)
    with pytest.raises(ModelDamagedError, match="can't be read as a classifier's head"):
        IntentModel.load(folder, verify=False)
