"""Which update goes where. Routers are made with what they need; nothing is global."""

import logging
from contextlib import suppress

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, ChatMemberUpdated, ErrorEvent, InaccessibleMessage, InlineKeyboardMarkup, Message

from bot.dialogue.wording import wording
from bot.telegram.buttons import Choice, Tap
from bot.telegram.delivery import Delivery
from bot.telegram.exports import is_export
from bot.telegram.lanes import TRANSIENT, Burst, log_error
from bot.telegram.reception import Reception
from bot.telegram.staff_room import StaffRoom
from bot.telegram.visitor import visitor_of, visitor_who_tapped

logger = logging.getLogger(__name__)


async def private(event: Message | ChatMemberUpdated) -> bool:
    """A coroutine, because aiogram runs a plain function as a filter in a thread of its own."""
    return event.chat.type == ChatType.PRIVATE


def staff_router(room: StaffRoom) -> Router:
    """The staff group; and exports that listed staff send to the bot in private."""
    router = Router(name="staff")

    async def here(message: Message) -> bool:
        return room.is_here(message)

    @router.message(here, Command("close"))
    async def close(message: Message) -> None:
        await room.close(message)

    @router.message(here, Command("help", "start"))
    async def help_(message: Message) -> None:
        await room.help(message)

    @router.message(here)
    async def message(message: Message, burst: Burst) -> None:
        if message.document is not None and is_export(message.document):
            await room.document(message, message.document, burst)
        else:
            await room.message(message, burst)

    @router.message(room.is_private_export)
    async def export(message: Message) -> None:
        if message.document is not None:
            await room.export(message, message.document)

    return router


def customer_router(reception: Reception, delivery: Delivery, default_language: str) -> Router:
    """Private chats. Other groups match nothing and are ignored."""
    router = Router(name="customers")
    router.message.filter(private)
    router.edited_message.filter(private)
    router.my_chat_member.filter(private)

    @router.message(CommandStart())
    async def start(message: Message) -> None:
        words = wording(visitor_of(message).language or default_language)
        await delivery.words(message.chat.id, f"{words.greeting}\n\n{words.help}")

    @router.message(Command("help"))
    async def help_(message: Message) -> None:
        await delivery.words(message.chat.id, wording(visitor_of(message).language or default_language).help)

    @router.message(Command("human"))
    async def human(message: Message, burst: Burst) -> None:
        await reception.asked_for_human(message, again=burst.again)

    @router.message()
    async def message(message: Message, burst: Burst) -> None:
        await reception.message(message, burst)

    @router.edited_message()
    async def edited(message: Message) -> None:
        await reception.edited(message)

    @router.callback_query(Choice.filter())
    async def tapped(callback: CallbackQuery, callback_data: Choice) -> None:
        await _answer(callback)
        await reception.tapped(visitor_who_tapped(callback), await _tap(reception, callback, callback_data))
        await _remove_buttons(callback)

    @router.my_chat_member()
    async def membership(member: ChatMemberUpdated) -> None:
        await reception.blocked(member.chat.id, member.new_chat_member.status == ChatMemberStatus.KICKED)

    return router


def group_router() -> Router:
    """Says in the log which group the bot was added to: its id is what FIRSTLINE_STAFF_CHAT_ID takes."""
    router = Router(name="groups")

    @router.my_chat_member()
    async def membership(member: ChatMemberUpdated) -> None:
        logger.info("the bot's place in group %s is now: %s", member.chat.id, member.new_chat_member.status)

    return router


def error_router(reception: Reception, room: StaffRoom) -> Router:
    """An error of ours must lose no message: the customer's goes to a human, staff are told. What passes by itself is tried again."""
    router = Router(name="errors")

    @router.errors()
    async def failed(event: ErrorEvent, burst: Burst) -> object:
        if isinstance(event.exception, TRANSIENT):
            return UNHANDLED
        log_error(event.exception, burst.jobs)
        message = event.update.message
        if message is not None and (room.is_here(message) or await room.is_private_export(message)):
            await room.failed(message)
        elif message is not None and message.chat.type == ChatType.PRIVATE:
            await reception.failed(burst.messages)
        elif event.update.callback_query is not None:
            await reception.failed_tap(visitor_who_tapped(event.update.callback_query), event.update.callback_query.data or "")
        else:
            return UNHANDLED
        return None

    return router


async def _answer(callback: CallbackQuery) -> None:
    """First of all, and whatever comes of it: the phone shows a spinner until then, and Telegram refuses an answer that is late."""
    with suppress(TelegramAPIError):
        await callback.answer()


async def _tap(reception: Reception, callback: CallbackQuery, choice: Choice) -> Tap:
    title = await reception.title_of(visitor_who_tapped(callback), choice.turn, choice.answer)
    return Tap(choice.turn, choice.answer, title or _title_on_screen(callback) or wording("").none_of_these)


def _title_on_screen(callback: CallbackQuery) -> str | None:
    """Where the record does not know the button: what it says itself."""
    message = callback.message
    if message is None or isinstance(message, InaccessibleMessage) or not isinstance(message.reply_markup, InlineKeyboardMarkup):
        return None
    buttons = [button for row in message.reply_markup.inline_keyboard for button in row]
    return next((button.text for button in buttons if button.callback_data == callback.data), None)


async def _remove_buttons(callback: CallbackQuery) -> None:
    with suppress(TelegramAPIError):
        if isinstance(callback.message, Message):
            await callback.message.edit_reply_markup(reply_markup=None)
