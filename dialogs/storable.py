"""What a database takes: PostgreSQL refuses NUL, and no encoding has half a surrogate pair, which broken JSON escapes leave."""

import hashlib


def storable(text: str) -> str:
    """The text without NUL characters; halves of a surrogate pair are joined where they meet and replaced where they don't."""
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def fitting(name: str, length: int = 255) -> str:
    """An id that fits its column: one that is too long keeps its beginning and gets a hash of the whole."""
    if not name.isascii() or "\0" in name:
        name = storable(name)
    if len(name) <= length:
        return name
    return f"{name[: length - 25]}~{hashlib.blake2b(name.encode(), digest_size=12).hexdigest()}"
