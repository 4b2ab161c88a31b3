"""A dialog as one JSON object with its turns inside, our own export included."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dialogs.importers.roles import ROLES, role_of
from dialogs.importers.times import time_of
from dialogs.importers.turn_keys import TEXTS, PlainKeys, TurnKeys, turn_keys
from dialogs.importers.values import content_id, first_of, is_no, is_yes, rating_of, shown, tags_of, words
from dialogs.record import Dropped, Parsed, ParsedDialog, ParsedMessage, Rejection, Role

TURNS = ("turns", "messages", "conversation", "conversations", "dialog", "dialogue", "utterances", "log")
IDS = ("id", "dialog_id", "dialogue_id", "conversation_id", "conversationId", "chat_id", "ticket_id", "session_id", "_id")
CUSTOMERS = ("customer", "customer_id", "user_id", "contact_id", "contact")
NOBODY: Mapping[str, Any] = {}
SPEAKERS = {word: role for word, role in ROLES.items() if role is not Role.SYSTEM}
OWN = frozenset({"id", "source", "customer", "started_at", "language", "tags", "rating", "turns"})
"""The keys of a dialog as `firstline export` writes it."""


def turns_key(record: Mapping[str, Any]) -> str | None:
    """The key under which an object keeps its turns, or None if it is not a dialog."""
    for key in TURNS:
        if isinstance(record.get(key), list):
            return key
    return None


def dialog(record: Mapping[str, Any], line: int) -> Iterator[Parsed]:
    """The facts and the messages of a dialog; what can't be read of it as rejections of that line."""
    key = turns_key(record)
    assert key is not None
    own = record.keys() >= OWN
    name = words(first_of(record, IDS)) or content_id([json.dumps(record[key], sort_keys=True)])
    try:
        yield _facts(record, name, own)
    except ValueError as error:
        yield Rejection(line, f"dialog {name}: {error}")
        return
    for number, turn in enumerate(record[key], 1):
        try:
            if (
                not own
                and type(turn) is dict
                and (plain := turn_keys(tuple(turn)).plain)
                and (said := _plain(turn, plain, name, line))
            ):
                yield said
            else:
                yield from _turn(turn, name, line, own)
        except ValueError as error:
            yield Rejection(line, f"dialog {name}, turn {number}: {error}")


def _facts(record: Mapping[str, Any], name: str, own: bool) -> ParsedDialog:
    customer = first_of(record, CUSTOMERS)
    person = customer if isinstance(customer, dict) else NOBODY
    return ParsedDialog(
        id=name,
        customer=words(first_of(person, ("id", "email", "phone", "name")) if person else customer),
        customer_name=words(person.get("name")),
        started_at=time_of(first_of(record, ("started_at", "created_at", "createdAt", "date"))),
        language=words(first_of(record, ("language", "lang", "locale"))),
        tags=tags_of(first_of(record, ("tags", "labels", "intent", "tag", "label", "category"))),
        rating=rating_of(first_of(record, ("rating", "csat", "score"))),
        source=words(record["source"]) if own else None,
        customer_is_hashed=own and record["customer"] is not None,
        kind=str(record.get("kind") or "dialog") if own else "dialog",
    )


def _plain(turn: Mapping[str, Any], keys: PlainKeys, name: str, line: int) -> ParsedMessage | None:
    """The message of a turn that is written as nearly all are, for half of what `_turn` costs: None where a value is anything but a
    word. Raises ValueError.
    """
    role_key, text_key, time_key, id_key, name_key, reply_key = keys
    said, word = turn[text_key], turn[role_key]
    who = turn[name_key] if name_key else ""
    id = turn[id_key] if id_key else ""
    reply_to = turn[reply_key] if reply_key else ""
    if not (type(said) is type(word) is type(who) is type(id) is type(reply_to) is str) or not said or said.isspace():
        return None
    if (role := SPEAKERS.get(word)) is None:
        return None
    at = time_of(turn[time_key]) if time_key else None
    return ParsedMessage(name, said, line, id.strip() or None, role, None, who.strip() or None, at, reply_to.strip() or None)


def _turn(turn: object, name: str, line: int, own: bool) -> Sequence[Parsed]:
    """The messages of a turn: its own, and one more for each further key that is named like a role. Raises ValueError."""
    if not isinstance(turn, dict):
        raise ValueError(f"expected an object with role and content, found {str(turn)[:20]!r}")
    keys = turn_keys(tuple(turn))
    further = [(role, more) for key, role in keys.further if isinstance(more := turn[key], str)] if keys.further else ()
    said = first_of(turn, keys.text)
    if said is None and not further and not keys.text:
        raise ValueError(f"no text; expected one of {', '.join(TEXTS)}")
    if own:
        text, attachments = _as_exported(said, turn)
    else:
        text, attachments = (said, ()) if type(said) is str and not keys.typed else _content(said, turn)
    others = [ParsedMessage(dialog=name, text=more, line=line, role=role) for role, more in further] if further else ()
    if further and said is None:
        return others
    if not text and not attachments:
        return (Dropped(line, "empty"), *others)
    if (keys.private and is_yes(first_of(turn, keys.private))) or (keys.public and is_no(first_of(turn, keys.public))):
        return (Dropped(line, "private note"), *others)
    return (_message(turn, keys, name, line, own, text, attachments), *others)


def _message(
    turn: Mapping[str, Any], keys: TurnKeys, name: str, line: int, own: bool, text: str, attachments: tuple[str, ...]
) -> Parsed:
    word, person = _speaker(turn, keys)
    role = role_of(word) if word else None
    if role is Role.SYSTEM and not own:
        return Dropped(line, "system row")
    author, author_name = (words(first_of(person, ("id", "email", "name"))), words(person.get("name"))) if person else (None, None)
    author = author or (_words_at(turn, keys.author) if keys.author else None) or (word if role is None else None)
    author_name = author_name or (_words_at(turn, keys.name) if keys.name else None)
    return ParsedMessage(  # in order: keywords would double what it costs
        name,
        text if own else shown(text, attachments),
        line,
        _words_at(turn, keys.id) if keys.id else None,
        role,
        author,
        author_name,
        time_of(first_of(turn, keys.time)) if keys.time else None,
        _words_at(turn, keys.reply_to) if keys.reply_to else None,
        attachments,
        _words_at(turn, keys.language) if keys.language else None,
    )


def _speaker(turn: Mapping[str, Any], keys: TurnKeys) -> tuple[str | None, Mapping[str, Any]]:
    """The word that names the role, and the person where the export nests one."""
    speaker = first_of(turn, keys.role)
    if isinstance(speaker, dict):
        return words(first_of(speaker, ("role", "type", "name"))), speaker
    return words(speaker), NOBODY


def _words_at(turn: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    value = first_of(turn, keys)
    return value.strip() or None if type(value) is str else words(value)


def _as_exported(said: object, turn: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Two photos of one burst are two: our own export names each."""
    attachments = turn.get("attachments")
    return str(said or ""), tuple(map(str, attachments)) if isinstance(attachments, list) else ()


def _content(said: object, turn: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Text and attachments; content may be a list of typed parts, and a content_type other than text names an attachment."""
    if type(said) is str and not turn.get("attachments") and "content_type" not in turn:
        return said, ()
    attachments = list(tags_of(_named(turn.get("attachments"))))
    if isinstance(said, list):
        texts = []
        for part in said:
            kind = str(part.get("type", "text")) if isinstance(part, Mapping) else "text"
            if kind in ("text", "input_text", "output_text"):
                texts.append(str(first_of(part, TEXTS) or "") if isinstance(part, Mapping) else str(part))
            else:
                attachments.append(kind.removesuffix("_url"))
        said = "\n".join(text for text in texts if text)
    elif isinstance(said, dict):
        said = first_of(said, TEXTS)
    kind = str(turn.get("content_type") or "text").split("/")[0]
    if kind not in ("text", "input_text", "markdown", "html"):
        attachments.append(kind)
    return "" if said is None else str(said), tuple(dict.fromkeys(attachments))


def _named(attachments: object) -> object:
    if not isinstance(attachments, list):
        return attachments
    return [first_of(item, ("type", "content_type", "name")) if isinstance(item, Mapping) else item for item in attachments]
