import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nlu.manifest import read_manifest
from nlu.result import Matrix, NluResult
from nlu.search_encoder import FOLDER, WithSearchVector, search_encoder
from nlu.understanding import Understander
from tests.nlu.test_intent_model import model


class Length:
    """One number: how long the text is."""

    id = "length"
    dimension = 1

    def encode(self, texts: Sequence[str]) -> Matrix:
        return np.array([[len(text)] for text in texts], np.float32)


def test_only_the_vector_is_that_of_the_search() -> None:
    understander = Understander(model())
    result, plain = WithSearchVector(understander, Length()).parse("card"), understander.parse("card")
    assert result.vector.tolist() == [4.0]
    assert (result.intents, result.out_of_scope, result.model) == (plain.intents, plain.out_of_scope, "v7")
    assert isinstance(result, NluResult)


def test_a_version_without_a_search_encoder_searches_with_that_of_its_intents(tmp_path: Path, tiny_frozen: Path) -> None:
    plain = model()
    assert search_encoder(tmp_path, plain) is plain.encoder
    shutil.copytree(tiny_frozen, tmp_path / FOLDER)
    assert search_encoder(tmp_path, plain).id == read_manifest(tiny_frozen).encoder_id
