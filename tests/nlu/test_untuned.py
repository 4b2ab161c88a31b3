from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlu.errors import ModelMissingError
from nlu.head import Head, Heads
from nlu.intent_model import IntentModel
from nlu.manifest import write_manifest
from nlu.result import Matrix
from nlu.understanding import Understander
from nlu.untuned import BASE_ENCODER, FOLDER, UntunedBranch, WithUntunedReading, answering_model, untuned_half
from tests.nlu.test_intent_model import Compass, model


class BothBranches:
    """A tuned branch for which every text is a card, and the untuned one, which knows better."""

    id = "both"
    dimension = 4

    def encode(self, texts: Sequence[str]) -> Matrix:
        tuned = np.tile(np.array([1.0, 0.0], np.float32), (len(texts), 1))
        return np.asarray(np.concatenate([tuned, Compass().encode(texts)], axis=1) / 2**0.5, np.float32)


def untuned() -> IntentModel:
    plain = model()
    return IntentModel(UntunedBranch(BothBranches(), "base"), plain.manifest, plain._heads)


def test_the_untuned_branch_is_an_encoder_of_its_own() -> None:
    branch = UntunedBranch(BothBranches(), "base")
    assert (branch.id, branch.dimension) == ("base", 2)
    assert branch.encode(["card", "both"]).ravel().tolist() == pytest.approx([1.0, 0.0, 0.6, 0.8])
    assert untuned_half(BothBranches().encode(["refund"])[0]).tolist() == pytest.approx([0.0, 1.0])


def test_answers_are_judged_by_the_untuned_reading_and_intents_told_by_the_version() -> None:
    head = Head(np.array([[2.0, 0.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.0]], np.float32), np.zeros(2, np.float32))
    version = IntentModel(BothBranches(), replace(model().manifest, dimension=4), Heads(head, head))
    understander = Understander(version)
    result = WithUntunedReading(understander, untuned()).parse("refund")
    assert (result.intent, result.judging.intent) == ("card", "refund")
    assert result.vector.tolist() == result.judging.vector.tolist() == pytest.approx([0.0, 1.0])
    assert result.judging.confidence == model().parse("refund").confidence


def test_a_version_without_an_untuned_reading_judges_by_itself(tmp_path: Path) -> None:
    plain = model()
    assert answering_model(tmp_path, plain) is plain
    result = plain.parse("card")
    assert result.judging is result


def test_an_untuned_reading_that_lost_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    manifest = replace(model().manifest, files={"head.safetensors": "0"}, settings={BASE_ENCODER: "base"})
    write_manifest(tmp_path / FOLDER, manifest)
    with pytest.raises(ModelMissingError, match=r"untuned lacks its file head\.safetensors; train again"):
        answering_model(tmp_path, model())
