"""Loose values of JSON and spreadsheets as the strict ones of the record."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

YES = frozenset({"true", "1", "yes", "y", "t", "ja", "oui", "si", "sí", "да", "是", "private", "internal"})
NO = frozenset({"false", "0", "no", "n", "f", "nein", "non", "нет", "否", "private", "internal"})
GRADES = {"good": 5.0, "positive": 5.0, "satisfied": 5.0, "up": 5.0, "bad": 1.0, "negative": 1.0, "unsatisfied": 1.0, "down": 1.0}


def first_of(record: Mapping[str, Any], keys: Iterable[str]) -> Any:
    """The value of the first of the keys that is there and not null."""
    for key in keys:
        if (value := record.get(key)) is not None:
            return value
    return None


def words(value: object) -> str | None:
    """Text of a plain value, stripped; None for nothing, empty text and structures. 17.0 is "17": ids may read as floats."""
    if type(value) is str:
        return value.strip() or None
    match value:
        case None | bool() | list() | dict():
            return None
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).strip() or None


def is_yes(value: object) -> bool:
    if value is None or value is False or value == "":
        return False
    return value is True or str(value).strip().casefold() in YES


def is_no(value: object) -> bool:
    """Said to be not so; nothing said is not a no."""
    return value is False or (value is not None and str(value).strip().casefold() in NO)


def rating_of(value: object) -> float | None:
    """A rating as a number; good and bad are 5 and 1. None for what is neither."""
    if isinstance(value, Mapping):
        value = first_of(value, ("rating", "score", "value"))
    text = words(value)
    if text is None:
        return None
    try:
        return float(text.split("/")[0].replace(",", "."))
    except ValueError:
        return GRADES.get(text.casefold())


def tags_of(value: object) -> tuple[str, ...]:
    """Tags from a list of words or of objects with a name, or from words between commas."""
    match value:
        case str():
            parts: list[Any] = value.replace(";", ",").split(",")
        case Mapping():
            return tags_of(first_of(value, ("tags", "data", "name")))
        case list() | tuple():
            parts = [first_of(part, ("name", "title", "tag", "value")) if isinstance(part, Mapping) else part for part in value]
        case _:
            return ()
    return tuple(dict.fromkeys(tag for part in parts if (tag := words(part))))


def shown(text: str, attachments: tuple[str, ...]) -> str:
    """The text, or for a message of nothing but attachments what stands for them: [photo]."""
    return text if text.strip() else " ".join(f"[{kind}]" for kind in attachments)


def content_id(parts: Iterable[str]) -> str:
    """An id for what has none, from what it says: the same content, the same id. 24 hexadecimal digits."""
    digest = hashlib.blake2b(digest_size=12)
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()
