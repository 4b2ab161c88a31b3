"""What of a text reaches the tokenizer."""

MAX_CHARACTERS = 4_000
"""More than any encoder here reads (512 tokens); tokenising the rest of a pasted book would only cost time."""


def clean(text: str) -> str:
    """The text's first characters, white space collapsed, lone surrogates replaced (the tokenizer takes valid UTF-8 only)."""
    start = text.lstrip()[: 2 * MAX_CHARACTERS]
    words = " ".join(start.split())[:MAX_CHARACTERS]
    return words.encode("utf-8", "replace").decode("utf-8")


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in any script: without one (emoji, dots, blanks) no intent can be told."""
    return any(character.isalnum() for character in text[: 2 * MAX_CHARACTERS])
