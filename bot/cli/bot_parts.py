"""Puts the Telegram bot together from the settings, and runs it."""

import asyncio
import logging
import sys

import click
from aiogram.types import User

from bot import bootstrap
from bot.cli.command import Session
from bot.cli.import_words import report_words
from bot.redacting import redactor
from bot.settings import Settings
from bot.telegram.options import Parts, TelegramOptions
from bot.telegram.service import check_token, serve
from dialogs.customers import customer_key
from dialogs.ingest import ImportOptions, import_paths
from nlu.language import language_of


def options_of(settings: Settings, api_base: str, webhook_url: str, listen: str) -> TelegramOptions:
    """Raises a usage error for an address that is none, SettingsError for a token that can't be one."""
    check_token(settings.telegram_token)
    return TelegramOptions(
        token=settings.telegram_token,
        api_base=api_base,
        webhook_url=webhook_url,
        listen=_address(listen),
        staff_chat_id=settings.staff_chat_id,
        staff_ids=settings.staff_ids,
        burst_seconds=settings.burst_seconds,
        default_language=settings.default_language,
        contact=settings.contact,
    )


def run(session: Session, options: TelegramOptions) -> None:
    """Until it is stopped. Raises NotReadyError where there is nothing to answer with yet."""
    _log_to_stderr()
    opened = bootstrap.database(session.settings)
    live = bootstrap.LiveAssistant(session.settings, opened)
    live.watch()
    redaction, key = redactor(session.settings), customer_key(session.settings.home)
    parts = Parts(
        database=opened,
        replier=live,
        redactor=redaction,
        import_file=lambda file: report_words(
            import_paths(opened, [str(file)], ImportOptions(key=key, language_of=language_of), redaction)
        ),
        key=key,
    )
    try:
        asyncio.run(serve(options, parts, lambda me: session.say(_started(me, options))))
    finally:
        live.close()
        opened.close()


def _started(me: User, options: TelegramOptions) -> str:
    how = f"updates come to {options.webhook_url}" if options.webhook_url else "polling"
    desk = (
        f"hand-offs go to the staff group {options.staff_chat_id}"
        if options.staff_chat_id
        else "there is no staff group: set FIRSTLINE_STAFF_CHAT_ID, or nobody is told of a hand-off"
    )
    return f"@{me.username or me.first_name} answers on Telegram ({how}); {desk}. Ctrl-C stops it."


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit():
        raise click.UsageError(f"--listen {listen!r} is no address; write HOST:PORT, such as 127.0.0.1:8080")
    return host.strip("[]"), int(port)


def _log_to_stderr() -> None:
    """What happens, without what anybody wrote."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("bot").setLevel(logging.INFO)
