"""The robustness card of a version: how many held-out questions it still tells when they are typed as customers type."""

import random
from collections.abc import Sequence

from dialogs.progress import Progress, silent
from nlu.intent_model import IntentModel
from nlu.understanding import Understander
from training.noise import NOISES

MOST_TEXTS = 150
"""Held-out texts that are spoiled, each once by every noise: seconds at most, and a standard error of three points at worst."""
FEWEST_TEXTS = 10
MOST_SCORES = 500_000
"""Intents times texts: with ten thousand intents, fifty texts are spoiled."""
MOST_PAIRS = 60


def robustness_card(
    model: IntentModel, texts: Sequence[str], intents: Sequence[str], seed: int, progress: Progress = silent
) -> dict[str, float]:
    """Accuracy in [0, 1] by kind of noise, `clean` being without any; a kind that fits fewer than ten texts is left out.

    `two_questions` is the share of messages made of two questions of different intents in which both intents were seen, and
    `false_second_questions` the share of the single questions in which two were.
    """
    draw = random.Random(seed)
    most = min(len(texts), MOST_TEXTS, max(FEWEST_TEXTS, MOST_SCORES // len(model.labels)))
    rows = sorted(draw.sample(range(len(texts)), most))
    card: dict[str, float] = {}
    spoiled = {"clean": [(texts[row], intents[row]) for row in rows]}
    for name, noise in NOISES.items():
        spoiled[name] = [(text, intents[row]) for row in rows if (text := noise(texts[row], draw)) is not None]
    for number, (name, pairs) in enumerate(spoiled.items(), start=1):
        if len(pairs) >= FEWEST_TEXTS:
            told = model.best([text for text, _ in pairs])
            card[name] = sum(score.name == intent for score, (_, intent) in zip(told, pairs, strict=True)) / len(pairs)
        progress("robustness", number, len(spoiled) + 1)
    card |= _two_questions(model, [(texts[row], intents[row]) for row in rows], draw)
    progress("robustness", len(spoiled) + 1, len(spoiled) + 1)
    return card


def _two_questions(model: IntentModel, asked: Sequence[tuple[str, str]], draw: random.Random) -> dict[str, float]:
    pairs = [(one, other) for one, other in zip(asked, draw.sample(list(asked), len(asked)), strict=True) if one[1] != other[1]]
    if len(pairs) < FEWEST_TEXTS:
        return {}
    understander = Understander(model, doubtful=model.manifest.out_of_scope_threshold)
    both = [
        {part.intent.name for part in understander.parts(f"{one.rstrip()} {draw.choice(('And', 'Also,'))} {other}")}
        >= {first, second}
        for (one, first), (other, second) in pairs[:MOST_PAIRS]
    ]
    single = [bool(understander.parts(text)) for text, _ in asked[:MOST_PAIRS]]
    return {"two_questions": sum(both) / len(both), "false_second_questions": sum(single) / len(single)}
