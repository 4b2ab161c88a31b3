import json
import math

import numpy as np
import pytest

from nlu.result import IntentScore, NluResult
from retrieval.confidence import DEFAULT, FEATURES, Calibration, Thresholds, candidates, features
from retrieval.errors import CalibrationError
from retrieval.hit import AnswerTemplate, Hit

WIDTH = len(FEATURES)


def nlu(*intents: tuple[str, float], text: str = "where is it", out_of_scope: float = 0.1) -> NluResult:
    scores = tuple(IntentScore(name, confidence) for name, confidence in intents)
    return NluResult(text, scores, out_of_scope, np.ones(1, np.float32), "m1")


def hit(
    answer: int, intent: str | None = None, *, dense: float = 0.5, score: float = 0.5, prior: float = 0.0, support: float = 0.0
) -> Hit:
    return Hit(
        AnswerTemplate(answer, f"answer {answer}", intent), f"question {answer}", score, dense, 0.4, prior, 0.3, support, 0.2
    )


def row(values: dict[str, float]) -> list[float]:
    return [values[name] for name in FEATURES]


def test_features_of_two_hits_are_what_their_names_say() -> None:
    found = features(
        nlu(("track", 0.8), ("refund", 0.15), ("other", 0.05)),
        [hit(1, "track", dense=0.9, score=0.7, prior=0.8, support=0.6), hit(2, "refund", dense=0.6, score=0.75, prior=0.15)],
    )
    shared = {"stated": 0.2, "lexical": 0.4, "matched": 0.3, "intent_confidence": 0.8, "intent_margin": 0.65, "out_of_scope": 0.1}
    shared |= {"no_intent": 0.0, "agreement": 0.5, "length": math.log1p(11)}
    first = shared | {"dense": 0.9, "dense_margin": 0.3, "score_margin": -0.05, "support": 0.6, "prior": 0.8, "top_intent": 1.0}
    second = shared | {"dense": 0.6, "dense_margin": -0.3, "score_margin": 0.05, "support": 0.0, "prior": 0.15, "top_intent": 0.0}
    np.testing.assert_allclose(found, [row(first), row(second)], atol=1e-6)


def test_an_intent_that_the_classifier_does_not_know_counts_as_none() -> None:
    found = features(nlu(("track", 1.0)), [hit(1, "brand new"), hit(2, None), hit(3, "track")])
    assert found[:, FEATURES.index("no_intent")].tolist() == [1.0, 1.0, 0.0]
    assert found[:, FEATURES.index("agreement")].tolist() == pytest.approx([0, 0, 1 / 3])


def test_a_single_hit_stands_apart_by_all_it_has() -> None:
    found = features(nlu(("track", 1.0)), [hit(1, dense=0.7, score=0.4)])
    assert found[0, FEATURES.index("dense_margin")] == pytest.approx(0.7)
    assert found[0, FEATURES.index("score_margin")] == pytest.approx(0.4)


def test_no_hits_give_no_candidates_and_no_intents_are_fine() -> None:
    assert features(nlu(), []).shape == (0, len(FEATURES))
    assert candidates(nlu(), [], DEFAULT) == ()
    assert features(nlu(), [hit(1)])[0, FEATURES.index("intent_confidence")] == 0


def test_confidence_is_the_sigmoid_of_the_standardised_features() -> None:
    weights = [0.0] * len(FEATURES)
    weights[0] = 2.0
    mean, std = [0.0] * len(FEATURES), [1.0] * len(FEATURES)
    mean[0], std[0] = 0.5, 0.25
    calibration = Calibration(tuple(weights), -1.0, tuple(mean), tuple(std), Thresholds(0.9, 0.3, 0.5))
    found = candidates(nlu(("a", 1.0)), [hit(1, dense=0.5), hit(2, dense=1.0)], calibration)
    assert [item.hit.answer.id for item in found] == [2, 1]
    assert [item.confidence for item in found] == pytest.approx([1 / (1 + math.exp(-3)), 1 / (1 + math.exp(1))])


def test_the_default_answers_the_same_words_and_not_merely_similar_ones() -> None:
    known = nlu(("track", 0.9), ("refund", 0.1), out_of_scope=0.05)
    same = [hit(1, "track", dense=0.99, score=1, prior=0.9, support=0.7), hit(2, "refund", dense=0.5, prior=0.1)]
    similar = [hit(1, "track", dense=0.7, score=1, prior=0.9, support=0.3), hit(2, "refund", dense=0.6, prior=0.1)]
    assert candidates(known, same, DEFAULT)[0].confidence > DEFAULT.thresholds.answer
    assert candidates(known, similar, DEFAULT)[0].confidence < DEFAULT.thresholds.answer


def test_a_calibration_survives_json() -> None:
    calibration = Calibration(
        (0.5,) * WIDTH, 0.25, (0.1,) * WIDTH, (2.0,) * WIDTH, Thresholds(0.8, 0.2, 0.4), "m1", 0.5, 0.01, 0.02, 300
    )
    assert Calibration.from_json(calibration.to_json()) == calibration


def broken(**changes: object) -> str:
    return json.dumps(json.loads(DEFAULT.to_json()) | changes)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a calibration"),
        ("[]", "not a calibration"),
        ("{}", "weights"),
        (broken(bias=float("nan")), "finite"),
        (broken(std=[0.0] * WIDTH), "above 0"),
        (broken(weights=[1.0]), "differ in length"),
        (broken(features=["x"] * WIDTH), "this version computes dense"),
    ],
)
def test_what_is_no_calibration_is_refused_and_says_what_to_run(text: str, says: str) -> None:
    with pytest.raises(CalibrationError, match=says) as caught:
        Calibration.from_json(text)
    assert "firstline index" in str(caught.value)
