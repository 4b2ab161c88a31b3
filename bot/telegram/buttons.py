"""Inline buttons that work after a restart: what a tap carries is enough to answer it."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.dialogue.turn import Option

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


def keyboard(turn: int, options: Sequence[Option], none_of_these: str) -> InlineKeyboardMarkup | None:
    """One button a row, so that a phone shows the whole title; None without options."""
    if not options:
        return None
    titles = [(option.answer_id, option.title) for option in options] + [(NONE_OF_THESE, none_of_these)]
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=title, callback_data=Choice(turn=turn, answer=answer).pack())] for answer, title in titles
        ]
    )
