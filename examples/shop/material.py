"""The hand-written material, as read from the TOML files beside this module."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "texts"
TOPICS = ("delivery", "orders", "returns", "payment", "tea", "shop")


@dataclass(frozen=True, slots=True)
class Case:
    """One answer in several wordings, and the questions it was given to. `asks_order`: it needs the customer's order number."""

    intent: str
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    follow_ups: tuple[tuple[str, str], ...] = ()
    asks_order: bool = False


def cases() -> list[Case]:
    """Every case of every intent, in the order of the files."""
    return [_case(intent, raw) for topic in TOPICS for intent, body in read(topic).items() for raw in body["cases"]]


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _case(intent: str, raw: Mapping[str, Any]) -> Case:
    follow_ups = tuple((said, replied) for said, replied in raw.get("follow_ups", ()))
    return Case(intent, tuple(raw["questions"]), tuple(raw["answers"]), follow_ups, raw.get("asks_order", False))
