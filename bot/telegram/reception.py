"""What happens to what a customer does: the Assistant's reply, or a human's ear. Every way in ends in the record."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from aiogram import Bot
from aiogram.types import Message

from bot.dialogue.action import HandoffReason
from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState
from bot.dialogue.turn import Turn
from bot.dialogue.wording import language_of
from bot.storage.handoffs import close_handoff
from bot.storage.live_dialogs import LiveDialog, current_dialog, set_blocked
from bot.storage.messages import NewMessage, edit_message, has_message, parts_of, record_message
from bot.storage.turns import RecordedTurn, options_offered, turn_of_message
from bot.telegram.buttons import NONE_OF_THESE, Tap
from bot.telegram.delivery import Delivery
from bot.telegram.desk import Desk
from bot.telegram.incoming import Incoming, incoming
from bot.telegram.lanes import Burst
from bot.telegram.memory import Memory
from bot.telegram.options import Parts
from bot.telegram.turns import handed_over
from bot.telegram.typing_sign import typing
from bot.telegram.visitor import Visitor, visitor_of
from dialogs.customers import hash_customer
from dialogs.record import Role

SOURCE = "telegram"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing a customer did, and where they stand."""

    visitor: Visitor
    dialog: LiveDialog
    said: Incoming
    messages: Sequence[Message] = ()

    def as_message(self, choice: int | None = None) -> CustomerMessage:
        said = self.said
        return CustomerMessage(
            said.text,
            self.dialog.customer,
            self.dialog.id,
            said.at,
            said.id,
            said.to_look_at,
            choice,
            self.visitor.names,
            self.dialog.language or self.visitor.language,
        )


class Reception:
    """Serves customers in their private chats."""

    def __init__(self, bot: Bot, parts: Parts, desk: Desk, delivery: Delivery, memory: Memory, default_language: str) -> None:
        self._bot = bot
        self._parts = parts
        self._database = parts.database
        self._desk = desk
        self._delivery = delivery
        self._memory = memory
        self._default_language = default_language

    async def message(self, message: Message, burst: Burst) -> None:
        """Answer, or pass on to the human who has this customer in hand. Messages that follow at once are taken along."""
        visitor = visitor_of(message)
        dialog = await self._dialog(visitor, incoming([message]))
        if dialog.handoff is not None and self._desk.staffed:
            messages = await burst.gather(album=True)
            await self._during_handoff(Case(visitor, dialog, incoming(messages), messages), again=burst.again)
            return
        async with typing(self._bot, visitor.chat_id):
            messages = await burst.gather()
            await self._answered(Case(visitor, dialog, incoming(messages), messages), again=burst.again)

    async def asked_for_human(self, message: Message, *, again: bool) -> None:
        await self._hand_over([message], HandoffReason.ASKED_FOR_HUMAN, again=again)

    async def failed(self, messages: Sequence[Message]) -> None:
        """The bot could not deal with it, so a human must."""
        await self._hand_over(messages, HandoffReason.FAILED, again=True)

    async def failed_tap(self, visitor: Visitor, data: str) -> None:
        said = Incoming(f"failed-{data}", "", datetime.now(UTC))
        case = Case(visitor, await self._dialog(visitor, said), said)
        await self._deliver(case, await self._handed_over(case, HandoffReason.FAILED))

    async def tapped(self, visitor: Visitor, tap: Tap) -> None:
        """A button: its answer comes once, however often it is pressed."""
        said = Incoming(f"tap-{tap.turn}", tap.title, datetime.now(UTC))
        case = Case(visitor, await self._dialog(visitor, said), said)
        before = await asyncio.to_thread(turn_of_message, self._database, case.dialog.key, said.id)
        if before is not None and before.sent:
            return
        if before is not None and before.action == "handoff":
            await self._delivery.resume_handoff(before, visitor)
        elif case.dialog.handoff is not None and self._desk.staffed:
            await self._chosen_during_handoff(case)
        elif tap.answer == NONE_OF_THESE:
            await self._deliver(case, await self._handed_over(case, HandoffReason.UNSURE))
        else:
            await self._deliver(case, await self._assistant(case, tap.answer))

    async def title_of(self, visitor: Visitor, turn: int, answer: int) -> str | None:
        """What the button says, from the record; None if that turn did not offer it to this customer."""
        offered = await asyncio.to_thread(options_offered, self._database, turn, visitor.chat_id)
        return next((option.title for option in offered if option.answer_id == answer), None)

    async def edited(self, message: Message) -> None:
        """Noted in the record; staff are told if they have the customer in hand. The bot does not answer a second time."""
        visitor, said = visitor_of(message), incoming([message])
        case = Case(visitor, await self._dialog(visitor, said), said, [message])
        await asyncio.to_thread(edit_message, self._database, case.dialog.key, said.id, await self._redacted(case))
        if case.dialog.handoff is not None:
            await self._desk.note(case.dialog.handoff, visitor.name, f"The customer changed a message to: {said.text}")

    async def blocked(self, chat_id: int, blocked: bool) -> None:
        await asyncio.to_thread(set_blocked, self._database, chat_id, blocked)

    async def _answered(self, case: Case, *, again: bool) -> None:
        before = await self._before(case) if again else None
        if before is None:
            await self._deliver(case, await self._assistant(case))
        elif not before.sent and before.action == "handoff":
            await self._delivery.resume_handoff(before, case.visitor, case.messages)
        elif not before.sent:
            await self._deliver(case, await self._assistant(case))

    async def _during_handoff(self, case: Case, *, again: bool) -> None:
        """To staff, and into the record. If staff can't be reached any more, the bot answers again rather than nobody."""
        before = await self._before(case) if again else None
        if before is not None:
            await self._answered(case, again=True)
        elif again and await asyncio.to_thread(has_message, self._database, case.dialog.key, case.said.id):
            return
        elif await self._desk.forward(_open(case), case.visitor.name, case.messages):
            await self._record(case)
        else:
            await asyncio.to_thread(close_handoff, self._database, _open(case))
            await self._deliver(case, await self._assistant(case))

    async def _chosen_during_handoff(self, case: Case) -> None:
        if not await asyncio.to_thread(has_message, self._database, case.dialog.key, case.said.id):
            await self._desk.note(_open(case), case.visitor.name, f"The customer chose: {case.said.text}")
            await self._record(case)

    async def _hand_over(self, messages: Sequence[Message], reason: HandoffReason, *, again: bool) -> None:
        visitor, said = visitor_of(messages[0]), incoming(messages)
        case = Case(visitor, await self._dialog(visitor, said), said, messages)
        before = await self._before(case) if again else None
        if before is None or not before.sent:
            await self._deliver(case, await self._handed_over(case, reason))

    async def _handed_over(self, case: Case, reason: HandoffReason) -> Turn:
        redacted = await self._redacted(case)
        spoken = case.dialog.language or case.visitor.language or self._default_language
        language = language_of(case.said.text, spoken)
        return handed_over(case.as_message(), redacted, reason, language, await self._state(case.dialog))

    async def _assistant(self, case: Case, choice: int | None = None) -> Turn:
        state = await self._state(case.dialog)
        return await asyncio.to_thread(self._parts.replier.reply, case.as_message(choice), state)

    async def _deliver(self, case: Case, turn: Turn) -> None:
        await self._delivery.turn(turn, case.visitor, case.said, case.messages)
        self._memory.keep(case.dialog.id, turn.state)

    async def _before(self, case: Case) -> RecordedTurn | None:
        return await asyncio.to_thread(turn_of_message, self._database, case.dialog.key, case.said.id)

    async def _dialog(self, visitor: Visitor, said: Incoming) -> LiveDialog:
        customer = hash_customer(self._parts.key, SOURCE, f"user{visitor.chat_id}")
        return await asyncio.to_thread(current_dialog, self._database, customer, visitor.chat_id, said.at)

    async def _state(self, dialog: LiveDialog) -> DialogState:
        return await self._memory.state(dialog.key, dialog.id)

    async def _redacted(self, case: Case) -> str:
        return await self._memory.redacted(case.dialog.key, case.dialog.id, case.said.text, case.visitor.names)

    async def _record(self, case: Case) -> None:
        said = case.said
        text = await self._redacted(case)
        new = NewMessage(said.id, Role.CUSTOMER, text, said.at, said.attachments, parts=parts_of(said.texts, text))
        await asyncio.to_thread(record_message, self._database, case.dialog.key, new)


def _open(case: Case) -> int:
    assert case.dialog.handoff is not None
    return case.dialog.handoff
