"""Bases for tests: a tiny BERT with random weights that trains in a second, and the real one."""

import shutil
from pathlib import Path

import pytest

from nlu.onnx_encoder import OnnxEncoder
from training.base_model import resolve_base
from training.examples import Example


def make_tiny_base(folder: Path, *, model_type: str = "bert", seed: int = 0) -> Path:
    """A BERT of two layers, 32 wide, with the default base's tokenizer."""
    import torch
    from transformers import BertConfig, BertModel

    folder.mkdir(parents=True)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=30522,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder)
    shutil.copyfile(resolve_base(None).folder / "tokenizer.json", folder / "tokenizer.json")
    if model_type != "bert":
        path = folder / "config.json"
        path.write_text(path.read_text().replace('"model_type": "bert"', f'"model_type": "{model_type}"'))
    return folder


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_base(tmp_path_factory.mktemp("base") / "tiny")


@pytest.fixture(scope="session")
def tiny_frozen(tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny base, exported: a folder with encoder.onnx. Tests only read it."""
    from training.frozen import frozen_folder

    return frozen_folder(tmp_path_factory.mktemp("models"), tiny_base)


@pytest.fixture(scope="session")
def real_encoder(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    """The default base as it serves."""
    from training.frozen import frozen_encoder

    return frozen_encoder(tmp_path_factory.mktemp("models"))


SUBJECTS = {
    "refund": "refund money back payment returned",
    "delivery": "parcel delivery courier late shipping",
    "password": "password login account reset locked",
}
OPENINGS = (
    "hello my",
    "please help the",
    "question about",
    "i have a",
    "what of the",
    "no",
    "where is my",
    "again the",
    "the",
    "need",
)


def toy_examples(each: int = 20) -> list[Example]:
    """`each` examples of three intents whose words do not overlap."""
    rows: list[Example] = []
    for intent, words in SUBJECTS.items():
        parts = words.split()
        for number in range(each):
            one, two = parts[number % 5], parts[(number // 5 + number + 1) % 5]
            rows.append(Example(f"{OPENINGS[number % 10]} {one} {two} {number}", intent, len(rows) + 2))
    return rows
