"""JSON as the record's columns hold it."""

from json import JSONEncoder
from json.encoder import encode_basestring
from typing import Any

_ENCODER = JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_WORDS = {str}


def json_text(value: Any) -> str:
    """JSON text; a list of words, which every message has two of, without the encoder's detours."""
    if type(value) is list:
        if not value:
            return "[]"
        if len(value) == 1 and type(value[0]) is str:
            return f"[{encode_basestring(value[0])}]"
        if _WORDS.issuperset(map(type, value)):
            return f"[{','.join(map(encode_basestring, value))}]"
    return _ENCODER.encode(value)
