"""How a customer feels: by a head on the encoder's vector where one was trained, else by the lexicon VADER for English.

VADER (Hutto and Gilbert 2014) knows English words only, and words of other languages would mislead it ("die" in German), so that
for those nothing is told until a head was trained, which works in every language that the base reads.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from nlu.errors import ModelDamagedError
from nlu.manifest import REMEDY
from nlu.result import Matrix, Sentiment, Vector
from nlu.scores import softmax

if TYPE_CHECKING:
    from vader import SentimentIntensityAnalyzer

SENTIMENT_FILE = "sentiment.safetensors"
MOODS = ("negative", "neutral", "positive")
"""The rows of a head."""
CLEAR = 0.25
"""A score beyond this, either way, is negative or positive rather than neutral."""
LONGEST = 400

_SUBJECTS = """
    please help helps helped helping support supported supports like want wants wanted friend friends share gift sure certain allow allowed
    kind number top pay paid pays charge charged charges charging credit credited fee accept accepts accepted beneficiary free cancel canceled
    cancelled cancelling create created interest interested secure security swift trust holiday value worth important approve approved reach
"""
"""Words that VADER has feelings about and that a customer uses for the subject, or out of politeness."""


@dataclass(frozen=True, slots=True, eq=False)
class SentimentHead:
    """Linear on the encoder's vector; `weight` (3, dimension) and `bias` (3,), float32, rows in the order of MOODS."""

    weight: Matrix
    bias: Vector

    @classmethod
    def load(cls, folder: Path) -> "SentimentHead | None":
        """None where the version has none. Raises ModelDamagedError."""
        path = folder / SENTIMENT_FILE
        if not path.is_file():
            return None
        try:
            held = load_file(path)
            return cls(held["weight"].astype(np.float32), held["bias"].astype(np.float32))
        except (SafetensorError, KeyError) as error:
            raise ModelDamagedError(f"{path} can't be read as a sentiment head ({error}); {REMEDY}") from error

    def feel(self, vector: Vector) -> Sentiment:
        """The score is the expected mood: positive minus negative probability."""
        shares = softmax((self.weight @ vector + self.bias)[None, :])[0]
        return Sentiment(float(shares[2] - shares[0]), MOODS[int(shares.argmax())])


def lexicon_sentiment(text: str) -> Sentiment:
    """VADER's compound score of an English text (0.1 ms)."""
    score = float(_analyser().polarity_scores(text[:LONGEST])["compound"])
    return Sentiment(score, mood_of(score))


def mood_of(score: float) -> str:
    return "negative" if score <= -CLEAR else "positive" if score >= CLEAR else "neutral"


@lru_cache(maxsize=1)
def _analyser() -> "SentimentIntensityAnalyzer":
    from vader import SentimentIntensityAnalyzer
    from vader.data.lexicon import LEXICON

    subjects = set(_SUBJECTS.split())
    return SentimentIntensityAnalyzer({word: score for word, score in LEXICON.items() if word not in subjects})
