"""Values in what an agent told about one customer's case: dates, amounts, numbers and the product become slots.

Only there: in an answer that holds for everybody "£4.90" and "within 30 days" are what it says, and a slot in their place would lose it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import TypeAlias

from retrieval.products import products
from retrieval.tokens import PLACEHOLDER

Span: TypeAlias = tuple[int, int]
"""Begin and end in a text."""

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\b)|\d{1,2}:\d{2}"
_ON = rf"(?:{_DAY},?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s+\d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}"
_PART = r"(?: (?:morning|afternoon|evening|night))?"
_RELATIVE = rf"(?:(?:this|next) )?{_DAY}{_PART}"
_NEAR = rf"(?:(?:the )?day after )?(?:tomorrow|yesterday|today){_PART}"
"""Days that are counted from the one on which it is said: with a time of day a value, without one "not by tomorrow" is what it says."""
_HOURS = (
    rf"(?:between|from)\s+(?:{_CLOCK}|\d{{1,2}})\s+(?:and|to)\s+(?:{_CLOCK})|(?:at|by|before|after|around)\s+(?:{_CLOCK})|{_CLOCK}"
)
DATES = re.compile(
    rf"\b(?:(?:{_RELATIVE}|{_NEAR}),?\s+)?(?:{_ON})(?:,?\s+(?:{_HOURS}))?|\b(?:{_RELATIVE})\b(?:,?\s+(?:{_HOURS}))?|"
    rf"\b(?:{_HOURS})(?: on)?,? (?:{_RELATIVE}|{_NEAR}|{_ON})\b|\b{_NEAR},?\s+(?:{_HOURS})|\b(?:{_HOURS})",
    re.IGNORECASE,
)
AMOUNTS = re.compile(
    r"(?:(?:Rs\.?|INR|EUR|USD|GBP|CHF)\s?|[€$£₹])\d[\d.,]*\d|(?:Rs\.?\s?|INR\s|[€$£₹])\d|\b\d[\d.,]*\s?(?:rupees|euros?|dollars|pounds|EUR|USD|GBP|INR|€|£|%)",
    re.IGNORECASE,
)
NUMBERS = re.compile(
    r"\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{2}[A-Z0-9-]{5,}\b|\[[^\]\n]*(?:[Nn]umber|[Rr]eference|ID)[^\]\n]*\]"
)
BLANK_DATES = re.compile(r"\[[^\]\n]*(?:[Dd]ate|[Tt]ime|[Dd]ay)[^\]\n]*\]")
_BLANK = r"\[[^\]\n\d]*{}[^\]\n]*\]"
BLANK_AMOUNTS = re.compile(_BLANK.format(r"\b(?:[Aa]mount|[Pp]ercent|[Pp]rice|[Ss]um\b)") + r"\s?%?")
BLANK_NAMES = re.compile(_BLANK.format("(?<!roduct )(?<!tem )[Nn]ame"))
_CAPITALS = r"[A-ZÀ-ÞА-Я][\w-]*(?:'\w+)?(?: [A-ZÀ-ÞА-Я][\w-]*(?:'\w+)?)*"
NAMES = re.compile(
    rf"(?i:\b(?:signed (?:for )?by|accepted by|received by|handed (?:it |the \w+ )?(?:over )?to|given to|named|(?:with|by|of|under) the name|whose name is|name of the \w+ is|spoken? (?:to|with)))"
    rf" (?i:(?:mrs?|ms|dr)\.? )?['‘“\"]?(?P<value>(?!(?:Your|Our|The|A|My|Amazon)\b){_CAPITALS})"
)
"""Of persons: somebody who signed for a parcel."""
ADDRESSES = re.compile(
    r"(?i:\baddress (?:to|is|as|of|on file is|confirmed as)):? (?P<value>(?=[^\n]{0,80}\d)[A-Z0-9].{5,120}?)(?=[.!?](?:\s+[A-ZÀ-Þ][a-z]|\s*$)|\n|$)"
)
_WHERE = rf"\b(?:in|at|to|from|near|via|leave|leaves|left|leaving|reached|reach) (?P<value>(?!(?:Your|Our|The|A|My)\b){_CAPITALS})"
PLACES = re.compile(
    rf"(?i:\b(?:hub|facility|warehouse|cent(?:er|re)|depot|transit|station|delivered|shipped|dispatched|shipping|delivery|deliver|ship|held|stuck|route|rerouted|scheduled|package|parcel|shipment)\b)[^.!?\n]*?{_WHERE}"
)
"""Where a parcel is or goes to."""


def with_slots(text: str, said: Iterable[str]) -> str:
    """The text of a case with its values as slots, numbered by kind. `said` are the customer's messages: a product is what they named."""
    spoken = " ".join(said)
    for kind, pattern in (
        ("DATE", BLANK_DATES),
        ("AMOUNT", BLANK_AMOUNTS),
        ("NAME", BLANK_NAMES),
        ("ID", NUMBERS),
        ("PLACE", ADDRESSES),
        ("DATE", DATES),
        ("AMOUNT", AMOUNTS),
        ("NAME", NAMES),
        ("PLACE", PLACES),
    ):
        text = _with(text, kind, partial(_matches, pattern))
    return _with(text, "PRODUCT", lambda between: products(between, spoken))


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        yield match.span("value" if "value" in pattern.groupindex else 0)


def _with(text: str, kind: str, found: Callable[[str], Iterable[Span]]) -> str:
    """Values replaced, placeholders left alone; the same value gets the same number."""
    numbers: dict[str, int] = {}
    taken = {int(match[2]) for match in PLACEHOLDER.finditer(text) if match[1] == kind}
    pieces, end = [], 0
    for part in [*PLACEHOLDER.finditer(text), None]:
        between = text[end : part.start() if part else len(text)]
        done = 0
        for first, last in sorted(found(between)):
            if first >= done:
                pieces += [between[done:first], _slot(between[first:last], kind, numbers, taken)]
                done = last
        pieces.append(between[done:])
        if part:
            pieces.append(part[0])
            end = part.end()
    return "".join(pieces)


def _slot(value: str, kind: str, numbers: dict[str, int], taken: Collection[int]) -> str:
    key = value.casefold().strip()
    number = numbers.setdefault(key, max([*taken, *numbers.values()], default=0) + 1)
    return f"<{kind}_{number}>"
