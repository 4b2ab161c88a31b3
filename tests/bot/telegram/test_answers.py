"""A customer asks the bot."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.dialogue.wording import ENGLISH, RUSSIAN
from bot.telegram.text import units
from dialogs.database import Database
from dialogs.tables import Answer, Attachment
from tests.bot.telegram.replier import ANSWERS
from tests.bot.telegram.world import World
from tests.peer import Fault

NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def test_a_question_is_answered_and_recorded(world: World) -> None:
    ann = world.person()
    reply = await world.ask(ann, "where is my refund")
    assert reply.text == "A refund takes five working days."
    assert world.said(ann) == [("customer", "where is my refund"), ("bot", "A refund takes five working days.")]
    await world.peer.until(lambda: world.turns(ann)[0].sent_at)
    turn = world.turns(ann)[0]
    assert (turn.action, turn.confidence, turn.model, turn.index_version) == ("answer", 0.9, "fake-1", "index-1")
    assert turn.details["candidates"][0]["answer_id"] == 1


async def test_the_customer_sees_typing_before_the_answer(world: World) -> None:
    ann = world.person()
    since = world.now()
    await world.ask(ann, "refund please")
    methods = [call.method for call in world.peer.calls[since:] if call.chat == ann.id]
    assert methods.index("sendChatAction") < methods.index("sendMessage")


async def test_an_unclear_question_gets_buttons_and_the_tap_gives_the_answer(world: World) -> None:
    ann = world.person()
    asked = await world.ask(ann, "the papers")
    assert asked.text == ENGLISH.clarify
    assert [button["text"] for button in asked.buttons] == ["Delivery time", "Invoice copy", ENGLISH.none_of_these]
    since = world.now()
    await world.peer.tap(ann, asked, "Invoice copy")
    reply = await world.peer.reply(ann, since)
    assert reply.text == "Your invoice is in your account."
    removed = await world.peer.until(lambda: [call for call in world.peer.calls[since:] if call.method == "editMessageReplyMarkup"])
    assert removed[0].fields["message_id"] == str(asked.message_id)
    assert "reply_markup" not in removed[0].fields
    methods = [call.method for call in world.peer.calls[since:]]
    assert methods.index("answerCallbackQuery") < methods.index("sendMessage")
    assert world.said(ann)[2:] == [("customer", "Invoice copy"), ("bot", "Your invoice is in your account.")]


async def test_pressing_a_button_twice_answers_once(world: World) -> None:
    ann = world.person()
    asked = await world.ask(ann, "the papers")
    since = world.now()
    await world.peer.tap(ann, asked, "Invoice copy")
    await world.peer.tap(ann, asked, "Invoice copy")
    await world.peer.until(
        lambda: [call.method for call in world.peer.calls[since:]].count("editMessageReplyMarkup") == 2, "both taps dealt with"
    )
    assert [call.text for call in world.peer.sent(ann.id, since)] == ["Your invoice is in your account."]


async def test_none_of_these_hands_over(world: World) -> None:
    ann = world.person()
    asked = await world.ask(ann, "the papers")
    since = world.now()
    await world.peer.tap(ann, asked, ENGLISH.none_of_these)
    assert (await world.peer.reply(ann, since)).text == ENGLISH.handoff
    assert world.turns(ann)[-1].details["reason"] == "unsure"


async def test_a_button_of_somebody_elses_turn_does_not_show_their_options(world: World) -> None:
    ann, eve = world.person(), world.person("Eve")
    asked = await world.ask(ann, "the papers")
    since = world.now()
    await world.peer.tap(eve, asked, "Invoice copy")
    await world.peer.reply(eve, since)
    assert world.turns(ann)[-1].action == "clarify"


async def test_a_suggestion_below_an_answer_is_answered_by_a_tap(world: World) -> None:
    ann = world.person()
    answered = await world.ask(ann, "a popular refund")
    assert answered.text == "A refund takes five working days."
    assert [button["text"] for button in answered.buttons] == ["How long is delivery?"]
    since = world.now()
    await world.peer.tap(ann, answered, "How long is delivery?")
    assert (await world.peer.reply(ann, since)).text == "We deliver within three days."
    assert world.said(ann)[2:] == [("customer", "How long is delivery?"), ("bot", "We deliver within three days.")]


async def test_a_missing_order_number_is_asked_for_and_never_stored(world: World) -> None:
    ann = world.person()
    assert (await world.ask(ann, "my order status")).text == ENGLISH.ask_slot["order"]
    assert (await world.ask(ann, "it is 445566")).text == "Order 445566 is on its way."
    assert world.said(ann)[2:] == [("customer", "it is <ORDER_1>"), ("bot", "Order <ORDER_1> is on its way.")]


async def test_small_talk_is_answered(world: World) -> None:
    assert (await world.ask(world.person(), "hello")).text == ENGLISH.greeting


async def test_start_and_help_speak_the_customers_language(world: World) -> None:
    assert (await world.ask(world.person(), "/start")).text == f"{ENGLISH.greeting}\n\n{ENGLISH.help}"
    assert (await world.ask(world.person(language="ru"), "/help")).text == RUSSIAN.help
    assert (await world.ask(world.person(language="xx"), "/help")).text == ENGLISH.help


async def test_the_commands_are_in_the_menu(world: World) -> None:
    menus = [call.fields["commands"] for call in world.peer.calls if call.method == "setMyCommands"]
    assert all(f'"command": "{name}"' in menus[0] for name in ("start", "help", "human"))
    assert '"command": "close"' in menus[1]


async def test_a_long_answer_comes_in_pieces_that_fit(world: World) -> None:
    ann = world.person()
    since = world.now()
    await world.ask(ann, "tell me a story")
    await world.peer.until(lambda: world.turns(ann)[0].sent_at)
    pieces = [call.text for call in world.peer.sent(ann.id, since)]
    assert len(pieces) == 2
    assert max(units(piece) for piece in pieces) <= 4096
    assert " ".join(pieces) == ANSWERS[5].text.strip()


async def test_a_sticker_gets_a_friendly_line_and_calls_nobody(world: World) -> None:
    ann = world.person()
    sticker = {
        "file_id": "s",
        "file_unique_id": "s",
        "type": "regular",
        "width": 1,
        "height": 1,
        "is_animated": False,
        "is_video": False,
    }
    reply = await world.ask(ann, "", sticker={**sticker, "emoji": "👍"})
    assert reply.text == ENGLISH.wordless
    assert [turn.action for turn in world.turns(ann)] == ["chitchat"]


async def test_an_edited_message_is_noted_and_not_answered_again(world: World) -> None:
    ann = world.person()
    since = world.now()
    message = await world.peer.write(ann, "where is my refnd refund")
    await world.peer.reply(ann, since)
    await world.peer.update({"edited_message": {**message, "edit_date": 2, "text": "where is my refund 123456"}})
    await world.peer.until(lambda: world.said(ann)[0] == ("customer", "where is my refund <ORDER_1>"))
    assert len(world.peer.sent(ann.id, since)) == 1


async def test_other_groups_are_ignored(world: World) -> None:
    ann = world.person()
    since = world.now()
    await world.peer.write_in_group(ann, "where is my refund", group=-777)
    await world.ask(ann, "refund")
    assert world.peer.sent(-777, since) == []


async def test_an_answer_brings_its_pictures_files_and_buttons(world: World) -> None:
    give_contents(world.database, {1: b"a picture", 2: b"a label"})
    ann = world.person()
    since = world.now()
    await world.peer.write(ann, "how do I use the label")
    words = await world.peer.until(lambda: [call for call in world.peer.sent(ann.id, since) if call.method == "sendMessage"])
    sent = [call.method for call in world.peer.sent(ann.id, since)]
    assert sent == ["sendPhoto", "sendDocument", "sendMessage"]
    assert words[0].buttons == [{"text": "Start a return", "url": "https://shop.example/returns"}]
    assert world.kinds(ann) == [[], ["photo", "file", "file"]]


async def test_a_picture_that_telegram_refuses_does_not_keep_the_words_back(world: World) -> None:
    give_contents(world.database, {1: b"a picture", 2: b"a label"})
    ann = world.person()
    world.peer.faults.append(Fault("sendPhoto", ann.id, 400, "Bad Request: IMAGE_PROCESS_FAILED"))
    since = world.now()
    await world.peer.write(ann, "how do I use the label")
    await world.peer.until(lambda: [call for call in world.peer.sent(ann.id, since) if call.method == "sendMessage"])
    assert [call.method for call in world.peer.sent(ann.id, since)] == ["sendDocument", "sendMessage"]


def give_contents(database: Database, contents: Mapping[int, bytes]) -> None:
    """What the record holds of the rule-based answers' attachments."""
    with database.session() as session:
        if session.get(Attachment, 1) is not None:
            return
        answer = Answer(id=6, text="x", text_hash="x", status="approved", origin="staff", slots=[], created_at=NOW, updated_at=NOW)
        session.add(answer)
        session.flush()
        session.add_all(
            Attachment(id=key, answer_id=6, kind="file", name="x", content=content) for key, content in contents.items()
        )
