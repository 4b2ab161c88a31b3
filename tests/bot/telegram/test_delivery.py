"""No message is lost, none is answered twice, whatever Telegram, the network or a bug of ours does."""

import asyncio
from functools import partial

from sqlalchemy import select

from bot.dialogue.wording import ENGLISH
from dialogs.tables import Customer
from tests.bot.telegram.world import World
from tests.peer import STAFF_GROUP, Fault, post_update


async def test_a_burst_is_answered_as_one_message(world: World) -> None:
    ann = world.person()
    since = world.now()
    await world.at_once(ann, [{"text": "hi"}, {"text": "where is my"}, {"text": "refund"}])
    assert (await world.peer.reply(ann, since)).text == "A refund takes five working days."
    await world.peer.until(lambda: world.turns(ann)[-1].sent_at)
    assert world.said(ann)[0] == ("customer", "hi\nwhere is my\nrefund")
    assert len(world.peer.sent(ann.id, since)) == 1


async def test_an_edited_part_of_a_burst_changes_that_part(world: World) -> None:
    ann = world.person()
    since = world.now()
    await world.at_once(ann, [{"text": "hi"}, {"text": "my refund 445566"}, {"text": "please"}])
    await world.peer.reply(ann, since)
    await world.peer.until(lambda: world.turns(ann)[-1].sent_at)
    second = sorted(number for chat, number in world.peer.messages if chat == ann.id)[1]
    edited = {**world.peer.messages[ann.id, second], "edit_date": 2, "text": "my refund, order 778899"}
    await world.peer.update({"edited_message": edited})
    await world.peer.until(lambda: world.said(ann)[0] == ("customer", "hi\nmy refund, order <ORDER_2>\nplease"))


async def test_a_command_ends_a_burst_and_comes_after_it(world: World) -> None:
    ann = world.person()
    since = world.now()
    await world.at_once(ann, [{"text": "where is my refund"}, {"text": "/help"}])
    await world.peer.until(lambda: len(world.peer.sent(ann.id, since)) == 2)
    assert [call.text for call in world.peer.sent(ann.id, since)] == ["A refund takes five working days.", ENGLISH.help]


async def test_a_slow_chat_does_not_hold_up_another(world: World) -> None:
    ann, bob = world.person("Ann"), world.person("Bob")
    since = world.now()
    slow = asyncio.ensure_future(world.at_once(ann, [{"text": "refund, slow 1.5"}]))
    await world.peer.until(lambda: "refund, slow 1.5" in world.replier.seen)
    await world.at_once(bob, [{"text": "refund"}])
    await world.peer.reply(bob, since)
    assert world.peer.sent(ann.id, since) == []
    await world.peer.reply(ann, since)
    await slow


async def test_one_chat_is_answered_in_order(world: World) -> None:
    ann = world.person()
    since = world.now()
    first = asyncio.ensure_future(world.at_once(ann, [{"text": "the story, slow 0.5"}]))
    await world.peer.until(lambda: "the story, slow 0.5" in world.replier.seen)
    await world.at_once(ann, [{"text": "refund"}])
    await first
    await world.peer.until(lambda: len(world.turns(ann)) == 2 and world.turns(ann)[1].sent_at)
    assert [text[:9] for role, text in world.said(ann) if role == "customer"] == ["the story", "refund"]
    assert world.peer.sent(ann.id, since)[-1].text == "A refund takes five working days."


async def test_a_duplicate_update_is_answered_once(world: World) -> None:
    ann = world.person()
    since = world.now()
    message = await world.peer.write(ann, "where is my refund")
    await world.peer.reply(ann, since)
    await world.peer.until(lambda: world.turns(ann)[-1].sent_at)
    number = world.peer.last_update()
    statuses = await world.redeliver({"update_id": number, "message": message})
    await world.ask(ann, "hello")
    assert [call.text for call in world.peer.sent(ann.id, since)] == ["A refund takes five working days.", ENGLISH.greeting]
    assert set(statuses) <= {200}


async def test_a_number_that_telegram_uses_again_for_another_message_is_another_update(world: World) -> None:
    """Telegram counts anew after a quiet week, and for another bot."""
    ann, bob = world.person("Ann"), world.person("Bob")
    await world.ask(ann, "where is my refund")
    number = world.peer.last_update()
    since = world.now()
    chat = {"id": bob.id, "type": "private", "first_name": "Bob"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": bob.as_json(), "text": "refund"}
    await world.redeliver({"update_id": number, "message": message})
    assert (await world.peer.reply(bob, since)).text == "A refund takes five working days."


async def test_a_429_is_obeyed_and_the_answer_still_comes(world: World) -> None:
    ann, bob = world.person("Ann"), world.person("Bob")
    too_many = {"retry_after": 1}
    world.peer.faults.append(Fault("sendMessage", ann.id, 429, "Too Many Requests: retry after 1", too_many))
    since = world.now()
    started = asyncio.get_running_loop().time()
    waiting = asyncio.ensure_future(world.at_once(ann, [{"text": "refund"}]))
    await world.peer.until(lambda: not world.peer.faults)
    await world.at_once(bob, [{"text": "refund"}])
    await world.peer.reply(bob, since)
    assert world.peer.sent(ann.id, since) == []
    assert (await world.peer.reply(ann, since)).text == "A refund takes five working days."
    assert asyncio.get_running_loop().time() - started >= 1.0
    assert len(world.peer.sent(ann.id, since)) == 1
    await waiting


async def test_a_failing_server_is_tried_again_until_the_answer_is_there(world: World) -> None:
    ann = world.person()
    world.peer.faults.append(Fault("sendMessage", ann.id, 502, "Bad Gateway"))
    assert (await world.ask(ann, "where is my refund")).text == "A refund takes five working days."
    await world.peer.until(lambda: world.turns(ann)[-1].sent_at)
    assert [turn.action for turn in world.turns(ann)] == ["answer"]
    assert len(world.said(ann)) == 2


async def test_a_bug_hands_the_message_over_and_the_bot_goes_on(world: World) -> None:
    ann = world.person()
    since = world.now()
    assert (await world.ask(ann, "boom 123456")).text == ENGLISH.handoff
    assert "the bot failed at this message" in world.peer.sent(STAFF_GROUP, since)[0].text
    assert world.said(ann) == [("customer", "boom <ORDER_1>"), ("bot", ENGLISH.handoff)]
    assert world.turns(ann)[0].details["reason"] == "failed"
    assert (await world.ask(world.person(), "refund")).text == "A refund takes five working days."


async def test_a_customer_who_blocked_the_bot_is_noted_and_no_trouble(world: World) -> None:
    ann = world.person()
    world.peer.faults.append(Fault("sendMessage", ann.id, 403, "Forbidden: bot was blocked by the user"))
    await world.peer.write(ann, "where is my refund")
    await world.peer.until(lambda: _is_blocked(world, ann.id, True))
    assert world.turns(ann)[-1].sent_at is None
    assert (await world.ask(ann, "refund")).text == "A refund takes five working days."
    assert _is_blocked(world, ann.id, False)


async def test_blocking_and_unblocking_is_recorded(world: World) -> None:
    ann = world.person()
    await world.ask(ann, "hello")
    for status, blocked in (("kicked", True), ("member", False)):
        await world.peer.update({"my_chat_member": _membership(ann.id, status)})
        await world.peer.until(partial(_is_blocked, world, ann.id, blocked))


async def test_an_update_of_an_unknown_shape_is_passed_over(world: World) -> None:
    await world.peer.update({"message": {"message_id": "no number", "chat": 5}})
    assert (await world.ask(world.person(), "refund")).text == "A refund takes five working days."


async def test_strange_texts_get_a_turn(world: World) -> None:
    for text in ("🙂" * 3000, "مرحبا أين استرداد refund", "\u200b refund \u202e", "a" * 4096):
        ann = world.person()
        await world.ask(ann, text)
        assert len(world.turns(ann)) == 1


async def test_every_kind_of_message_gets_a_turn(world: World) -> None:
    file = {"file_id": "f", "file_unique_id": "f"}
    for kind, content in {
        "voice": {**file, "duration": 1},
        "video": {**file, "width": 1, "height": 1, "duration": 1},
        "video_note": {**file, "length": 1, "duration": 1},
        "audio": {**file, "duration": 1},
        "location": {"latitude": 1.0, "longitude": 1.0},
        "contact": {"phone_number": "1", "first_name": "A"},
    }.items():
        ann = world.person()
        await world.ask(ann, "", **{kind: content})
        assert [turn.action for turn in world.turns(ann)] == ["handoff"], kind


async def test_a_webhook_without_the_secret_is_refused(world: World) -> None:
    if world.mode == "polling":
        assert world.peer.webhook_secret == ""
        return
    ann = world.person()
    since = world.now()
    chat = {"id": ann.id, "type": "private", "first_name": "Ann"}
    update = {"update_id": 99, "message": {"message_id": 1, "date": 1, "chat": chat, "from": ann.as_json(), "text": "refund"}}
    assert await post_update(world.options.webhook_url, "guessed", update) == 401
    assert await post_update(world.options.webhook_url, world.peer.webhook_secret, {"no": "update"}) == 400
    await world.ask(world.person(), "refund")
    assert world.peer.sent(ann.id, since) == []


async def test_a_duplicate_of_one_in_the_works_waits_for_the_same_work(world: World) -> None:
    if world.mode == "polling":
        return
    ann = world.person()
    since = world.now()
    chat = {"id": ann.id, "type": "private", "first_name": "Ann"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": ann.as_json(), "text": "refund, slow 0.4"}
    update = {"update_id": world.peer.next_update(), "message": message}
    assert await world.deliver([update, update, update]) == [200, 200, 200]
    assert len(world.peer.sent(ann.id, since)) == 1
    assert world.replier.seen.count("refund, slow 0.4") == 1


async def test_only_kinds_that_are_dealt_with_are_asked_for(world: World) -> None:
    inbox = world.peer.inbox()
    assert inbox.allowed == ["callback_query", "edited_message", "message", "my_chat_member"]


def _is_blocked(world: World, chat_id: int, blocked: bool) -> bool:
    with world.database.session(read_only=True) as session:
        return session.scalar(select(Customer.blocked).where(Customer.chat_id == chat_id)) is blocked


def _membership(chat_id: int, status: str) -> dict[str, object]:
    bot = {"id": 7, "is_bot": True, "first_name": "Fixture"}
    person = {"id": chat_id, "is_bot": False, "first_name": "Ann"}
    new = {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}
    return {
        "chat": {"id": chat_id, "type": "private", "first_name": "Ann"},
        "from": person,
        "date": 1,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": new,
    }
