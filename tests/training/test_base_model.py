import json
import shutil
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from tests.bases import make_tiny_base
from training.base_model import DEFAULT, Pooling, load_tokenizer_json, resolve_base
from training.errors import BaseModelError


def test_the_default_is_installed_with_the_training_stack() -> None:
    base = resolve_base(None)
    assert (base.name, base.dimension, base.max_tokens, base.pooling) == (DEFAULT, 384, 128, Pooling.MEAN)
    assert resolve_base("sentence-transformers/all-MiniLM-L6-v2") == base


def test_a_local_folder(tiny_base: Path) -> None:
    base = resolve_base(str(tiny_base))
    assert (base.name, base.dimension, base.max_tokens) == ("tiny", 32, 64)


def test_the_pooling_that_the_folder_asks_for(tmp_path: Path) -> None:
    folder = make_tiny_base(tmp_path / "cls")
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_cls_token": True}))
    assert resolve_base(folder).pooling is Pooling.CLS


def test_the_prefix_that_a_base_wants_is_read_before_every_text(tiny_base: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_base, tmp_path / "Multilingual-E5-tiny")
    plain, prefixed = (Tokenizer.from_str(load_tokenizer_json(resolve_base(base))) for base in (tiny_base, folder))
    assert (resolve_base(tiny_base).prefix, resolve_base(folder).prefix) == ("", "query: ")
    assert prefixed.encode("Where is it").ids == plain.encode("query: Where is it").ids
    assert resolve_base(folder).hash != resolve_base(tiny_base).hash
    prompts = {"prompts": {"query": "ask: ", "passage": ""}}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    assert resolve_base(folder).prefix == "ask: ", "what the folder says comes first"


def test_the_hash_follows_the_weights(tiny_base: Path, tmp_path: Path) -> None:
    same, other = make_tiny_base(tmp_path / "same"), make_tiny_base(tmp_path / "other", seed=1)
    assert resolve_base(tiny_base).hash == resolve_base(same).hash != resolve_base(other).hash


def test_a_folder_that_is_not_a_bert(tmp_path: Path) -> None:
    with pytest.raises(BaseModelError, match="is a gpt2, not a BERT; give an encoder: bert"):
        resolve_base(make_tiny_base(tmp_path / "gpt", model_type="gpt2"))


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("config.json", None, r"is not a base model: it has no config\.json"),
        ("config.json", "{", r"config\.json is not JSON"),
        ("config.json", "[]", "holds no settings"),
        ("model.safetensors", None, r"has no weights \(model\.safetensors or"),
    ],
)
def test_a_folder_that_lacks_something(tmp_path: Path, file: str, content: str | None, words: str) -> None:
    folder = make_tiny_base(tmp_path / "base")
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_text(content)
    with pytest.raises(BaseModelError, match=words):
        resolve_base(folder)


def test_weights_that_are_cut_short(tmp_path: Path) -> None:
    from training.frozen import frozen_folder

    folder = make_tiny_base(tmp_path / "base")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(BaseModelError, match=r"can't be loaded.*leave out --base"):
        frozen_folder(tmp_path / "models", folder)
    assert [path.name for path in (tmp_path / "models").iterdir()] == []


def test_a_tokenizer_that_is_missing(tmp_path: Path) -> None:
    folder = make_tiny_base(tmp_path / "base")
    (folder / "tokenizer.json").unlink()
    with pytest.raises(BaseModelError, match=r"has no tokenizer; its tokenizer\.json should be"):
        load_tokenizer_json(resolve_base(folder))


def test_a_hub_name_offline_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(BaseModelError, match=r"there is no folder 'nobody/nothing'.*HF_HUB_OFFLINE must not be 1"):
        resolve_base("nobody/nothing")
    with pytest.raises(BaseModelError, match="there is no folder 'not a name!'"):
        resolve_base("not a name!")
