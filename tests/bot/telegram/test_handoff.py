"""A customer whom the bot can't help meets a human."""

import asyncio

import pytest

from bot.dialogue.wording import ENGLISH
from tests.bot.telegram.world import World
from tests.peer import STAFF_GROUP, Fault, Person


async def test_an_unknown_question_is_handed_over_and_both_sides_are_told(world: World) -> None:
    ann = world.person("Annabel")
    await world.ask(ann, "where is my refund")
    since = world.now()
    assert (await world.ask(ann, "can your parrot sing")).text == ENGLISH.handoff
    announced = world.peer.sent(STAFF_GROUP, since)[0].text
    assert "the question is about something the bot has no answer to" in announced
    assert "Customer: Annabel, language en" in announced
    assert "Customer: where is my refund\nBot: A refund takes five working days.\nCustomer: can your parrot sing" in announced


async def test_staff_see_the_record_redacted_and_a_copy_of_what_was_hidden(world: World) -> None:
    ann = world.person()
    since = world.now()
    message = await world.peer.write(ann, "parrot 998877 is lost")
    await world.peer.reply(ann, since)
    header, copy = world.peer.sent(STAFF_GROUP, since)
    assert "Customer: parrot <ORDER_1> is lost" in header.text
    assert "998877" not in header.text
    assert (copy.method, copy.fields["message_id"]) == ("copyMessage", str(message["message_id"]))


async def test_a_staff_reply_reaches_the_customer_and_is_recorded(world: World) -> None:
    ann = world.person()
    announced = await world.hand_over(ann)
    since = world.now()
    written = await world.staff_says(announced, "It is forty-two, see order 112233.")
    copy = await world.peer.reply(ann, since)
    assert world.peer.messages[ann.id, copy.message_id]["text"] == "It is forty-two, see order 112233."
    assert copy.fields["message_id"] == str(written["message_id"])
    await world.peer.until(lambda: world.said(ann)[-1] == ("agent", "It is forty-two, see order <ORDER_1>."))


async def test_names_do_not_get_into_the_record(world: World) -> None:
    zoe = world.person("Zebedee")
    await world.ask(zoe, "refund for Zebedee")
    announced = await world.hand_over(zoe, "Zebedee wants more")
    since = world.now()
    await world.staff_says(announced, "Hi Zebedee, Sam here.")
    await world.peer.reply(zoe, since)
    await world.peer.until(lambda: world.said(zoe)[-1][0] == "agent")
    assert [text for role, text in world.said(zoe) if role == "customer"] == ["refund for <NAME_1>", "<NAME_1> wants more"]
    assert world.said(zoe)[-1] == ("agent", "Hi <NAME_1>, <NAME_2> here.")


async def test_the_bot_is_silent_until_staff_close_and_then_resumes(world: World) -> None:
    ann = world.person()
    announced = await world.hand_over(ann)
    since = world.now()
    message = await world.peer.write(ann, "where is my refund")
    copies = await world.peer.until(lambda: world.peer.sent(STAFF_GROUP, since), "the copy to staff")
    assert copies[0].fields["message_id"] == str(message["message_id"])
    assert world.peer.sent(ann.id, since) == []
    assert [call for call in world.peer.calls[since:] if call.method == "sendChatAction"] == []

    since = world.now()
    await world.staff_says(announced, "/close")
    assert (await world.peer.reply(ann, since)).text == ENGLISH.resumed
    closed = await world.peer.until(lambda: world.peer.sent(STAFF_GROUP, since))
    assert closed[0].text == "Closed. The bot answers this customer again."
    assert (await world.ask(ann, "where is my refund")).text == "A refund takes five working days."
    roles = [role for role, _ in world.said(ann)]
    assert roles == ["customer", "bot", "customer", "customer", "bot"]


async def test_a_staff_reply_to_a_copied_message_reaches_the_customer(world: World) -> None:
    ann = world.person()
    announced = await world.hand_over(ann)
    since = world.now()
    await world.peer.write(ann, "are you there?")
    copies = await world.peer.until(lambda: world.peer.sent(STAFF_GROUP, since))
    since = world.now()
    thread = announced.fields.get("message_thread_id")
    topic = {} if thread is None else {"topic": int(thread)}
    await world.peer.write_in_group(world.agent, "yes!", reply_to=copies[0].message_id, **topic)
    copy = await world.peer.reply(ann, since)
    assert world.peer.messages[ann.id, copy.message_id]["text"] == "yes!"


async def test_a_second_question_opens_no_second_handoff(world: World) -> None:
    ann = world.person()
    await world.hand_over(ann)
    since = world.now()
    assert (await world.ask(ann, "/human")).text == ENGLISH.handoff_asked
    await world.peer.write(ann, "and can your parrot dance")
    await world.peer.until(lambda: world.peer.sent(STAFF_GROUP, since))
    assert [call.text for call in world.peer.sent(STAFF_GROUP, since) if "Hand-off" in call.text] == []


async def test_human_reaches_one_at_any_time(world: World) -> None:
    ann = world.person()
    since = world.now()
    assert (await world.ask(ann, "/human")).text == ENGLISH.handoff_asked
    assert "the customer asked for a human" in world.peer.sent(STAFF_GROUP, since)[0].text


async def test_photos_and_files_go_both_ways(world: World) -> None:
    ann = world.person()
    since = world.now()
    sent = await world.peer.write(ann, photo=world.peer.photo())
    assert (await world.peer.reply(ann, since)).text == ENGLISH.handoff
    header, copy = world.peer.sent(STAFF_GROUP, since)
    assert "Customer:  [photo]" in header.text
    assert copy.fields["message_id"] == str(sent["message_id"])

    since = world.now()
    written = await world.staff_says(header, document=world.peer.upload("how-to.pdf", b"%PDF"), caption="Look")
    reply = await world.peer.reply(ann, since)
    assert (reply.method, reply.fields["message_id"]) == ("copyMessage", str(written["message_id"]))
    await world.peer.until(lambda: world.said(ann)[-1] == ("agent", "Look"))


async def test_an_album_is_kept_together(world: World) -> None:
    ann = world.person()
    since = world.now()
    await world.at_once(ann, [{"photo": world.peer.photo(), "media_group_id": "g1"} for _ in range(3)])
    assert (await world.peer.reply(ann, since)).text == ENGLISH.handoff
    header, album = world.peer.sent(STAFF_GROUP, since)
    assert "Customer:  [photo] [photo] [photo]" in header.text
    assert (album.method, len(album.result)) == ("copyMessages", 3)


async def test_a_customer_who_edits_while_a_human_has_them_is_heard(world: World) -> None:
    ann = world.person()
    since = world.now()
    message = await world.peer.write(ann, "parrot?")
    await world.peer.reply(ann, since)
    since = world.now()
    await world.peer.update({"edited_message": {**message, "edit_date": 2, "text": "parrots?"}})
    notes = await world.peer.until(lambda: world.peer.sent(STAFF_GROUP, since))
    assert notes[0].text == "The customer changed a message to: parrots?"


async def test_a_button_pressed_while_a_human_has_the_customer_is_told_to_staff(world: World) -> None:
    ann = world.person()
    asked = await world.ask(ann, "the papers")
    await world.hand_over(ann)
    since = world.now()
    await world.peer.tap(ann, asked, "Invoice copy")
    notes = await world.peer.until(lambda: world.peer.sent(STAFF_GROUP, since))
    assert notes[0].text == "The customer chose: Invoice copy"
    assert world.peer.sent(ann.id, since) == []


async def test_closing_twice_and_closing_nothing_is_explained(world: World) -> None:
    ann = world.person()
    announced = await world.hand_over(ann)
    await world.staff_says(announced, "/close")
    await world.peer.until(lambda: world.said(ann) and world.peer.sent(STAFF_GROUP)[-1].text.startswith("Closed."))
    await world.staff_says(announced, "/close")
    await world.peer.until(lambda: world.peer.sent(STAFF_GROUP)[-1].text == "This hand-off was closed before.")
    await world.peer.write_in_group(world.agent, "/close")
    await world.peer.until(lambda: world.peer.sent(STAFF_GROUP)[-1].text.startswith("Which hand-off?"))


async def test_talk_among_staff_reaches_nobody(world: World) -> None:
    ann = world.person()
    await world.hand_over(ann)
    since = world.now()
    await world.peer.write_in_group(world.agent, "who had lunch?")
    await world.ask(world.person(), "refund")
    assert world.peer.sent(ann.id, since) == []


async def test_staff_are_told_when_the_customer_has_blocked_the_bot(world: World) -> None:
    ann = world.person()
    announced = await world.hand_over(ann)
    world.peer.faults.append(Fault("copyMessage", ann.id, 403, "Forbidden: bot was blocked by the user"))
    since = world.now()
    await world.staff_says(announced, "hello?")
    told = await world.peer.until(lambda: world.peer.sent(STAFF_GROUP, since))
    assert told[0].text == "Not delivered: the customer has blocked the bot."
    assert ("agent", "hello?") not in world.said(ann)


async def test_a_group_that_cannot_be_written_to_is_not_promised(world: World) -> None:
    """The customer is told the truth, the bot goes on answering, and an alert is raised."""
    ann = world.person()
    refusal = (403, "Forbidden: bot was kicked from the supergroup chat")
    world.peer.faults += [Fault("createForumTopic", STAFF_GROUP, *refusal), Fault("sendMessage", STAFF_GROUP, *refusal)]
    try:
        reply = await world.ask(ann, "can your parrot sing")
    finally:
        world.peer.faults.clear()
    assert reply.text == f"{ENGLISH.nobody_notified} Write to help@shop.example."
    assert world.said(ann)[-1] == ("bot", f"{ENGLISH.nobody_notified} Write to help@shop.example.")
    assert (await world.ask(ann, "where is my refund")).text == "A refund takes five working days."


@pytest.mark.parametrize("lacking", [404, 501])
async def test_a_server_without_copy_message_is_worked_round(world: World, lacking: int) -> None:
    ann = world.person()
    announced = await world.hand_over(ann)
    world.peer.faults.append(Fault("copyMessage", ann.id, lacking, "Not Found: method not found"))
    since = world.now()
    await world.staff_says(announced, "It is forty-two.")
    reply = await world.peer.reply(ann, since)
    assert (reply.method, reply.text) == ("sendMessage", "It is forty-two.")
    world.peer.faults.append(Fault("copyMessage", STAFF_GROUP, lacking, "Not Found: method not found"))
    since = world.now()
    await world.peer.write(ann, "thank you, Sam")
    copies = await world.peer.until(lambda: world.peer.sent(STAFF_GROUP, since))
    assert copies[0].text == "thank you, Sam"


async def test_two_customers_are_answered_beside_each_other(world: World) -> None:
    """The reply to one reaches that one."""
    ann, bob = world.person("Ann"), world.person("Bob")
    for_ann, for_bob = await world.hand_over(ann), await world.hand_over(bob)
    since = world.now()
    await asyncio.gather(world.staff_says(for_bob, "to Bob"), world.staff_says(for_ann, "to Ann"))
    for person, text in ((ann, "to Ann"), (bob, "to Bob")):
        copy = await world.peer.reply(person, since)
        assert world.peer.messages[person.id, copy.message_id]["text"] == text


async def test_who_writes_in_the_staff_group_is_noted_as_staff(world: World) -> None:
    announced = await world.hand_over(world.person())
    since = world.now()
    chat = await world.peer.write_in_group(Person(7002, "Kim"), "hi", **_place(announced.fields, announced.message_id))
    await world.peer.until(
        lambda: [call for call in world.peer.calls[since:] if call.fields.get("message_id") == str(chat["message_id"])]
    )
    assert 7002 in world.staff()


def _place(fields: object, message_id: int) -> dict[str, int]:
    assert isinstance(fields, dict)
    return {"topic": int(fields["message_thread_id"])} if "message_thread_id" in fields else {"reply_to": message_id}
