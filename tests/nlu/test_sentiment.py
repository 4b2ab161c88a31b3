from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from nlu.errors import ModelDamagedError
from nlu.sentiment import SENTIMENT_FILE, SentimentHead, lexicon_sentiment


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("this is terrible, the third time i ask!!", "negative"),
        ("the charger is broken, i hate this", "negative"),
        ("where is my parcel", "neutral"),
        ("can you help me change my address please", "neutral"),
        ("thanks a lot, works great", "positive"),
        ("", "neutral"),
    ],
)
def test_the_lexicon(text: str, mood: str) -> None:
    assert lexicon_sentiment(text).mood == mood


def test_a_head_tells_the_expected_mood() -> None:
    head = SentimentHead(np.array([[4.0, 0.0], [0.0, 0.0], [0.0, 4.0]], np.float32), np.zeros(3, np.float32))
    angry, happy = head.feel(np.array([1, 0], np.float32)), head.feel(np.array([0, 1], np.float32))
    expected = (np.exp(4) - 1) / (np.exp(4) + 2)
    assert (angry.mood, happy.mood) == ("negative", "positive")
    assert angry.score == pytest.approx(-expected)
    assert happy.score == pytest.approx(expected)


def test_a_version_without_a_head(tmp_path: Path) -> None:
    assert SentimentHead.load(tmp_path) is None


def test_a_damaged_head(tmp_path: Path) -> None:
    save_file({"weights": np.zeros((3, 2), np.float32)}, tmp_path / SENTIMENT_FILE)
    with pytest.raises(ModelDamagedError, match="sentiment head"):
        SentimentHead.load(tmp_path)
