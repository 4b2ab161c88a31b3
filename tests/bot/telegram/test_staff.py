"""Staff in their group: topics, exports, and who counts as staff."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.dialogue.wording import ENGLISH
from bot.telegram import polling
from dialogs.tables import Alert, Dialog, Handoff, Message
from tests.bot.telegram.world import World, running_world
from tests.peer import STAFF_GROUP, Call, Fault, Person, running_peer

CSV = b"dialog_id,role,text\n%s-1,customer,where is my parcel\n%s-1,agent,it comes tomorrow\n"


async def test_staff_drop_an_export_and_get_the_report(world: World) -> None:
    name = world.mode.encode()
    since = world.now()
    await world.peer.write_in_group(world.agent, document=world.peer.upload("old.csv", CSV % (name, name)))
    report = await _report(world, since)
    assert "old.csv is imported" in report.text
    assert "Added 1 dialog with 2 messages of 1 customer" in report.text
    with world.database.session(read_only=True) as session:
        texts = session.scalars(
            select(Message.text).join(Dialog).where(Dialog.external_id == f"{world.mode}-1").order_by(Message.position)
        )
        assert list(texts) == ["where is my parcel", "it comes tomorrow"]


async def test_a_zip_of_json_lines_is_imported(world: World) -> None:
    dialog = {"id": f"zip-{world.mode}", "turns": [{"role": "user", "content": "hello 77"}, {"role": "agent", "content": "hi"}]}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("dialogs.jsonl", json.dumps(dialog))
    since = world.now()
    await world.peer.write_in_group(world.agent, document=world.peer.upload("logs.zip", packed.getvalue()))
    assert "Added 1 dialog with 2 messages" in (await _report(world, since)).text


async def test_a_file_that_holds_no_dialogs_is_explained(world: World) -> None:
    since = world.now()
    await world.peer.write_in_group(world.agent, document=world.peer.upload("empty.json", b""))
    report = await _report(world, since)
    assert report.text.startswith("empty.json was not imported: ")
    assert "/tmp" not in report.text


async def test_a_file_that_telegram_does_not_hand_out_is_explained(world: World) -> None:
    since = world.now()
    await world.peer.write_in_group(world.agent, document=world.peer.upload("huge.csv", b"x", size=21 * 1024 * 1024))
    assert "larger than the 20 MB" in (await _report(world, since)).text


async def test_a_customers_export_is_not_imported(world: World) -> None:
    ann = world.person()
    before = _count(world)
    since = world.now()
    await world.peer.write(ann, document=world.peer.upload("mine.csv", CSV % (b"evil", b"evil")))
    assert (await world.peer.reply(ann, since)).text == ENGLISH.handoff
    assert "[file]" in world.peer.sent(STAFF_GROUP, since)[0].text
    assert _count(world) == before + 1  # the customer's own dialog


async def test_a_file_in_a_handoff_is_for_the_customer(world: World) -> None:
    ann = world.person()
    announced = await world.hand_over(ann)
    since = world.now()
    written = await world.staff_says(announced, document=world.peer.upload("prices.csv", b"a,b"))
    copy = await world.peer.reply(ann, since)
    assert copy.fields["message_id"] == str(written["message_id"])


async def test_help_in_the_staff_group_is_for_staff(world: World) -> None:
    since = world.now()
    await world.peer.write_in_group(world.agent, "/help")
    assert "Drop an export" in (await _report(world, since)).text


async def test_with_a_list_only_those_on_it_are_staff(tmp_path: Path) -> None:
    async with running_world(tmp_path, "polling", forum=True, staff_ids=(7001,)) as world:
        ann, kim = world.person(), Person(7002, "Kim")
        announced = await world.hand_over(ann)
        topic = int(announced.fields["message_thread_id"])
        since = world.now()
        await world.peer.write_in_group(kim, "I say something", topic=topic)
        assert (await _report(world, since)).text == "Not sent: you are not in FIRSTLINE_STAFF_IDS."
        since = world.now()
        await world.peer.write_in_group(kim, document=world.peer.upload("a.csv", CSV % (b"k", b"k")))
        assert (await _report(world, since)).text == "Not sent: you are not in FIRSTLINE_STAFF_IDS."
        assert world.peer.sent(ann.id)[1:] == []
        since = world.now()
        await world.peer.write(world.agent, document=world.peer.upload("b.csv", CSV % (b"s", b"s")))
        assert "Added 1 dialog with 2 messages" in (await world.peer.reply(world.agent, since)).text


async def test_a_deleted_topic_is_made_anew_with_the_dialog_so_far(tmp_path: Path) -> None:
    async with running_world(tmp_path, "polling", forum=True) as world:
        ann = world.person()
        announced = await world.hand_over(ann, "can your parrot sing")
        world.peer.topics.clear()
        since = world.now()
        message = await world.peer.write(ann, "hello?")
        header, copy = await world.peer.until(
            lambda: len(world.peer.sent(STAFF_GROUP, since)) == 2 and world.peer.sent(STAFF_GROUP, since)
        )
        assert "can your parrot sing" in header.text
        assert copy.fields["message_id"] == str(message["message_id"])
        topic = int(copy.fields["message_thread_id"])
        assert topic != int(announced.fields["message_thread_id"])
        since = world.now()
        await world.peer.write_in_group(world.agent, "it can", topic=topic)
        assert world.peer.messages[ann.id, (await world.peer.reply(ann, since)).message_id]["text"] == "it can"


async def test_a_customer_keeps_one_topic(tmp_path: Path) -> None:
    async with running_world(tmp_path, "polling", forum=True) as world:
        ann = world.person()
        first = await world.hand_over(ann)
        await world.staff_says(first, "/close")
        await world.peer.until(lambda: world.peer.sent(STAFF_GROUP)[-1].text.startswith("Closed."))
        second = await world.hand_over(ann, "and can your parrot dance")
        assert second.fields["message_thread_id"] == first.fields["message_thread_id"]
        assert len(world.peer.topics) == 1


async def test_after_closing_only_a_reply_reaches_the_customer(tmp_path: Path) -> None:
    """What staff say to each other in the topic of a closed hand-off stays there."""
    async with running_world(tmp_path, "polling", forum=True) as world:
        ann = world.person()
        announced = await world.hand_over(ann)
        topic = int(announced.fields["message_thread_id"])
        await world.staff_says(announced, "/close")
        await world.peer.until(lambda: world.peer.sent(STAFF_GROUP)[-1].text.startswith("Closed."))
        since = world.now()
        await world.peer.write_in_group(world.agent, "what a strange question", topic=topic)
        assert (await _report(world, since)).text.startswith("Not sent: this hand-off is closed.")
        since = world.now()
        await world.peer.write_in_group(world.agent, "one more thing", topic=topic, reply_to=announced.message_id)
        assert world.peer.messages[ann.id, (await world.peer.reply(ann, since)).message_id]["text"] == "one more thing"


async def test_a_group_that_became_a_supergroup_is_followed(tmp_path: Path) -> None:
    async with running_world(tmp_path, "polling") as world:
        moved = {"migrate_to_chat_id": -100777}
        world.peer.faults.append(Fault("createForumTopic", STAFF_GROUP, 400, "Bad Request: group chat was upgraded", moved))
        ann = world.person()
        since = world.now()
        assert (await world.ask(ann, "can your parrot sing")).text == ENGLISH.handoff
        assert "Hand-off" in world.peer.sent(-100777, since)[0].text


async def test_without_a_staff_group_the_customer_is_told_the_truth(tmp_path: Path) -> None:
    """Nobody is called, the way to reach the team is said, the hand-off is recorded, and the bot goes on answering."""
    async with running_world(tmp_path, "polling", staff_chat_id=0, contact="Write to help@shop.example.") as world:
        ann = world.person()
        assert (await world.ask(ann, "can your parrot sing")).text == f"{ENGLISH.nobody_notified} Write to help@shop.example."
        assert (await world.ask(ann, "/human")).text == f"{ENGLISH.nobody_notified} Write to help@shop.example."
        with world.database.session(read_only=True) as session:
            handoffs = session.scalars(select(Handoff).order_by(Handoff.id)).all()
            assert [handoff.reason for handoff in handoffs] == ["out_of_scope", "asked_for_human"]
            assert all(handoff.closed_at is not None for handoff in handoffs)
        assert (await world.ask(ann, "where is my refund")).text == "A refund takes five working days."


async def test_an_unreachable_group_raises_an_alert_and_the_next_message_is_answered(tmp_path: Path) -> None:
    """The group goes away while a human has the customer in hand."""
    async with running_world(tmp_path, "polling") as world:
        ann = world.person()
        await world.hand_over(ann)
        gone = (400, "Bad Request: chat not found")
        world.peer.faults += [Fault("copyMessage", STAFF_GROUP, *gone), Fault("sendMessage", STAFF_GROUP, *gone)]
        assert (await world.ask(ann, "where is my refund")).text == "A refund takes five working days."
        with world.database.session(read_only=True) as session:
            alert = session.scalars(select(Alert)).one()
            assert (alert.kind, alert.details) == ("staff_unreachable", {"reason": "Bad Request: chat not found"})


async def test_a_second_poller_is_named_and_polling_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "TROUBLE_SECONDS", 0.05)
    async with running_peer() as peer:
        peer.faults.append(Fault("getUpdates", None, 409, "Conflict: terminated by other getUpdates request"))
        async with running_world(tmp_path, "polling", peer=peer) as world:
            assert (await world.ask(world.person(), "refund")).text == "A refund takes five working days."
    assert "another process polls with this token" in caplog.text


async def _report(world: World, since: int) -> Call:
    found: list[Call] = await world.peer.until(lambda: world.peer.sent(STAFF_GROUP, since), "a message in the staff group")
    return found[0]


def _count(world: World) -> int:
    with world.database.session(read_only=True) as session:
        return session.scalars(select(func.count(Dialog.id))).one()
