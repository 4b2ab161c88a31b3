"""A team's own contact details: values that look personal and are meant for everybody."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from dialogs.detectors.span import Span

_BETWEEN_DIGITS = r"[\s().\-/\u00a0]*"


def public_values(text: str, values: Collection[str]) -> Iterator[Span]:
    """Where one of `values` stands as a whole, in any case; numbers with any separators between their digits."""
    for match in _pattern(tuple(values)).finditer(text):
        yield Span(match.start(), match.end(), "")


@lru_cache(maxsize=16)
def _pattern(values: tuple[str, ...]) -> re.Pattern[str]:
    wordings = "|".join(_wording(value.strip()) for value in sorted(values, key=len, reverse=True) if value.strip())
    return re.compile(rf"(?<![\w@.+-])(?:{wordings})(?!\w|[@-]\w|\.\w)" if wordings else "(?!)", re.IGNORECASE)


def _wording(value: str) -> str:
    """A phone number is written +44 20 7946 0000 here and +442079460000 there."""
    if re.fullmatch(r"\+?[\d\s().\-/]{6,}", value):
        plus = r"(?:\+|00)" if value.startswith("+") else ""
        return plus + r"\(?" + _BETWEEN_DIGITS.join(re.findall(r"\d", value)) + r"\)?"
    return re.escape(value)
