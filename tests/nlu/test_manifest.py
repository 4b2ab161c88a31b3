from pathlib import Path

import pytest

from nlu.errors import ModelDamagedError, ModelMissingError, ModelTooNewError
from nlu.manifest import FORMAT, Manifest, file_hash, read_manifest, write_manifest


def written(folder: Path) -> Manifest:
    (folder / "encoder.onnx").write_bytes(b"network")
    (folder / "tokenizer.json").write_bytes(b"{}")
    files = {name: file_hash(folder / name) for name in ("encoder.onnx", "tokenizer.json")}
    manifest = Manifest(
        "intent", "v1", 3, 64, files, labels=("größe", "b"), temperature=0.5, heldout=("aa", "bb"), metrics={"accuracy": 0.9}
    )
    write_manifest(folder, manifest)
    return manifest


def test_reads_what_was_written(tmp_path: Path) -> None:
    manifest = written(tmp_path)
    assert read_manifest(tmp_path) == manifest


def test_a_changed_byte_is_named_with_what_to_do(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "encoder.onnx").write_bytes(b"nerwork")
    with pytest.raises(ModelDamagedError, match=r"encoder\.onnx is damaged.*firstline train.*models rollback"):
        read_manifest(tmp_path)
    assert read_manifest(tmp_path, verify=False).version == "v1"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "tokenizer.json").unlink()
    with pytest.raises(ModelMissingError, match=r"lacks its file tokenizer\.json"):
        read_manifest(tmp_path)


def test_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="there is no model in"):
        read_manifest(tmp_path / "none")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "x"}', '{"format": 1}', "\xff"])
def test_a_broken_manifest(tmp_path: Path, text: str) -> None:
    written(tmp_path)
    (tmp_path / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(ModelDamagedError, match=r"manifest\.json"):
        read_manifest(tmp_path)


def test_a_later_format_asks_for_an_upgrade(tmp_path: Path) -> None:
    written(tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', f'"format": {FORMAT + 1}'))
    with pytest.raises(ModelTooNewError, match="upgrade firstline"):
        read_manifest(tmp_path)


def test_encoder_id_follows_network_and_tokenizer_only(tmp_path: Path) -> None:
    manifest = written(tmp_path)
    one = Manifest("encoder", "other", 3, 64, manifest.files)
    two = Manifest("encoder", "other", 3, 64, {**manifest.files, "tokenizer.json": "0"})
    assert one.encoder_id == manifest.encoder_id != two.encoder_id
