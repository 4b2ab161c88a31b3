"""Checks of an installation: what is there, what is not, and what to do about it."""

import importlib.util
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from bot import bootstrap
from bot.dialogue.lookups import references
from bot.errors import BotError
from bot.settings import Settings
from dialogs.database import Database
from dialogs.errors import DialogsError
from dialogs.tables import Answer, Message
from nlu.errors import NluError
from retrieval.errors import RetrievalError

TROUBLE = (BotError, DialogsError, NluError, RetrievalError, SQLAlchemyError, OSError)


@dataclass(frozen=True, slots=True)
class Check:
    """`ok` False: `hint` says what to do. `needed` False: the bot works without it."""

    name: str
    ok: bool
    hint: str
    needed: bool = True


def checks(settings: Settings) -> Iterator[Check]:
    """In the order in which things are needed; what can't be looked at after a failure is not listed."""
    yield _training_stack()
    yield _check("home", lambda: _home(settings))
    opened = None
    try:
        opened = bootstrap.database(settings)
        yield Check("database", True, f"{opened.engine.dialect.name}, migrated")
    except TROUBLE as error:
        yield Check("database", False, str(error))
    if opened is not None:
        yield from _served(settings, opened)
        opened.close()
    yield _token(settings)
    yield Check(
        "staff_chat",
        settings.staff_chat_id != 0,
        "set FIRSTLINE_STAFF_CHAT_ID to the staff group's id, or hand-offs reach nobody"
        if not settings.staff_chat_id
        else str(settings.staff_chat_id),
        needed=False,
    )


def _served(settings: Settings, opened: Database) -> Iterator[Check]:
    messages = select(func.count()).select_from(Message)
    approved = select(func.count()).where(Answer.status == "approved")
    yield _check("record", lambda: _count(opened, messages, "messages", "firstline import PATH"))
    yield _check(
        "answers", lambda: _count(opened, approved, "approved answers", "firstline mine, then firstline answers approve ID")
    )
    yield _check("model", lambda: _model(settings, opened))
    yield _check("index", lambda: _index(settings, opened))
    yield replace(_check("lookups", lambda: _lookups(settings, opened)), needed=False)


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except TROUBLE as error:
        return Check(name, False, str(error))


def _home(settings: Settings) -> str:
    settings.home.mkdir(parents=True, exist_ok=True)
    if not os.access(settings.home, os.W_OK):
        raise BotError(f"{settings.home} is not writable; choose another folder with --home or FIRSTLINE_HOME")
    return str(settings.home)


def _training_stack() -> Check:
    there = importlib.util.find_spec("torch") is not None and importlib.util.find_spec("transformers") is not None
    return Check(
        "training", there, "installed" if there else "pip install 'firstline[train]' to train; serving works without", needed=False
    )


def _count(opened: Database, statement: Select[int], what: str, remedy: str) -> str:
    with opened.session() as session:
        number = session.scalar(statement) or 0
    if not number:
        raise BotError(f"there are no {what}; run: {remedy}")
    return f"{number} {what}"


def _model(settings: Settings, opened: Database) -> str:
    return f"{bootstrap.assistant(settings, opened).versions[0]} is live, its files are as they were written"


def _index(settings: Settings, opened: Database) -> str:
    return f"{bootstrap.assistant(settings, opened).versions[1]} fits the live model"


def _lookups(settings: Settings, opened: Database) -> str:
    """Raises BotError naming those that approved answers need and nobody installed."""
    installed = bootstrap.lookups(settings).names
    with opened.session(read_only=True) as session:
        texts = session.scalars(select(Answer.text).where(Answer.status == "approved", Answer.text.contains("{")))
        needed = dict.fromkeys(name for text in texts for name in references(text))
    if missing := [name for name in needed if name not in installed]:
        raise BotError(
            f"answers name the look-up {', '.join(missing)}, which is not installed, so they are not sent; docs/composing.md shows how"
        )
    return ", ".join(installed) or "none installed, none needed"


def _token(settings: Settings) -> Check:
    hint = "set" if settings.telegram_token else "for Telegram: create a bot with @BotFather and set FIRSTLINE_TELEGRAM_TOKEN"
    return Check("token", bool(settings.telegram_token), hint, needed=False)
