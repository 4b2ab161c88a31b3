"""`firstline bot`: the Telegram bot."""

import click

from bot.cli.command import Session, command


@command("bot", example="FIRSTLINE_TELEGRAM_TOKEN=123456:ABC... firstline bot")
@click.option("--api-base", metavar="URL", default="", help="A Bot API server other than Telegram's own.")
@click.option("--webhook-url", metavar="URL", default="", help="Where Telegram reaches the bot; without it, the bot polls.")
@click.option("--listen", metavar="HOST:PORT", default="127.0.0.1:8080", show_default=True, help="Where the webhook listens.")
def bot(session: Session, api_base: str, webhook_url: str, listen: str) -> None:
    """Serve customers on Telegram until stopped; Ctrl-C finishes what is in the works."""
    from bot.cli.bot_parts import options_of, run

    run(session, options_of(session.settings, api_base, webhook_url, listen))
