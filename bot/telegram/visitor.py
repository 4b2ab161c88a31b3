"""Who writes to the bot in a private chat. Name and language live as long as the update does; neither is stored."""

from dataclasses import dataclass

from aiogram.types import CallbackQuery, Message, User

from bot.dialogue.wording import WORDINGS

NAMELESS = "Customer"
"""Where Telegram names nobody."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """`language` is what their Telegram is set to, where the bot speaks it."""

    chat_id: int
    name: str
    language: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """What must not stand in the record."""
        return () if self.name == NAMELESS else (self.name,)


def visitor_of(message: Message) -> Visitor:
    return _visitor(message.chat.id, message.from_user)


def visitor_who_tapped(callback: CallbackQuery) -> Visitor:
    chat_id = callback.message.chat.id if callback.message is not None else callback.from_user.id
    return _visitor(chat_id, callback.from_user)


def _visitor(chat_id: int, user: User | None) -> Visitor:
    code = (user.language_code or "").split("-")[0].lower() if user is not None else ""
    return Visitor(chat_id, user.full_name if user is not None else NAMELESS, code if code in WORDINGS else None)
