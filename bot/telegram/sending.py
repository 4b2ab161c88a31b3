"""Sending and copying messages: in pieces that fit, without formatting, and with a way round for what a server lacks."""

from collections.abc import Sequence

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNotFound, TelegramServerError
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, Message, MessageId, ReplyParameters

from bot.telegram.text import split_text
from retrieval.hit import Attachment

MISSING_THREAD = ("message thread not found", "topic_deleted", "topic_id_invalid")


async def send_text(
    bot: Bot,
    chat_id: int,
    text: str,
    *,
    thread: int | None = None,
    reply_to: int | None = None,
    keyboard: InlineKeyboardMarkup | None = None,
) -> list[int]:
    """Sends plain text, in several messages if it is long, the keyboard under the last. Returns the messages' ids."""
    pieces = split_text(text)
    sent = [
        await bot.send_message(
            chat_id,
            piece,
            message_thread_id=thread,
            reply_parameters=_reply(reply_to),
            reply_markup=keyboard if number == len(pieces) else None,
        )
        for number, piece in enumerate(pieces, start=1)
    ]
    return [message.message_id for message in sent]


async def send_attachment(bot: Bot, chat_id: int, attachment: Attachment, content: bytes) -> int:
    """A picture or file of an answer. Returns the message's id."""
    file = BufferedInputFile(content, attachment.name)
    sending = bot.send_photo(chat_id, file) if attachment.kind == "photo" else bot.send_document(chat_id, file)
    return (await sending).message_id


async def copy_messages(
    bot: Bot, messages: Sequence[Message], chat_id: int, *, thread: int | None = None, reply_to: int | None = None
) -> list[int]:
    """Copies what somebody wrote into another chat, an album as one. Returns the copies' ids."""
    if len(messages) > 1 and all(message.media_group_id for message in messages):
        try:
            return _ids(
                await bot.copy_messages(
                    chat_id, messages[0].chat.id, sorted(item.message_id for item in messages), message_thread_id=thread
                )
            )
        except (TelegramBadRequest, TelegramNotFound, TelegramServerError) as error:
            _unless_thread_is_gone(error)
    return [await _copy(bot, message, chat_id, thread, reply_to) for message in messages]


async def _copy(bot: Bot, message: Message, chat_id: int, thread: int | None, reply_to: int | None) -> int:
    """By copyMessage, so that nothing passes through here; where the server can't, by sending the same again."""
    try:
        copied = await bot.copy_message(
            chat_id, message.chat.id, message.message_id, message_thread_id=thread, reply_parameters=_reply(reply_to)
        )
    except (TelegramBadRequest, TelegramNotFound, TelegramServerError) as error:
        _unless_thread_is_gone(error)
        return await _send_again(bot, message, chat_id, thread, reply_to)
    return copied.message_id


async def _send_again(bot: Bot, message: Message, chat_id: int, thread: int | None, reply_to: int | None) -> int:
    try:
        method = message.send_copy(chat_id, message_thread_id=thread, reply_parameters=_reply(reply_to))
    except TypeError:  # a kind of message that can't be sent twice, such as an invoice
        words = f"[{message.content_type}]"
        return (await bot.send_message(chat_id, words, message_thread_id=thread)).message_id
    return (await bot(method)).message_id


def thread_is_gone(error: TelegramAPIError) -> bool:
    """Whether the topic that was written to is no longer there."""
    return any(words in error.message.lower() for words in MISSING_THREAD)


def _unless_thread_is_gone(error: TelegramAPIError) -> None:
    if thread_is_gone(error):
        raise error


def _reply(message_id: int | None) -> ReplyParameters | None:
    return None if message_id is None else ReplyParameters(message_id=message_id, allow_sending_without_reply=True)


def _ids(copied: Sequence[MessageId]) -> list[int]:
    return [item.message_id for item in copied]
