"""Amounts of money in a text: a number beside a currency's sign, code or name."""

import re
from collections.abc import Iterator

from nlu.result import Entity

CURRENCIES = {
    "USD": r"us\$|\$|usd|dollars?|dólares|долларов|美元",
    "EUR": r"€|eur|euros?|евро|欧元",
    "GBP": r"£|gbp|pounds?|quid",
    "INR": r"₹|inr|rs\.?|rupees?",
    "CNY": r"¥|cny|rmb|yuan|元|块",
    "RUB": r"₽|rub|руб(?:лей|ля|ль|\.)?",
    "CHF": r"chf|franken",
    "MXN": r"mxn|pesos?",
    "JPY": r"jpy|yen|円",
}
"""ISO 4217 code by how it is written. `$` and `¥` are the commonest of several currencies that share the sign."""

_NAMES = "|".join(CURRENCIES.values())
_NUMBER = r"\d{1,3}(?:[ ,.'\u00a0\u2009]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?<![A-Za-z\d.,])(?:(?P<before>{_NAMES})\s?(?P<first>{_NUMBER})(?![\w%]|[.,]\d)|(?P<second>{_NUMBER})\s?(?P<after>{_NAMES})(?![A-Za-zА-Яа-я]))",
    re.IGNORECASE,
)
_CENTS = re.compile(r"[.,](\d{1,2})$")
_CODES = tuple((code, re.compile(names, re.IGNORECASE)) for code, names in CURRENCIES.items())


def amounts(text: str) -> Iterator[Entity]:
    """Amounts with a currency; `normal` reads 1234.50 EUR."""
    for match in _AMOUNT.finditer(text):
        written = match["before"] or match["after"]
        code = next(code for code, names in _CODES if names.fullmatch(written))
        yield Entity("amount", match.group(), f"{_plain(match['first'] or match['second'])} {code}", match.start(), match.end())


def _plain(number: str) -> str:
    """1.234,5 and 1,234.5 and 1 234.5 as 1234.50: what is followed by one or two digits at the end is the decimal sign."""
    cents = _CENTS.search(number)
    digits = re.sub(r"\D", "", number[: cents.start()] if cents else number)
    return f"{digits}.{cents[1]:0<2}" if cents else digits
