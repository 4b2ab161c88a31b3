"""Values in what an agent told about one customer's case: dates, amounts, numbers and the product become slots.

Only there: in an answer that holds for everybody "£4.90" and "within 30 days" are what it says, and a slot in their place would lose it.
"""

import re
from collections.abc import Callable, Collection, Iterable

from retrieval.tokens import PLACEHOLDER, words

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\b)|\d{1,2}:\d{2}"
_ON = rf"(?:{_DAY},?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?)(?:,?\s+\d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}"
_RELATIVE = rf"(?:day after )?tomorrow(?: (?:morning|afternoon|evening))?|(?:this|next) {_DAY}|{_DAY}"
_HOURS = (
    rf"(?:between|from)\s+(?:{_CLOCK}|\d{{1,2}})\s+(?:and|to)\s+(?:{_CLOCK})|(?:at|by|before|after|around)\s+(?:{_CLOCK})|{_CLOCK}"
)
DATES = re.compile(
    rf"\b(?:(?:{_RELATIVE}),?\s+)?(?:{_ON})(?:,?\s+(?:{_HOURS}))?|\b(?:{_RELATIVE})\b(?:,?\s+(?:{_HOURS}))?|\b(?:{_HOURS})",
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
_NAMED = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w&+-]*(?: (?:[A-Z0-9][\w&+-]*|\d+))*")
SHORTEST_NAME = 3
"""Characters of a product's name: a lone letter or size is none."""


def with_slots(text: str, said: Iterable[str]) -> str:
    """The text of a case with its values as slots, numbered by kind. `said` are the customer's messages: a product is what they named."""
    spoken = f" {' '.join(words(' '.join(said)))} "
    for kind, pattern in (("DATE", BLANK_DATES), ("ID", NUMBERS), ("DATE", DATES), ("AMOUNT", AMOUNTS)):
        text = _outside(text, pattern, kind, lambda _: True)
    return _outside(text, _NAMED, "PRODUCT", lambda name: len(name) >= SHORTEST_NAME and f" {' '.join(words(name))} " in spoken)


def _outside(text: str, pattern: re.Pattern[str], kind: str, wanted: Callable[[str], bool]) -> str:
    """Matches replaced, placeholders left alone; the same value gets the same number."""
    numbers: dict[str, int] = {}
    taken = {int(match[2]) for match in PLACEHOLDER.finditer(text) if match[1] == kind}
    pieces, end = [], 0
    for part in [*PLACEHOLDER.finditer(text), None]:
        between = text[end : part.start() if part else len(text)]
        pieces.append(pattern.sub(lambda match: _slot(match[0], kind, numbers, taken) if wanted(match[0]) else match[0], between))
        if part:
            pieces.append(part[0])
            end = part.end()
    return "".join(pieces)


def _slot(value: str, kind: str, numbers: dict[str, int], taken: Collection[int]) -> str:
    key = value.casefold().strip()
    number = numbers.setdefault(key, max([*taken, *numbers.values()], default=0) + 1)
    return f"<{kind}_{number}>"
