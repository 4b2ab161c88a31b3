"""An independent Bot API server with what ours needs added: topics, copies, uploads, faults, and people who write.

`lo-bot-api-emulator` checks and queues; here are the methods it lacks and a memory of every message.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web
from lo_bot_api_emulator import CONTRACT, ApiRefusal, LoBotApiEmulator, updates

TOKEN = "42:TEST-token"
STAFF_GROUP = -100500
MOST_WAIT = 15.0
"""Seconds that a test waits for what must come; only a failure waits that long."""

updates.KINDS |= {"edited_message", "my_chat_member"}
EXTRA = {
    "createForumTopic": ["chat_id", "name"],
    "getChat": ["chat_id"],
    "copyMessage": ["chat_id", "from_chat_id", "message_id", "message_thread_id", "reply_parameters"],
    "copyMessages": ["chat_id", "from_chat_id", "message_ids", "message_thread_id"],
}


GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
HANG = 0


class Hanging(Exception):
    """The request that meets it gets no answer."""


@dataclass(frozen=True)
class Call:
    """A request that the bot made and the server granted, with the values it sent and what it got."""

    method: str
    fields: Mapping[str, Any]
    result: Any

    @property
    def chat(self) -> int:
        return int(self.fields.get("chat_id", 0))

    @property
    def text(self) -> str:
        return str(self.fields.get("text", ""))

    @property
    def buttons(self) -> list[dict[str, str]]:
        markup = json.loads(self.fields.get("reply_markup", "{}"))
        return [button for row in markup.get("inline_keyboard", ()) for button in row]

    @property
    def message_id(self) -> int:
        return int(self.result["message_id"])


@dataclass
class Fault:
    """How the next matching request is refused; status HANG: it is never answered."""

    method: str
    chat: int | None
    status: int
    description: str
    parameters: dict[str, Any] | None = None


@dataclass
class Person:
    """A user, as the updates name them."""

    id: int
    first_name: str = "Ann"
    language_code: str = "en"

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, "language_code": self.language_code}


@dataclass
class Peer(LoBotApiEmulator):  # type: ignore[misc]  # the emulator is not typed
    """`url` is the API base; `calls` what the bot did. `forum`: whether the staff group has topics."""

    url: str = ""
    forum: bool = False
    calls: list[Call] = field(default_factory=list)
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    webhook_secret: str = ""

    def __post_init__(self) -> None:
        super().__init__(allow_insecure_loopback_webhooks=True, max_updates=100_000, max_history=1)
        for method, parameters in EXTRA.items():
            CONTRACT["methods"][method] = {"implemented": True, "parameters": parameters}
        self._changed = asyncio.Event()
        self.hung = asyncio.Event()

    # the server's side

    async def handle(self, request: web.Request) -> web.StreamResponse:
        try:
            answered: web.StreamResponse = await super().handle(request)
        except Hanging:
            await asyncio.Event().wait()
            raise
        return answered

    def validate(self, method: str, fields: dict[str, Any], uploads: Mapping[str, Any]) -> Any:
        self._refuse_as_planned(method, fields)
        given = dict(fields)
        thread = fields.pop("message_thread_id", None)
        if thread is not None and int(thread) not in self.topics:
            raise ApiRefusal("Bad Request: message thread not found")
        result = self._own(method, fields) if method in EXTRA else super().validate(method, fields, uploads)
        if method not in EXTRA and isinstance(result, dict) and "message_id" in result:
            if thread is not None:
                result |= {"message_thread_id": int(thread), "is_topic_message": True}
            self.messages[int(given["chat_id"]), result["message_id"]] = {**result, "from_bot": True}
        if method == "setWebhook":
            self.webhook_secret = str(fields.get("secret_token", ""))
        if method != "getUpdates":
            self.calls.append(Call(method, given, result))
            self._changed.set()
        return result

    def _refuse_as_planned(self, method: str, fields: Mapping[str, Any]) -> None:
        for fault in self.faults:
            if fault.method == method and fault.chat in (None, int(fields.get("chat_id", 0))):
                self.faults.remove(fault)
                if fault.status == HANG:
                    self.hung.set()
                    raise Hanging
                raise ApiRefusal(fault.description, fault.status, fault.parameters)

    def _own(self, method: str, fields: Mapping[str, Any]) -> Any:
        match method:
            case "createForumTopic":
                if not self.forum:
                    raise ApiRefusal("Bad Request: the chat is not a forum")
                number = self.new_number()
                self.topics[number] = str(fields["name"])
                return {"message_thread_id": number, "name": fields["name"], "icon_color": 1}
            case "getChat":
                chat = next(message["chat"] for (chat, _), message in self.messages.items() if chat == int(fields["chat_id"]))
                return chat | {"accent_color_id": 1, "max_reaction_count": 1, "accepted_gift_types": dict.fromkeys(GIFTS, False)}
            case "copyMessage":
                return self._copy(fields, int(fields["message_id"]))
            case _:
                return [self._copy(fields, number) for number in json.loads(fields["message_ids"])]

    def _copy(self, fields: Mapping[str, Any], number: int) -> dict[str, int]:
        original = self.messages.get((int(fields["from_chat_id"]), number))
        if original is None:
            raise ApiRefusal("Bad Request: message to copy not found")
        copy = self.new_number()
        self.messages[int(fields["chat_id"]), copy] = {**original, "message_id": copy}
        return {"message_id": copy}

    def new_number(self) -> int:
        """The next message id."""
        number: int = self.next_id
        self.next_id += 1
        return number

    # what people do

    async def write(self, person: Person, text: str = "", **more: Any) -> dict[str, Any]:
        """A customer writes to the bot in private. Returns the message."""
        return await self._post(person, {"id": person.id, "type": "private", "first_name": person.first_name}, text, more)

    async def write_in_group(self, person: Person, text: str = "", *, group: int = STAFF_GROUP, **more: Any) -> dict[str, Any]:
        chat = {"id": group, "type": "supergroup", "title": "Staff"} | ({"is_forum": True} if self.forum else {})
        if "reply_to" in more:
            replied = self.messages[group, more.pop("reply_to")]
            more["reply_to_message"] = {"message_id": replied["message_id"], "date": 1, "chat": chat}
        if "topic" in more:
            more |= {"message_thread_id": more.pop("topic"), "is_topic_message": True}
        return await self._post(person, chat, text, more)

    async def tap(self, person: Person, call: Call, title: str) -> None:
        """Press the button with that title under a message of the bot."""
        data = next(button["callback_data"] for button in call.buttons if button["text"] == title)
        chat = {"id": person.id, "type": "private", "first_name": person.first_name}
        message = {"message_id": call.message_id, "date": 1, "chat": chat, "text": call.text}
        message["reply_markup"] = json.loads(call.fields["reply_markup"])
        number = str(self.new_number())
        await self.update(
            {"callback_query": {"id": number, "from": person.as_json(), "message": message, "chat_instance": "1", "data": data}}
        )

    def upload(self, name: str, data: bytes, size: int | None = None) -> dict[str, Any]:
        """A document that somebody attaches."""
        reference = f"upload-{self.new_number()}"
        self.assets[reference] = {"filename": name, "data": data, "size": len(data)}
        return {"file_id": reference, "file_unique_id": reference, "file_name": name, "file_size": size or len(data)}

    def photo(self) -> list[dict[str, Any]]:
        reference = f"photo-{self.new_number()}"
        self.assets[reference] = {"filename": "photo.jpg", "data": b"jpeg", "size": 4}
        return [{"file_id": reference, "file_unique_id": reference, "width": 1, "height": 1, "file_size": 4}]

    def inbox(self) -> Any:
        """The server's queue for this bot."""
        return self._update_queues._state(TOKEN)

    def last_update(self) -> int:
        """The number of the latest update."""
        return int(self.inbox().next_id) - 1

    def next_update(self) -> int:
        """A number for an update that is posted by hand."""
        self.inbox().next_id += 1
        return self.last_update()

    async def update(self, update: dict[str, Any]) -> int:
        number: int = await self.enqueue_update(update, token=TOKEN)
        return number

    async def _post(self, person: Person, chat: dict[str, Any], text: str, more: dict[str, Any]) -> dict[str, Any]:
        message = {
            "message_id": self.new_number(),
            "date": 1,
            "chat": chat,
            "from": person.as_json(),
            **({"text": text} if text else {}),
            **more,
        }
        self.messages[chat["id"], message["message_id"]] = message
        await self.update({"message": message})
        return message

    # what tests look at

    def sent(self, chat: int, since: int = 0) -> list[Call]:
        """Messages that the bot wrote or copied into a chat, from call number `since` on."""
        methods = ("sendMessage", "copyMessage", "copyMessages", "sendPhoto", "sendDocument")
        return [call for call in self.calls[since:] if call.method in methods and call.chat == chat]

    async def until(self, condition: Callable[[], Any], what: str = "") -> Any:
        """The first true value of the condition, which is looked at after each request of the bot."""
        deadline = asyncio.get_running_loop().time() + MOST_WAIT
        while not (value := condition()):
            self._changed.clear()
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise AssertionError(f"this did not come: {what or 'what the test waits for'}; the bot's calls: {self.calls[-12:]}")
            changed = asyncio.ensure_future(self._changed.wait())
            await asyncio.wait({changed}, timeout=min(left, 0.05))
            changed.cancel()
        return value

    async def reply(self, person: Person, since: int = 0) -> Call:
        """The bot's first message to this customer from call number `since` on."""
        found: list[Call] = await self.until(lambda: self.sent(person.id, since), f"a message to {person.id}")
        return found[0]


@asynccontextmanager
async def running_peer(**options: Any) -> AsyncIterator[Peer]:
    """The server on a free port of this machine."""
    peer = Peer(**options)
    runner = web.AppRunner(peer.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    peer.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield peer
    finally:
        await runner.cleanup()


async def post_update(url: str, secret: str, update: Mapping[str, Any]) -> int:
    """Deliver an update to a webhook by hand, as Telegram does with several at once. Returns the HTTP status."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with ClientSession() as client, client.post(url, json=update, headers=headers) as response:
        return response.status
