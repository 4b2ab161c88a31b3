"""Number plates of cars, which are an ID."""

import re
from collections.abc import Iterator

from dialogs.detectors.span import Span

_UNMISTAKABLE = re.compile(
    r"(?<!\w)(?:[АВЕКМНОРСТУХ]\d{3}[АВЕКМНОРСТУХ]{2} ?\d{2,3}|[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}|[A-ZÄÖÜ]{1,3}-[A-Z]{2} \d{3,4}(?: ?[EH])?|[BDFGHJKLNPRSTVXZ]-\d{3}-[BDFGHJKLNPRSTVXZ]{2})(?!\w)"
    r"|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]·?[0-9A-Z]{5,6}(?![0-9A-Za-z])"
)
"""Cars of Russia, France, Germany, the Netherlands and China: no other numbers are written so."""
_NAMED = re.compile(
    r"(?i:kennzeichen|\breg(?:istration)?(?: number| no\.?| plate)?|(?:number|licen[cs]e) plate|\btarga|matr[ií]cula|immatriculation|immatriculée?|\bplaque|\bplaca|kenteken"
    r"|rejestracyjny|rejestracja)(?: (?:is|ist|lautet|è|es|est|é|to))?[: ] ?(?=[A-ZÄÖÜ -]{0,7}\d)(?=[\d -]{0,5}[A-ZÄÖÜ])"
    r"([A-ZÄÖÜ]{1,3}[- ]?[A-Z]{0,2}[- ]?\d{1,4}(?:[- ]?[A-Z]{1,3})?|\d{1,4}[- ]?[A-Z]{1,3}(?:[- ]?\d{1,3})?)(?![\w-])"
)
"""Those of other countries, with a word for it: Reg LK19 XTB, targa GK 449 TB."""


def plates(text: str) -> Iterator[Span]:
    """Plates that can be nothing else, and what a word for a plate stands before."""
    for match in _UNMISTAKABLE.finditer(text):
        yield Span(match.start(), match.end(), "ID")
    for match in _NAMED.finditer(text):
        yield Span(*match.span(1), "ID")
