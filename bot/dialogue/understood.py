"""What was understood of a message besides its intents, as the record and `ask --json` show it."""

from collections.abc import Mapping
from typing import Any

from nlu.result import Entity, NluResult


def understood(nlu: NluResult | None, values: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Language, mood, values and the parts that ask for different things.

    `values` are the customer's own by placeholder: with them, an order number is shown as it was written. What is stored must do
    without.
    """
    return {
        "detected_language": nlu.language if nlu else None,
        "sentiment": {"score": nlu.sentiment.score, "mood": nlu.sentiment.mood} if nlu and nlu.sentiment else None,
        "entities": [_entity(entity, values or {}) for entity in nlu.entities] if nlu else [],
        "parts": [
            {"text": part.text, "intent": part.intent.name, "confidence": part.intent.confidence}
            for part in (nlu.parts if nlu else ())
        ],
    }


def _entity(entity: Entity, values: Mapping[str, str]) -> dict[str, str]:
    own = values.get(entity.value)
    return {"kind": entity.kind, "value": own or entity.value, "normal": own or entity.normal}
