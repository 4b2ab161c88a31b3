"""The bot is stopped, killed and started again: what was written meanwhile is answered once, never not at all."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.dialogue.wording import ENGLISH
from tests.bot.telegram.serve import bot_process, exit_code
from tests.bot.telegram.world import free_port, running_world
from tests.peer import HANG, STAFF_GROUP, Fault, Peer, Person, running_peer

ANN = Person(5001)


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with running_peer(forum=True) as running:
        yield running


@pytest.fixture(params=["polling", "webhook"])
def port(request: pytest.FixtureRequest) -> int:
    """Of the webhook; 0 for polling."""
    return free_port() if request.param == "webhook" else 0


async def test_killed_while_it_thinks_it_answers_once_after_the_restart(peer: Peer, tmp_path: Path, port: int) -> None:
    async with bot_process(tmp_path, peer, port) as process:
        writing = asyncio.ensure_future(peer.write(ANN, "refund, slow 1"))
        await peer.until(lambda: [call for call in peer.calls if call.method == "sendChatAction"])
        process.kill()
        assert await exit_code(process) == -9
        await writing
    async with bot_process(tmp_path, peer, port):
        assert (await peer.reply(ANN)).text == "A refund takes five working days."
        await peer.until(lambda: not peer.inbox().updates, "the acknowledgement")
    assert len(peer.sent(ANN.id)) == 1


async def test_killed_before_the_reply_is_out_it_replies_once(peer: Peer, tmp_path: Path, port: int) -> None:
    """The turn is in the record, the reply is not with the customer."""
    async with bot_process(tmp_path, peer, port) as process:
        peer.faults.append(Fault("sendMessage", ANN.id, HANG, ""))
        writing = asyncio.ensure_future(peer.write(ANN, "refund"))
        await peer.hung.wait()
        process.kill()
        assert await exit_code(process) == -9
        await writing
    async with bot_process(tmp_path, peer, port):
        assert (await peer.reply(ANN)).text == "A refund takes five working days."
        await peer.until(lambda: not peer.inbox().updates, "the acknowledgement")
    assert len(peer.sent(ANN.id)) == 1


async def test_killed_between_staff_and_customer_it_announces_once_and_tells_the_customer(
    peer: Peer, tmp_path: Path, port: int
) -> None:
    async with bot_process(tmp_path, peer, port) as process:
        peer.faults.append(Fault("sendMessage", ANN.id, HANG, ""))
        writing = asyncio.ensure_future(peer.write(ANN, "can your parrot sing"))
        await peer.hung.wait()
        process.kill()
        assert await exit_code(process) == -9
        await writing
    async with bot_process(tmp_path, peer, port):
        assert (await peer.reply(ANN)).text == ENGLISH.handoff
        await peer.until(lambda: not peer.inbox().updates, "the acknowledgement")
    assert [call.text.split(":")[0] for call in peer.sent(STAFF_GROUP)] == ["Hand-off 1"]
    assert len(peer.sent(ANN.id)) == 1


async def test_stopped_in_the_middle_it_finishes_first_and_answers_once(peer: Peer, tmp_path: Path, port: int) -> None:
    async with bot_process(tmp_path, peer, port) as process:
        writing = asyncio.ensure_future(peer.write(ANN, "refund, slow 0.7"))
        await peer.until(lambda: [call for call in peer.calls if call.method == "sendChatAction"])
        process.terminate()
        assert await exit_code(process) == 0
        await writing
    assert [call.text for call in peer.sent(ANN.id)] == ["A refund takes five working days."]
    async with bot_process(tmp_path, peer, port):
        await peer.write(ANN, "hello")
        await peer.until(lambda: len(peer.sent(ANN.id)) == 2)
    assert [call.text for call in peer.sent(ANN.id)][1:] == [ENGLISH.greeting]


async def test_what_is_written_while_the_bot_is_down_is_answered(peer: Peer, tmp_path: Path) -> None:
    await peer.write(ANN, "where is my refund")
    async with running_world(tmp_path, "polling", peer=peer):
        assert (await peer.reply(ANN)).text == "A refund takes five working days."
    assert [call.fields for call in peer.calls if call.method == "deleteWebhook"] == [{"drop_pending_updates": "false"}]


async def test_buttons_work_after_a_restart(peer: Peer, tmp_path: Path) -> None:
    async with running_world(tmp_path, "polling", peer=peer) as world:
        asked = await world.ask(ANN, "the papers")
    async with running_world(tmp_path, "polling", peer=peer) as world:
        since = world.now()
        await peer.tap(ANN, asked, "Delivery time")
        assert (await peer.reply(ANN, since)).text == "We deliver within three days."


async def test_silence_and_the_way_back_survive_a_restart(peer: Peer, tmp_path: Path) -> None:
    async with running_world(tmp_path, "polling", peer=peer) as world:
        announced = await world.hand_over(ANN)
    async with running_world(tmp_path, "polling", peer=peer) as world:
        since = world.now()
        await peer.write(ANN, "where is my refund")
        await peer.until(lambda: peer.sent(STAFF_GROUP, since), "the copy to staff")
        assert peer.sent(ANN.id, since) == []
        await world.staff_says(announced, "here I am")
        assert peer.messages[ANN.id, (await peer.reply(ANN, since)).message_id]["text"] == "here I am"


async def test_a_name_is_kept_out_of_the_record_after_a_restart_too(peer: Peer, tmp_path: Path) -> None:
    async with running_world(tmp_path, "polling", peer=peer) as world:
        announced = await world.hand_over(ANN)
    async with running_world(tmp_path, "polling", peer=peer) as world:
        await world.staff_says(announced, "Dear Ann, here I am.")
        await peer.until(lambda: world.said(ANN)[-1] == ("agent", "Dear <NAME_1>, here I am."))


async def test_a_slot_that_was_asked_for_is_remembered_over_a_restart(peer: Peer, tmp_path: Path) -> None:
    async with running_world(tmp_path, "polling", peer=peer) as world:
        assert (await world.ask(ANN, "my order status")).text == ENGLISH.ask_slot["order"]
    async with running_world(tmp_path, "polling", peer=peer) as world:
        assert (await world.ask(ANN, "445566")).text == "Order 445566 is on its way."


async def test_answered_and_recorded_but_not_acknowledged_is_not_answered_again(peer: Peer, tmp_path: Path) -> None:
    """Killed between sending and acknowledging: Telegram delivers the update again, claimed and without its end."""
    async with running_world(tmp_path, "polling", peer=peer) as world:
        message = await peer.write(ANN, "where is my refund")
        await peer.until(lambda: world.turns(ANN) and world.turns(ANN)[0].sent_at)
        number = peer.last_update()
        await peer.until(lambda: not peer.inbox().updates)
        world.unfinish(number)
        await world.redeliver({"update_id": number, "message": message})
        await peer.until(lambda: not peer.inbox().updates)
        assert len(peer.sent(ANN.id)) == 1
        assert len(world.said(ANN)) == 2
