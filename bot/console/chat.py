"""A chat in the terminal with the same Assistant that Telegram customers meet."""

from collections.abc import Callable

from bot.console.questions import Reply
from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Turn

HELP = "Write as a customer would; a number picks an option. /why explains the last reply, /new starts a new dialog, /quit ends."


def chat(
    reply: Reply, read: Callable[[], str | None], show: Callable[[Turn, bool], None], say: Callable[[str], None], batch: str
) -> int:
    """Runs until `read` gives None or the customer writes /quit. `show` gets a turn and whether to explain it. Returns the number of turns."""
    state, last, dialogs, turns = DialogState(), None, 1, 0
    say(HELP)
    while (text := read()) is not None:
        match text.strip():
            case "/quit" | "/exit" | "/q":
                break
            case "/help":
                say(HELP)
            case "/why" if last is not None:
                show(last, True)
            case "/why":
                say("There is no reply yet to explain.")
            case "/new":
                state, last, dialogs = DialogState(), None, dialogs + 1
                say("A new dialog.")
            case "":
                continue
            case "/human":
                last = reply(CustomerMessage("I want to talk to a human", customer=batch, dialog=f"{batch}-{dialogs}"), state)
                show(last, False)
            case _:
                last = reply(CustomerMessage(text, customer=batch, dialog=f"{batch}-{dialogs}"), state)
                state, turns = last.state, turns + 1
                show(last, False)
    return turns
