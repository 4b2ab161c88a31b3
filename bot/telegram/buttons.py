"""Inline buttons that work after a restart: what a tap carries is enough to answer it."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.dialogue.turn import Option
from retrieval.hit import LinkButton

NONE_OF_THESE = 0


class Choice(CallbackData, prefix="choice"):
    """Turn `turn` offered answer `answer`, and this customer took it; answer 0: none of these."""

    turn: int
    answer: int


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap on an option, with the button's text."""

    turn: int
    answer: int
    title: str


def keyboard(
    turn: int, options: Sequence[Option], links: Sequence[LinkButton] = (), *, none_of_these: str | None = None
) -> InlineKeyboardMarkup | None:
    """One button a row, so that a phone shows the whole title; None without any. `none_of_these`: the way out of a choice."""
    rows = [InlineKeyboardButton(text=link.title, url=link.url) for link in links]
    rows += [_choice(turn, option.answer_id, option.title) for option in options]
    if options and none_of_these is not None:
        rows.append(_choice(turn, NONE_OF_THESE, none_of_these))
    return InlineKeyboardMarkup(inline_keyboard=[[row] for row in rows]) if rows else None


def _choice(turn: int, answer: int, title: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=title, callback_data=Choice(turn=turn, answer=answer).pack())
