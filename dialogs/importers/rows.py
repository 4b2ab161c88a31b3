"""One row, from a table or a line of JSON, as what it says. Keys are the fields of columns.SYNONYMS."""

from collections.abc import Iterator, Mapping
from typing import Any

from dialogs.importers.roles import role_of
from dialogs.importers.times import time_of
from dialogs.importers.values import is_no, is_yes, rating_of, shown, tags_of, words
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedExample, ParsedMessage, ParsedPair, Rejection, Role

Row = Mapping[str, Any]


_STATED = ("dialog", "customer", "tags", "rating")
"""The fields that say something about the dialog, not about the message."""


class Rows:
    """Reads the rows of one file in order. Holds the facts of the dialog that the last row belonged to, and nothing more.

    `name` is the dialog of rows that name none: the whole file is then one endless chat.
    """

    def __init__(self, name: str, *, day_first: bool | None = None) -> None:
        self._name = name
        self._day_first = day_first
        self._facts: ParsedDialog | None = None
        self._stated: tuple[Any, ...] = ()

    def message(self, row: Row, line: int) -> Iterator[Parsed]:
        """A message, before it the facts of its dialog where they are new. A row without text is dropped as empty."""
        text = words(row.get("text"))
        role, author = _speaker(row)
        if not text and not row.get("attachments"):
            yield Dropped(line, "empty")
        elif is_yes(row.get("private")) or is_no(row.get("public")):
            yield Dropped(line, "private note")
        elif role is Role.SYSTEM:
            yield Dropped(line, "system row")
        else:
            yield from self._said(row, line, text or "", role, author)

    def _said(self, row: Row, line: int, text: str, role: Role | None, author: str | None) -> Iterator[Parsed]:
        attachments = tags_of(row["attachments"]) if "attachments" in row else ()
        stated = tuple(map(row.get, _STATED))
        try:
            at = time_of(row.get("at"), day_first=self._day_first)
            if self._facts is None or stated != self._stated or (not self._facts.endless and stated[0] is None):
                facts = self._dialog(row, role, author, line)
                self._stated = stated
                if facts != self._facts:
                    self._facts = facts
                    yield facts
        except ValueError as error:
            yield Rejection(line, str(error))
            return
        yield ParsedMessage(
            dialog=self._facts.id,
            text=shown(text, attachments) if attachments else text,
            line=line,
            id=words(row.get("id")),
            role=role,
            author=author,
            author_name=words(row.get("name")),
            at=at,
            reply_to=words(row.get("reply_to")),
            attachments=attachments,
            language=words(row.get("language")),
        )
        if role is not Role.AGENT and (intent := words(row.get("intent"))):
            yield ParsedExample(text, intent, line)

    def _dialog(self, row: Row, role: Role | None, author: str | None, line: int) -> ParsedDialog:
        """Without a column for the dialog: one a customer, else one the file, else (nothing but texts) one a row."""
        name, customer = words(row.get("dialog")), words(row.get("customer"))
        if name is None and "dialog" in row:
            raise ValueError("does not say which dialog it belongs to")
        alone = name is None and customer is None and role is None and author is None and "at" not in row
        return ParsedDialog(
            id=name or customer or (f"{self._name}:{line}" if alone else self._name),
            customer=customer,
            tags=tags_of(row.get("tags")),
            rating=rating_of(row.get("rating")),
            endless=name is None and not alone,
        )


def _speaker(row: Row) -> tuple[Role | None, str | None]:
    """The role, and who it is; a word in the role's column that names no role is a person's name."""
    word, author = words(row.get("role")), words(row.get("author"))
    role = role_of(word) if word else None
    if word and role is None:
        return None, author or word
    if word is None and author and (role := role_of(author)):
        return role, None
    return role, author


def pair(row: Row, line: int) -> Parsed:
    question, answer = words(row.get("question")), words(row.get("answer"))
    if question and answer:
        return ParsedPair(question, answer, line, words(row.get("intent")), words(row.get("id")), words(row.get("language")))
    if not question and not answer:
        return Dropped(line, "empty")
    return Rejection(line, f"has no {'answer' if question else 'question'}")


def example(row: Row, line: int) -> Parsed:
    text, intent = words(row.get("text")), words(row.get("intent"))
    if text and intent:
        return ParsedExample(text, intent, line, words(row.get("language")))
    if not text and not intent:
        return Dropped(line, "empty")
    return Rejection(line, f"has no {'intent' if text else 'text'}")
