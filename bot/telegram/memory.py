"""What the bot remembers of dialogs while it runs: customers' own values are here and nowhere else."""

from collections import OrderedDict

from bot.dialogue.state import DialogState

MOST = 10_000


class Memory:
    """States by dialog id; those of dialogs that were silent longest are forgotten first."""

    def __init__(self, most: int = MOST) -> None:
        self._states: OrderedDict[str, DialogState] = OrderedDict()
        self._most = most

    def get(self, dialog: str) -> DialogState | None:
        return self._states.get(dialog)

    def keep(self, dialog: str, state: DialogState) -> None:
        self._states[dialog] = state
        self._states.move_to_end(dialog)
        while len(self._states) > self._most:
            self._states.popitem(last=False)
