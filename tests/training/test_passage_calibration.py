"""Confidences of passages, learned from pages that nobody labelled."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dialogs.database import Database
from nlu.onnx_encoder import OnnxEncoder
from retrieval.documents.library import Library
from retrieval.passage_confidence import DEFAULT, features
from retrieval.passage_index import PassageIndex
from retrieval.passage_search import PassageRetriever
from retrieval.recorded_passages import read_passages
from tests.retrieval.encoders import WordEncoder
from training.calibration_material import off_topic_texts
from training.passage_calibration import PassagePoint, _fitted, fit_passage_calibration

HELP = Path(__file__).parents[2] / "examples" / "shop" / "help"


def pages(database: Database, *paths: Path) -> PassageIndex:
    Library(database).import_paths(paths)
    with database.session(read_only=True) as session:
        return PassageIndex.build(read_passages(session), WordEncoder())


def test_too_few_pages_are_left_to_the_cautious_default(sqlite_database: Database) -> None:
    index = pages(sqlite_database, HELP / "sourcing.md")
    found = fit_passage_calibration(index, WordEncoder(), None, risk=0.02, confidence=0.95)
    assert found == replace(DEFAULT, encoder="words-1", chosen_risk=0.02, chosen_confidence=0.95)


def test_the_shops_pages_calibrate_themselves_and_let_no_text_about_nothing_through(
    sqlite_database: Database, real_encoder: OnnxEncoder
) -> None:
    Library(sqlite_database).import_paths([HELP])
    with sqlite_database.session(read_only=True) as session:
        index = PassageIndex.build(read_passages(session), real_encoder)
    found = fit_passage_calibration(index, real_encoder, None, risk=0.02, confidence=0.95)
    assert found.samples > 60
    assert found.quoted > 0.05
    assert found.risk <= 0.02
    assert 0.7 <= found.threshold <= 1
    assert min(found.weights) >= 0
    retriever, texts = PassageRetriever(index), off_topic_texts()
    quoted = 0
    for text, vector in zip(texts, real_encoder.encode(texts), strict=True):
        quoted += bool((found.confidences(features(retriever.search(text, vector))) >= found.threshold).any())
    assert quoted <= 0.02 * len(texts)
    query = "Who is your data protection officer?"
    hits = retriever.search(query, real_encoder.encode([query])[0])
    best = int(np.argmax(found.confidences(features(hits))))
    assert hits[best].passage.path == ("Who is responsible",)


def point(first: float, right: bool) -> PassagePoint:
    """Two hits that differ in the first feature alone; the better one is right, or none is."""
    rows = np.zeros((2, 6), np.float32)
    rows[:, 0] = first, first - 0.3
    return PassagePoint(rows, np.array([right, False]))


def test_the_threshold_lies_above_what_is_found_for_hidden_and_other_texts() -> None:
    known = [point(0.9 - 0.001 * number, True) for number in range(60)]
    hidden = [point(0.4 - 0.001 * number, False) for number in range(60)]
    off_topic = [point(0.5, False)] * 50
    found = _fitted(known, hidden, off_topic, 0.02, 0.95)
    assert (found.quoted, found.risk, found.off_topic) == (1.0, 0.0, 0.0)
    strange = float(found.confidences(off_topic[0].rows).max())
    assert strange < found.threshold <= float(found.confidences(known[-1].rows).max())


def test_where_hidden_questions_look_like_known_ones_nothing_is_quoted() -> None:
    known = [point(0.8, True)] * 60
    hidden = [point(0.8, False)] * 60
    assert _fitted(known, hidden, [], 0.02, 0.95).threshold > 1


@pytest.mark.parametrize("weight", ["nearest"])
def test_a_score_never_speaks_against_a_passage(weight: str) -> None:
    backwards = [PassagePoint(np.array([[0.1, 0, 0, 0, 0, 0.5], [0.9, 0, 0, 0, 0, 0.1]], np.float32), np.array([True, False]))] * 60
    found = _fitted(backwards, [point(0.2, False)] * 60, [], 0.02, 0.95)
    assert dict(zip(found.features, found.weights, strict=True))[weight] == 0
