"""All that is understood of a message, in one value: intents, values, language, mood, and whether two things are asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from nlu.entities import EntityFinder
from nlu.intent_model import IntentModel
from nlu.language import language_of
from nlu.micro_batches import MicroBatches
from nlu.parts import parts_of
from nlu.result import NluResult, Part, Sentiment
from nlu.sentiment import SentimentHead, lexicon_sentiment

PART_CONFIDENCE = 0.6
"""How sure the intent of a part must be, for the part to count as a question of its own."""


class IntentParser(Protocol):
    @property
    def version(self) -> str: ...

    def parse(self, text: str) -> NluResult: ...

    def parse_many(self, texts: Sequence[str]) -> list[NluResult]: ...


class Understander:
    """The intent model of a version, and what tells the rest. Besides the model's pass a message costs about 0.3 ms."""

    def __init__(
        self,
        model: IntentParser,
        entities: EntityFinder | None = None,
        sentiment: SentimentHead | None = None,
        *,
        doubtful: float = 1.0,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        """`doubtful`: the out-of-scope score above which a part asks for nothing that is known."""
        self._model = model
        self._entities = entities or EntityFinder()
        self._sentiment = sentiment
        self._doubtful = doubtful
        self._today = today

    @classmethod
    def of(cls, model: IntentModel, folder: Path, patterns: Sequence[str] = ()) -> "Understander":
        """With what else the model's folder holds; messages of several threads are understood together. `patterns`: see EntityFinder.of. Raises NluError."""
        doubtful = model.manifest.out_of_scope_threshold
        return cls(MicroBatches(model), EntityFinder.of(patterns), SentimentHead.load(folder), doubtful=doubtful)

    @property
    def version(self) -> str:
        return self._model.version

    def parse(self, text: str) -> NluResult:
        pieces = parts_of(text)
        if not pieces:
            return self._whole(self._model.parse(text))
        result, *parsed = self._model.parse_many([text, *pieces])
        return replace(self._whole(result), parts=self._asked(parsed))

    def parts(self, text: str) -> tuple[Part, ...]:
        """What a message asks for, where that is several things."""
        pieces = parts_of(text)
        return self._asked(self._model.parse_many(pieces)) if pieces else ()

    def _whole(self, result: NluResult) -> NluResult:
        language = language_of(result.text)
        return replace(
            result,
            language=language,
            entities=self._entities.find(result.text, language, self._today()),
            sentiment=self._mood(result, language),
        )

    def _mood(self, result: NluResult, language: str | None) -> Sentiment | None:
        if self._sentiment is not None:
            return self._sentiment.feel(result.vector)
        return lexicon_sentiment(result.text) if language == "en" else None

    def _asked(self, parsed: Sequence[NluResult]) -> tuple[Part, ...]:
        """The surest part of each intent, in the order of the text, where there are at least two."""
        best: dict[str, Part] = {}
        for result in parsed:
            if result.confidence < PART_CONFIDENCE or result.out_of_scope > self._doubtful:
                continue
            first = result.intents[0]
            if first.name not in best or best[first.name].intent.confidence < first.confidence:
                best[first.name] = Part(result.text, first)
        return tuple(best.values()) if len(best) > 1 else ()
