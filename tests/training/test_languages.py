"""One classifier for several languages: needs the multilingual base, which is skipped where it is not unpacked."""

import os
from pathlib import Path

import pytest

from benchmarks.languages import DATA, measured, read

BASE = Path(os.environ.get("FIRSTLINE_TEST_MULTILINGUAL_BASE", "/nowhere"))


def test_the_questions_cover_every_intent_in_every_language() -> None:
    train, test = read("train"), read("test")
    intents = sorted({row.intent for row in train["en"]})
    assert len(intents) == 20
    assert set(test) == {"en", "de", "es", "ru", "zh"}
    for rows in test.values():
        assert sorted({row.intent for row in rows}) == intents
        assert len(rows) == 2 * len(intents)
    texts = [row.text for part in (train, test) for rows in part.values() for row in rows]
    assert len(texts) == len(set(texts)), DATA


@pytest.mark.slow
@pytest.mark.skipif(not BASE.is_dir(), reason="set FIRSTLINE_TEST_MULTILINGUAL_BASE to the folder of multilingual-e5-small")
def test_english_examples_answer_questions_in_other_languages() -> None:
    found = {item.language: item.accuracy for item in measured(str(BASE), tuned=False, seed=0)}
    assert min(found.values()) >= 0.7
