"""Slots: the placeholders of an answer template, and the customer's values that fill them."""

import re
from collections.abc import Mapping, Sequence

from dialogs.record import Redacted

PLACEHOLDER = re.compile(r"<([A-Z]+)_(\d+)>")
BARE_VALUE = re.compile(r"(?<![\w<-])(?=[\w-]*\d[\w-]*\d[\w-]*\d)[A-Za-z\d][A-Za-z\d-]{3,30}(?![\w>-])")
"""Four characters or more with at least three digits: 48213, MB-48213, 406-1234567-8901234."""
LONGEST_SLOT_REPLY = 12
"""Words: a longer reply is a message of its own, in which a number could be anything."""


def kind_of(placeholder: str) -> str:
    """`<ORDER_1>` -> `order`."""
    match = PLACEHOLDER.fullmatch(placeholder)
    if match is None:
        raise ValueError(f"{placeholder!r} is not a placeholder such as <ORDER_1>")
    return match[1].lower()


def fillers(slots: Sequence[str], values: Mapping[str, str]) -> dict[str, str]:
    """Which of the customer's values goes into which slot.

    Numbers count within one dialog only, so the template's `<ORDER_2>` says no more than "the second order of that dialog": the
    slots of a kind, in order, take this customer's latest values of the kind. A kind with fewer values than slots fills none of
    them, for a half-filled answer would mix two orders up.
    """
    filled: dict[str, str] = {}
    for kind in dict.fromkeys(kind_of(slot) for slot in slots):
        wanted = sorted({slot for slot in slots if kind_of(slot) == kind}, key=_number)
        given = [values[name] for name in sorted((name for name in values if kind_of(name) == kind), key=_number)]
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


def take_bare_value(redacted: Redacted, kind: str) -> Redacted:
    """The text with a bare number taken as the value that was asked for.

    "48213" alone is no order number to a redactor, which needs a word that names it; after "your order number, please?" it is.
    """
    if len(redacted.text.split()) > LONGEST_SLOT_REPLY or f"<{kind.upper()}_" in redacted.text:
        return redacted
    match = BARE_VALUE.search(redacted.text)
    if match is None:
        return redacted
    number = 1 + max((_number(name) for name in redacted.values if kind_of(name) == kind), default=0)
    placeholder = f"<{kind.upper()}_{number}>"
    text = redacted.text[: match.start()] + placeholder + redacted.text[match.end() :]
    return Redacted(text, {**redacted.values, placeholder: match[0]})


def _number(placeholder: str) -> int:
    return int(placeholder.rstrip(">").rpartition("_")[2])
