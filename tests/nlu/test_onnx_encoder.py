import shutil
from pathlib import Path

import numpy as np
import pytest

from nlu.errors import ModelDamagedError
from nlu.onnx_encoder import OnnxEncoder

ODD = ["", " \n ", "👍", "x" * 100_000, "שלום עולם", "\ud800", "\0", "a" * 3 + "\u200b", "ﬁ ＡＢＣ", "我的卡在哪里"]


def test_one_unit_vector_a_text_whatever_the_text(tiny_frozen: Path) -> None:
    encoder = OnnxEncoder(tiny_frozen)
    vectors = encoder.encode(ODD)
    assert vectors.shape == (len(ODD), encoder.dimension) == (len(ODD), 32)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1.0] * len(ODD), abs=1e-5)


def test_no_texts(tiny_frozen: Path) -> None:
    assert OnnxEncoder(tiny_frozen).encode([]).shape == (0, 32)


def test_order_is_kept_through_batches_sorted_by_length(tiny_frozen: Path) -> None:
    encoder = OnnxEncoder(tiny_frozen)
    texts = [" ".join(["word", str(number)] * (1 + 7 * number % 11)) for number in range(70)]
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert ((together * alone).sum(axis=1) > 0.99).all()
    assert (together @ alone.T).argmax(axis=1).tolist() == list(range(70))


def test_text_beyond_the_limit_is_not_read(tiny_frozen: Path) -> None:
    encoder = OnnxEncoder(tiny_frozen)
    assert encoder.count_tokens("word " * 1000) == encoder.manifest.max_tokens == 64
    assert encoder.count_tokens("two words") == 4


def test_an_encoder_that_is_no_network(tiny_frozen: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tiny_frozen, copy)
    (copy / "encoder.onnx").write_bytes(b"not a network")
    with pytest.raises(ModelDamagedError, match=r"encoder\.onnx is damaged"):
        OnnxEncoder(copy)
    with pytest.raises(ModelDamagedError, match="not a network that onnxruntime can load"):
        OnnxEncoder(copy, verify=False)


def test_the_real_base_knows_what_means_the_same(real_encoder: OnnxEncoder) -> None:
    lost, gone, dough = real_encoder.encode(["I lost my bank card", "my debit card is missing", "how long does pizza dough rise"])
    assert lost @ gone > 0.6
    assert lost @ dough < 0.2


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("\uff37\uff28\uff25\uff32\uff25 is my card", "where is my card"),
        ("WHERE is my CARD", "where is my card"),
        ("wheeeere is my cardddd", "where is my card"),
        ("цруку шы ьн сфкв зфксуд", "where is my card parcel"),
    ],
)
def test_what_typing_does_to_a_text_changes_nothing(tiny_frozen: Path, text: str, same: str) -> None:
    one, other = OnnxEncoder(tiny_frozen).encode([text, same])
    assert float(one @ other) > 0.999


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("我的卡", 3),  # a character of Chinese is a token, spaces or not
        ("我 的 卡", 3),
        ("refund退款", 4),
        ("refund 👍🏽", 3),
        ("<ORDER_1> refund", 7),
    ],
)
def test_tokens_of_other_scripts(tiny_frozen: Path, text: str, tokens: int) -> None:
    assert OnnxEncoder(tiny_frozen).count_tokens(text) == tokens + 2
