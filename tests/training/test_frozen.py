import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch

from nlu.manifest import read_manifest
from nlu.onnx_encoder import OnnxEncoder
from training.base_model import load_tokenizer_json, resolve_base
from training.batches import padded, tokenise
from training.frozen import frozen_encoder, frozen_folder
from training.pooled_encoder import PooledEncoder

TEXTS = ["where is my parcel", "I want my money back please", "hello", "the courier left it with nobody and the gate was locked"]


def by_torch(base_folder: Path | None) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    base = resolve_base(base_folder)
    encoder = PooledEncoder.of(base).eval()
    tokens = tokenise(load_tokenizer_json(base), TEXTS, base.max_tokens)
    with torch.inference_mode():
        vectors: torch.Tensor = encoder(*padded(tokens, range(len(TEXTS)), torch.device("cpu")))
    return np.asarray(vectors.numpy(), np.float32)


def test_the_export_gives_what_torch_gives(real_encoder: OnnxEncoder) -> None:
    cosines = (real_encoder.encode(TEXTS) * by_torch(None)).sum(axis=1)
    assert (cosines > 0.975).all()


def test_padding_changes_nothing(tiny_frozen: Path, tiny_base: Path) -> None:
    cosines = (OnnxEncoder(tiny_frozen).encode(TEXTS) * by_torch(tiny_base)).sum(axis=1)
    assert (cosines > 0.99).all()


def test_exported_once(tiny_base: Path, tmp_path: Path) -> None:
    first = frozen_encoder(tmp_path, tiny_base)
    folder = frozen_folder(tmp_path, tiny_base)
    written = (folder / "encoder.onnx").stat().st_mtime_ns
    time.sleep(0.01)
    assert frozen_encoder(tmp_path, tiny_base).id == first.id
    assert (folder / "encoder.onnx").stat().st_mtime_ns == written
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    assert read_manifest(folder).kind == "encoder"


def test_exported_in_a_process_of_its_own_and_its_errors_come_back(tiny_base: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(tiny_base, broken)
    (broken / "model.safetensors").write_bytes(b"no weights")
    script = """
import sys
from pathlib import Path
from training.frozen import frozen_encoder
print(frozen_encoder(Path(sys.argv[1]), sys.argv[2]).dimension)
assert "torch" not in sys.modules
frozen_encoder(Path(sys.argv[1]), sys.argv[3])
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "models"), str(tiny_base), str(broken)], capture_output=True, text=True
    )
    assert int(ran.stdout) == resolve_base(tiny_base).dimension
    assert "AssertionError" not in ran.stderr
    assert f"BaseModelError: the base {broken}" in ran.stderr
