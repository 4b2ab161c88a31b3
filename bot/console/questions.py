"""Questions put to the bot from the command line: each is a message of a new dialog."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Turn
from dialogs.encodings import encoding_of

Reply = Callable[[CustomerMessage, DialogState], Turn]


def ask_each(reply: Reply, texts: Iterable[str], batch: str) -> Iterator[Turn]:
    """A turn a text. `batch` names this run: it makes the ids of the dialogs, which must not meet those of another run."""
    for number, text in enumerate(texts, start=1):
        yield reply(CustomerMessage(text, customer=batch, dialog=f"{batch}-{number}", id="1"), DialogState())


def read_lines(path: Path | None) -> list[str]:
    """The lines of a text file, or of standard input for "-". Raises what reading raises; any encoding a team's export may have."""
    raw = sys.stdin.buffer.read() if path is None or str(path) == "-" else path.read_bytes()
    text = raw.decode(encoding_of([raw]), errors="replace")
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
