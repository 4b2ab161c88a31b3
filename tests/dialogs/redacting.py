"""A text as it comes out of redaction."""

from dialogs.redaction import Redactor

PLAIN = Redactor()


def redacted(text: str, **options: object) -> str:
    return PLAIN.redact(text, **options).text  # type: ignore[arg-type]  # tests name options freely
