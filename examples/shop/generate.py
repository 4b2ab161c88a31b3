"""Writes dialogs.jsonl from the texts: `python -m examples.shop.generate`. The same seed gives the same bytes."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from examples.shop.composer import Composer, Script
from examples.shop.material import cases
from examples.shop.people import people

SEED = 14
CUSTOMERS = 600
FIRST_DAY = datetime(2025, 3, 3, tzinfo=UTC)
DAYS = 181
TAGGED = 0.52
"""Chance that an agent tags a dialog whose first message says what it is about: where there's time for it."""
FILE = Path(__file__).with_name("dialogs.jsonl")


def lines(seed: int = SEED) -> list[str]:
    """One JSON object a dialog, in order of time."""
    rng = Random(seed)
    scripts = list(Composer(people(CUSTOMERS, rng), rng).scripts(cases()))
    rng.shuffle(scripts)
    starts = sorted(_moment(rng) for _ in scripts)
    rows = (_row(number, start, script, rng) for number, (start, script) in enumerate(zip(starts, scripts, strict=True), start=1))
    return [json.dumps(row, ensure_ascii=False) for row in rows]


def _moment(rng: Random) -> datetime:
    """A moment at which people write to a shop: any day, mostly in the daytime."""
    minute = int(rng.triangular(7 * 60, 23 * 60, 13 * 60))
    return FIRST_DAY + timedelta(days=rng.randrange(DAYS), minutes=minute, seconds=rng.randrange(60))


def _row(number: int, start: datetime, script: Script, rng: Random) -> dict[str, Any]:
    dialog = f"shop-{number:04}"
    tagged = script.intent is not None and script.tagged and rng.random() < TAGGED
    return {
        "id": dialog,
        "customer": {"id": script.customer.id, "name": script.customer.name},
        "started_at": _written(start),
        "language": "en",
        "tags": [script.intent] if tagged else [],
        "rating": _rating(script, rng),
        "turns": _turns(dialog, start, script, rng),
    }


def _turns(dialog: str, start: datetime, script: Script, rng: Random) -> list[dict[str, Any]]:
    turns, at, before = [], start, script.turns[0][0]
    for position, (role, content) in enumerate(script.turns, start=1):
        if position > 1:
            at += timedelta(seconds=rng.randint(5, 40) if role == before else rng.randint(40, 600))
        turns.append({"id": f"{dialog}-{position}", "role": role, "at": _written(at), "content": content})
        before = role
    return turns


def _rating(script: Script, rng: Random) -> int | None:
    if rng.random() < 0.5:
        return None
    return rng.choice((3, 4, 4, 5, 5, 5)) if script.answered else rng.choice((1, 1, 2))


def _written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


if __name__ == "__main__":
    FILE.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
