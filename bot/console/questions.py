"""Questions put to the bot from the command line: each is a message of a new dialog."""

from collections.abc import Callable, Iterable, Iterator

from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Turn

Reply = Callable[[CustomerMessage, DialogState], Turn]


def ask_each(reply: Reply, texts: Iterable[str], batch: str) -> Iterator[Turn]:
    """A turn a text. `batch` names this run: it makes the ids of the dialogs, which must not meet those of another run."""
    for number, text in enumerate(texts, start=1):
        yield reply(CustomerMessage(text, customer=batch, dialog=f"{batch}-{number}", id="1"), DialogState())
