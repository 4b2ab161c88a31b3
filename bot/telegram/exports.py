"""An export that a staff member drops in the chat: fetched, imported, deleted, and reported."""

import asyncio
import tempfile
from pathlib import Path

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Document
from aiohttp import ClientError

from bot.telegram.options import ImportFile
from dialogs.errors import DialogsError

SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".zip", ".gz", ".txt", ".xlsx", ".yml", ".yaml")
LARGEST = 20 * 1024 * 1024
"""Bytes that a bot may fetch from Telegram's own server (core.telegram.org/bots/api#getfile)."""
TOO_BIG = "{name} is larger than the 20 MB that Telegram lets a bot fetch. Compress it to a zip, or import it where the bot runs: firstline import {name}"
NOT_FETCHED = (
    "{name} could not be fetched from Telegram ({reason}). Send it again, or import it where the bot runs: firstline import {name}"
)
IMPORTED = "{name} is imported.\n{report}\nThe bot answers from it once you run, on its machine: firstline mine, train, index."
NOT_IMPORTED = "{name} was not imported: {reason}"


def is_export(document: Document) -> bool:
    """By its name: whether it holds dialogs is seen when it is read."""
    return (document.file_name or "").lower().endswith(SUFFIXES)


async def import_export(bot: Bot, document: Document, import_file: ImportFile) -> str:
    """The report, or why there is none. The file is on this machine only while it is read, for its originals are stored nowhere."""
    name = Path(document.file_name or "export").name
    if (document.file_size or 0) > LARGEST:
        return TOO_BIG.format(name=name)
    with tempfile.TemporaryDirectory(prefix="firstline-") as folder:
        file = Path(folder) / name
        try:
            await bot.download(document, destination=file)
        except TelegramBadRequest as error:
            return TOO_BIG.format(name=name) if "too big" in error.message else NOT_FETCHED.format(name=name, reason=error.message)
        except ClientError as error:
            return NOT_FETCHED.format(name=name, reason=type(error).__name__)
        try:
            return IMPORTED.format(name=name, report=await asyncio.to_thread(import_file, file))
        except DialogsError as error:
            return NOT_IMPORTED.format(name=name, reason=str(error).replace(str(file), name))
