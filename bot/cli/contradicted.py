"""Answers that staff contradict now, as the commands show them."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from bot.cli.command import Session

if TYPE_CHECKING:
    from retrieval.staleness import Flag


def contradicted_words(flags: "Sequence[Flag]") -> str:
    """To end a command's words with; empty where there are none."""
    if not flags:
        return ""
    listed = "".join(f"\n{flag_words(flag)}" for flag in flags)
    return f"\n{len(flags)} answers are held back, because staff say otherwise now (firstline answers edit ID --text, or approve ID to send it all the same):{listed}"


def emit_contradicted(session: Session, answers: Collection[int]) -> None:
    """Those of these answers that nobody has decided on."""
    from dialogs.database import open_database
    from retrieval.staleness import open_flags

    for flag in open_flags(open_database(session.settings.url)):
        if flag.answer_id in answers:
            session.emit(flag, flag_words(flag))


def flag_words(flag: "Flag") -> str:
    said = f"{flag.at:%Y-%m-%d}, dialog {flag.dialog}" if flag.at else f"dialog {flag.dialog}"
    return f"{flag.answer_id:6d}  {' '.join(flag.answer.split())}\n        {said} ({', '.join(flag.differs)}): {' '.join(flag.reply.split())}"
