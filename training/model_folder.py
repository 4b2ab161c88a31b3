"""Model folders appear whole or not at all: written under a temporary name, then renamed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from safetensors import SafetensorError

from nlu.manifest import file_hash
from training.errors import NoSpaceError

NEARLY_FULL = 50_000_000
"""Bytes left on a disk on which a file of a model may just have failed."""
LIBRARIES = ("firstline", "torch", "transformers", "onnx", "onnxruntime", "tokenizers", "scikit-learn", "numpy")


@contextmanager
def new_folder(final: Path) -> Iterator[Path]:
    """A temporary folder next to `final` that takes its place when the block ends, and vanishes if the block fails.

    Where `final` has appeared meanwhile (another process made the same), that one stays.
    """
    temporary = final.with_name(f".{final.name}.tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    try:
        yield temporary
        if not final.exists():
            temporary.rename(final)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def told_if_full(folder: Path) -> Iterator[None]:
    """A full disk, which each library that writes files reports as something else, is reported as NoSpaceError."""
    from google.protobuf.message import DecodeError

    try:
        yield
    except (SafetensorError, DecodeError) as error:
        free = shutil.disk_usage(folder).free
        if free > NEARLY_FULL:
            raise
        raise NoSpaceError(
            f"the disk is full: {free // 1_000_000} MB are left in {folder}; the live version is untouched, make room and train again"
        ) from error


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in the folder, by name."""
    return {path.name: file_hash(path) for path in sorted(folder.iterdir()) if path.is_file()}


def library_versions() -> dict[str, str]:
    """What a version was made with, for the manifest."""
    return {name: found for name in LIBRARIES if (found := _version(name))}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
