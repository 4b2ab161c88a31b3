"""Why a text was taken for its intent: the words that weighed, the second choice, and the examples that say nearly the same.

A word weighs what its deletion costs (occlusion; Zeiler and Fergus 2014, Li et al. 2016 for words): all texts with one word less go
through the encoder in one batch, which nobody waits for but who asks why.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlu.intent_model import IntentModel
from nlu.result import IntentScore

MOST_WORDS = 40
"""Distinct words that are tried; what comes later in a long message is not."""
NEAREST = 3

_WORD = re.compile(r"<[A-Z]+_\d+>|[\u3040-\u30ff\u4e00-\u9fff]|[^\W_]+(?:['’\-][^\W_]+)*")
"""A placeholder, a character of a script without spaces, or a word."""


@dataclass(frozen=True, slots=True)
class WordWeight:
    """`weight` is how much the intent's confidence falls without the word, wherever it stands; negative where it spoke against."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class KnownExample:
    """An example that the version learned from."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A known example and its cosine with the text."""

    text: str
    intent: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """`words` by weight, heaviest first. `second` is the next best intent, None where there is one intent only."""

    intent: IntentScore
    second: IntentScore | None
    words: tuple[WordWeight, ...]
    nearest: tuple[Neighbour, ...]


def explain(model: IntentModel, text: str, examples: Sequence[KnownExample] = ()) -> Explanation:
    """Of the best intent of `text`; `examples` are those among which the nearest are looked for."""
    result = model.parse(text)
    second = result.intents[1] if len(result.intents) > 1 else None
    return Explanation(result.intents[0], second, word_weights(model, text), _nearest(model, text, examples))


def word_weights(model: IntentModel, text: str) -> tuple[WordWeight, ...]:
    """Every word of the text with its weight, heaviest first."""
    words = tuple(dict.fromkeys(match.group().casefold() for match in _WORD.finditer(text)))[:MOST_WORDS]
    whole, *without = model.parse_many([text, *(_without(text, word) for word in words)])
    if whole.intent is None:
        return ()
    weights = [
        WordWeight(word, whole.confidence - _confidence(less.intents, whole.intent))
        for word, less in zip(words, without, strict=True)
    ]
    return tuple(sorted(weights, key=lambda item: -item.weight))


def _without(text: str, word: str) -> str:
    return _WORD.sub(lambda match: "" if match.group().casefold() == word else match.group(), text)


def _confidence(intents: Sequence[IntentScore], name: str) -> float:
    return next(score.confidence for score in intents if score.name == name)


def _nearest(model: IntentModel, text: str, examples: Sequence[KnownExample]) -> tuple[Neighbour, ...]:
    if not examples:
        return ()
    query = model.encoder.encode([text])[0]
    cosines = model.encoder.encode([example.text for example in examples]) @ query
    order = np.argsort(-cosines, kind="stable")[:NEAREST]
    return tuple(Neighbour(examples[row].text, examples[row].intent, float(cosines[row])) for row in order)
