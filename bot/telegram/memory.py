"""What the bot remembers of dialogs while it runs: customers' own values and names are here and nowhere else."""

import asyncio
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.dialogue.state import DialogState
from bot.storage.messages import last_text
from bot.storage.turns import last_state
from bot.telegram.options import Redaction
from dialogs.database import Database

MOST = 10_000
"""Dialogs that are remembered; those that were silent longest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Remembered:
    state: DialogState
    names: frozenset[str] = frozenset()


class Memory:
    """By dialog: its external id for what lives here, its row for what the record has."""

    def __init__(self, database: Database, redactor: Redaction, most: int = MOST) -> None:
        self._database = database
        self._redactor = redactor
        self._dialogs: OrderedDict[str, Remembered] = OrderedDict()
        self._most = most

    async def state(self, key: int, dialog: str) -> DialogState:
        """After a restart, what the record knows of it."""
        found = self._dialogs.get(dialog)
        return await asyncio.to_thread(last_state, self._database, key) if found is None else found.state

    def keep(self, dialog: str, state: DialogState) -> None:
        self._keep(dialog, Remembered(state, self.names(dialog)))

    def names(self, dialog: str) -> frozenset[str]:
        """Of the people in it, as far as they have written since the start."""
        found = self._dialogs.get(dialog)
        return frozenset() if found is None else found.names

    async def redacted(self, key: int, dialog: str, text: str, names: Collection[str]) -> str:
        """The text as the record may have it; the dialog's values and names are known from now on."""
        state = await self.state(key, dialog)
        known = self.names(dialog) | frozenset(names)
        previous = await asyncio.to_thread(last_text, self._database, key)
        redacted = await asyncio.to_thread(self._redactor.redact, text, state.values, known, previous=previous)
        self._keep(dialog, Remembered(replace(state, values=redacted.values), known))
        return redacted.text

    def _keep(self, dialog: str, remembered: Remembered) -> None:
        self._dialogs[dialog] = remembered
        self._dialogs.move_to_end(dialog)
        while len(self._dialogs) > self._most:
            self._dialogs.popitem(last=False)
