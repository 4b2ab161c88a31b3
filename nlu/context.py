"""A message together with what was said before it, as one text: what the search encoder reads where a dialog is under way."""

from collections.abc import Sequence

EARLIER = 3
"""Messages before it that are read with a message: the reply it reacts to, and what that reacted to."""


def in_context(message: str, earlier: Sequence[str]) -> str:
    """`earlier` in the order of the dialog, by whomever. The message comes first and the oldest last, so that an encoder which cuts a long
    text loses what matters least. Without anything earlier the message is itself."""
    return " | ".join([message, *reversed(earlier[-EARLIER:])]) if earlier else message
