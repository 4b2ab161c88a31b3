"""Telegram's measure of text: 4,096 UTF-16 code units a message."""

LONGEST = 4096
_BREAKS = ("\n\n", "\n", ". ", " ")


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_text(text: str, longest: int = LONGEST) -> list[str]:
    """The text in pieces that fit into one message each, cut at a paragraph, line, sentence or word where there is one."""
    pieces: list[str] = []
    rest = text.strip()
    while units(rest) > longest:
        head = _fitting(rest, longest)
        cut = next((place for mark in _BREAKS if (place := head.rfind(mark) + len(mark)) > len(head) // 2), len(head))
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [piece for piece in (*pieces, rest) if piece]


def _fitting(text: str, longest: int) -> str:
    """The longest beginning of at most that many units."""
    head = text[:longest]
    while units(head) > longest:
        head = head[: len(head) - max(1, (units(head) - longest) // 2)]
    return head
