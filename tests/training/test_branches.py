import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from nlu.manifest import Manifest
from nlu.onnx_encoder import OnnxEncoder
from training.base_model import load_tokenizer_json, resolve_base
from training.batches import padded, tokenise
from training.branches import Branch, Trunk, TwoBranches, lower_layers
from training.export_onnx import export_encoder
from training.hidden_words import HiddenWords, special_pieces
from training.model_folder import checksums
from training.pooled_encoder import PooledEncoder
from training.trunk_output import TrunkOutput

TEXTS = ["where is my parcel", "I want my money back please", "hello", "the courier left it with nobody and the gate was locked"]


def tokens_of(folder: Path) -> list[list[int]]:
    return tokenise(load_tokenizer_json(resolve_base(folder)), TEXTS, 64)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_trunk_and_branch_together_are_the_base(tiny_base: Path, share: float) -> None:
    base = resolve_base(tiny_base)
    batch = padded(tokens_of(tiny_base), range(len(TEXTS)), torch.device("cpu"))
    trunk, branch, whole = Trunk(base, share).eval(), Branch(base, share).eval(), PooledEncoder.of(base).eval()
    with torch.inference_mode():
        assert torch.allclose(branch(trunk(*batch), batch[1]), whole(*batch), atol=1e-6)


def test_both_halves_of_the_vector(tiny_base: Path) -> None:
    base = resolve_base(tiny_base)
    tuned = Branch(base, 0.5)
    with torch.no_grad():
        for parameter in tuned.parameters():
            parameter.mul_(3.0)
    encoder = TwoBranches(Trunk(base, 0.5), tuned, Branch(base, 0.5)).eval()
    batch = padded(tokens_of(tiny_base), range(len(TEXTS)), torch.device("cpu"))
    with torch.inference_mode():
        vectors, whole = encoder(*batch), PooledEncoder.of(base).eval()(*batch)
    assert torch.allclose(vectors.norm(dim=1), torch.ones(len(TEXTS)), atol=1e-6)
    assert torch.allclose(vectors[:, 32:] * 2**0.5, whole, atol=1e-6)
    assert not torch.allclose(vectors[:, :32] * 2**0.5, whole, atol=1e-2)


def test_the_export_gives_what_the_base_gives_in_both_halves(tiny_base: Path, tiny_frozen: Path, tmp_path: Path) -> None:
    base = resolve_base(tiny_base)
    export_encoder(TwoBranches(Trunk(base, 0.5), Branch(base, 0.5), Branch(base, 0.5)), tmp_path)
    shutil.copyfile(tiny_frozen / "tokenizer.json", tmp_path / "tokenizer.json")
    vectors = OnnxEncoder(tmp_path, manifest=Manifest("encoder", "both", 64, 64, checksums(tmp_path))).encode(TEXTS)
    expected = OnnxEncoder(tiny_frozen).encode(TEXTS) / 2**0.5
    assert np.abs(vectors[:, :32] - expected).max() < 0.01
    assert np.abs(vectors[:, 32:] - expected).max() < 0.01


@pytest.mark.parametrize(("count", "share", "lower"), [(6, 0.5, 3), (12, 0.5, 6), (1, 0.5, 0), (2, 1.0, 1), (5, 0.5, 2)])
def test_one_layer_at_least_is_left_to_tune(count: int, share: float, lower: int) -> None:
    assert lower_layers(count, share) == lower


def test_what_is_kept_is_what_the_trunk_gives(tiny_base: Path) -> None:
    base, device = resolve_base(tiny_base), torch.device("cpu")
    trunk, tokens = Trunk(base, 0.5).eval(), tokens_of(tiny_base)
    kept, anew = (TrunkOutput(trunk, tokens, 32, device, most_bytes=most) for most in (1 << 20, 0))
    for rows in ([0, 3], [2], [3, 1, 0]):
        for texts in (0.0, 0.5, 1.0):  # with none, some and all of the texts read anew, because words are hidden
            (hidden, mask), (expected, same_mask) = (read.batch(rows, hiding(tiny_base, texts)) for read in (kept, anew))
            assert torch.equal(mask, same_mask)
            assert torch.allclose(hidden * mask.unsqueeze(-1), expected * mask.unsqueeze(-1), atol=2e-3)


def test_hidden_words_change_what_the_trunk_gives(tiny_base: Path) -> None:
    read = TrunkOutput(Trunk(resolve_base(tiny_base), 0.5).eval(), tokens_of(tiny_base), 32, torch.device("cpu"))
    plain, hidden, again = (read.batch([0, 1, 2], given)[0] for given in (None, hiding(tiny_base, 1.0), None))
    assert not torch.allclose(plain, hidden, atol=1e-2)
    assert torch.equal(plain, again)


def hiding(base: Path, texts: float) -> HiddenWords:
    return HiddenWords(special_pieces(load_tokenizer_json(resolve_base(base))), 0.5, texts, np.random.default_rng(0))
