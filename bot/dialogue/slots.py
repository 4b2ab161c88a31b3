"""Slots: the placeholders of an answer template, and the customer's values that fill them."""

import re
from collections.abc import Mapping, Sequence

PLACEHOLDER = re.compile(r"<([A-Z]+)_(\d+)>")


def kind_of(placeholder: str) -> str:
    """`<ORDER_1>` -> `order`."""
    match = PLACEHOLDER.fullmatch(placeholder)
    if match is None:
        raise ValueError(f"{placeholder!r} is not a placeholder such as <ORDER_1>")
    return match[1].lower()


def fillers(slots: Sequence[str], values: Mapping[str, str]) -> dict[str, str]:
    """Which of the customer's values goes into which slot.

    Numbers count within one dialog only, so the template's `<ORDER_2>` says no more than "the second order of that dialog": the
    slots of a kind, in order, take the values of the kind that this customer spoke of last. A kind with fewer values than slots
    fills none of them, for a half-filled answer would mix two orders up. `values`: those spoken of last stand last.
    """
    filled: dict[str, str] = {}
    for kind in dict.fromkeys(kind_of(slot) for slot in slots):
        wanted = sorted({slot for slot in slots if kind_of(slot) == kind}, key=_number)
        given = [value for name, value in values.items() if kind_of(name) == kind]
        if len(given) >= len(wanted):
            filled |= dict(zip(wanted, given[-len(wanted) :], strict=True))
    return filled


def missing(slots: Sequence[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """Kinds of slot that the customer's values don't fill, in the template's order, each once."""
    filled = fillers(slots, values)
    return tuple(dict.fromkeys(kind_of(slot) for slot in slots if slot not in filled))


def fill(text: str, slots: Sequence[str], values: Mapping[str, str]) -> str:
    """The template with its slots filled. Placeholders that are no slots stay as they are."""
    filled = fillers(slots, values)
    return PLACEHOLDER.sub(lambda match: filled.get(match[0], match[0]), text)


def mentioned_last(values: Mapping[str, str], text: str) -> dict[str, str]:
    """The values with those that the text speaks of moved to the end, in its order."""
    spoken_of = dict.fromkeys(match[0] for match in PLACEHOLDER.finditer(text) if match[0] in values)
    rest = {name: value for name, value in values.items() if name not in spoken_of}
    return rest | {name: values[name] for name in spoken_of}


def latest(values: Mapping[str, str]) -> dict[str, str]:
    """The value of each kind that was spoken of last."""
    return {kind_of(name): value for name, value in values.items()}


def accepted(values: Mapping[str, str], patterns: Sequence[str]) -> dict[str, str]:
    """The values without order numbers that fit none of the team's `patterns`; all where there are none."""
    return {
        name: value
        for name, value in values.items()
        if not patterns or kind_of(name) != "order" or any(re.search(pattern, value) for pattern in patterns)
    }


def _number(placeholder: str) -> int:
    return int(placeholder.rstrip(">").rpartition("_")[2])
