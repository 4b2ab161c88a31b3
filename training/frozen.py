"""The frozen base as an encoder that serves: exported once, kept in models/base-<hash>."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from dialogs.progress import Progress, silent
from nlu.manifest import TOKENIZER_FILE, Manifest, write_manifest
from nlu.onnx_encoder import OnnxEncoder
from training.base_model import Base, Pooling, load_tokenizer_json, resolve_base
from training.errors import BaseModelError
from training.model_folder import checksums, library_versions, new_folder


def frozen_encoder(
    models: Path, base: Base | str | Path | None = None, *, threads: int = 1, progress: Progress = silent
) -> OnnxEncoder:
    """The base's encoder, exported to `models` on first use (about 8 s) and loaded from there ever after (0.2 s).

    Raises BaseModelError.
    """
    return OnnxEncoder(frozen_folder(models, base, progress=progress), threads)


def frozen_folder(models: Path, base: Base | str | Path | None = None, *, progress: Progress = silent) -> Path:
    """The folder of the exported base: encoder.onnx, tokenizer.json, manifest.json."""
    found = base if isinstance(base, Base) else resolve_base(base)
    folder = models / f"base-{found.hash[:12]}"
    if not folder.is_dir():
        progress("preparing the base", 0, 1)
        _export_apart(found, folder)
        progress("preparing the base", 1, 1)
    return folder


def _export_apart(base: Base, folder: Path) -> None:
    """In a process of its own, unless torch is loaded anyway: it would hold half a gigabyte for as long as this process lives."""
    if "torch" in sys.modules:
        _export(base, folder)
        return
    described = {name: str(value) for name, value in asdict(base).items()}
    child = subprocess.run(
        [sys.executable, "-m", "training.frozen", json.dumps(described), str(folder)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
    )
    if child.returncode:
        said = (child.stdout or child.stderr).strip().splitlines() or [f"the export ended with status {child.returncode}"]
        raise BaseModelError(said[-1])


def _main(described: str, folder: str) -> int:
    """The other side of `_export_apart`."""
    told = json.loads(described)
    base = Base(
        told["name"],
        Path(told["folder"]),
        int(told["dimension"]),
        int(told["max_tokens"]),
        Pooling(told["pooling"]),
        told["prefix"],
    )
    try:
        _export(base, Path(folder))
    except BaseModelError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    return 0


def _export(base: Base, folder: Path) -> None:
    from training.export_onnx import export_encoder
    from training.pooled_encoder import PooledEncoder

    with new_folder(folder) as temporary:
        (temporary / TOKENIZER_FILE).write_text(load_tokenizer_json(base), encoding="utf-8")
        export_encoder(PooledEncoder.of(base), temporary)
        manifest = Manifest(
            kind="encoder",
            version=folder.name,
            dimension=base.dimension,
            max_tokens=base.max_tokens,
            base=base.name,
            libraries=library_versions(),
            files=checksums(temporary),
        )
        write_manifest(temporary, manifest)


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
