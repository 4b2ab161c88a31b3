"""Turns as the record keeps them."""

from datetime import UTC, datetime, timedelta

import numpy as np
from sqlalchemy import select

from bot.dialogue.action import Action, Answer, AskSlot, Clarify, Handoff, HandoffReason
from bot.dialogue.message import CustomerMessage
from bot.dialogue.state import DialogState, PendingSlot
from bot.dialogue.turn import Option, Turn
from bot.storage.handoffs import (
    brief_of,
    close_handoff,
    customers_topic,
    first_link,
    handoff_of_staff_message,
    handoff_of_topic,
    link_messages,
    set_topic,
)
from bot.storage.live_dialogs import LiveDialog, current_dialog, set_blocked
from bot.storage.messages import NewMessage, edit_message, parts_of, record_message
from bot.storage.turns import last_state, mark_sent, options_offered, record_turn, turn_of_message
from dialogs.database import Database
from dialogs.identity import Part
from dialogs.record import Role
from dialogs.tables import Answer as AnswerRow
from dialogs.tables import Customer, Dialog, Message, MessageEdit
from dialogs.tables import Example as ExampleRow
from dialogs.tables import Handoff as HandoffRow
from dialogs.tables import Intent as IntentRow
from dialogs.tables import Turn as TurnRow
from nlu.result import IntentScore, NluResult
from retrieval.hit import AnswerTemplate, Candidate, Hit

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
BEST = Candidate(Hit(AnswerTemplate(1, "Five days."), "how long", score=0.7, dense=0.6, lexical=0.5, prior=0.4), confidence=0.42)


def turn(
    dialog: str,
    action: Action,
    *,
    id: str = "10",
    text: str = "how long?",
    state: DialogState | None = None,
    reply: str = "Five days.",
) -> Turn:
    nlu = NluResult(text, (IntentScore("refund", 0.8), IntentScore("other", 0.2)), 0.125, np.zeros(2, np.float32), "m-1")
    options = tuple(Option(item.hit.answer.id, "Refund") for item in action.options) if isinstance(action, Clarify) else ()
    return Turn(
        message=CustomerMessage(text, "c" * 64, dialog, NOON, id),
        text=text,
        action=action,
        reply=reply,
        reply_redacted=reply,
        state=state or DialogState(),
        confidence=0.42,
        options=options,
        nlu=nlu,
        candidates=(BEST,),
        model="m-1",
        index="i-1",
        latency_ms=1.5,
        reasons=("Because.",),
    )


def live(database: Database, at: datetime = NOON) -> LiveDialog:
    return current_dialog(database, "c" * 64, 77, at)


def test_a_turn_is_recorded_with_message_reply_scores_and_versions(database: Database) -> None:
    dialog = live(database)
    with database.session() as session:
        now = {"created_at": NOON, "updated_at": NOON}
        session.add(AnswerRow(id=1, text="Five days.", text_hash="h", status="approved", origin="imported", slots=[], **now))
    recorded = record_turn(database, turn(dialog.id, Answer(BEST)))
    with database.session() as session:
        row = session.get_one(TurnRow, recorded.turn)
        messages = session.scalars(select(Message).order_by(Message.position)).all()
        assert [(item.role, item.text, item.external_id) for item in messages] == [
            ("customer", "how long?", "10"),
            ("bot", "Five days.", "reply-10"),
        ]
        assert (row.action, row.answer_id, row.confidence, row.model, row.index_version) == ("answer", 1, 0.42, "m-1", "i-1")
        assert (row.message_id, row.reply_id) == (messages[0].id, messages[1].id)
        assert row.details["intents"] == [{"name": "refund", "confidence": 0.8}, {"name": "other", "confidence": 0.2}]
        assert row.details["out_of_scope"] == 0.125
        assert row.details["candidates"][0]["dense"] == 0.6
        assert row.details["reasons"] == ["Because."]
        assert row.sent_at is None
    mark_sent(database, recorded.turn)
    again = turn_of_message(database, dialog.key, "10")
    assert again is not None
    assert (again.turn, again.sent, again.reply) == (recorded.turn, True, "Five days.")


def test_an_answer_that_was_erased_since_is_kept_in_the_details_only(database: Database) -> None:
    recorded = record_turn(database, turn(live(database).id, Answer(BEST)))
    with database.session() as session:
        row = session.get_one(TurnRow, recorded.turn)
        assert row.answer_id is None
        assert row.details["candidates"][0]["answer_id"] == 1


def test_a_turn_that_was_never_sent_is_replaced(database: Database) -> None:
    dialog = live(database)
    first = record_turn(database, turn(dialog.id, Answer(BEST)))
    second = record_turn(database, turn(dialog.id, Answer(BEST), reply="Six days."))
    assert second.turn == first.turn
    with database.session() as session:
        assert [item.text for item in session.scalars(select(Message).order_by(Message.position))] == ["how long?", "Six days."]


def test_a_message_id_that_is_used_again_gets_a_turn_of_its_own(database: Database) -> None:
    dialog = live(database)
    first = record_turn(database, turn(dialog.id, Answer(BEST)))
    mark_sent(database, first.turn)
    second = record_turn(database, turn(dialog.id, Answer(BEST), text="another question"))
    assert second.turn != first.turn
    with database.session() as session:
        assert [item.external_id for item in session.scalars(select(Message).order_by(Message.position))] == [
            "10", "reply-10", "10~2", "reply-10~2",
        ]  # fmt: skip


def test_a_new_dialog_knows_what_its_customer_asked_in_earlier_ones(database: Database) -> None:
    earlier, now = live(database), {"created_at": NOON, "updated_at": NOON}
    with database.session() as session:
        session.add_all([IntentRow(id=1, name="refund", created_at=NOON), IntentRow(id=2, name="delivery", created_at=NOON)])
        session.flush()
        session.add(
            AnswerRow(id=1, text="Five days.", text_hash="h", status="approved", origin="imported", slots=[], intent_id=1, **now)
        )
    recorded = record_turn(database, turn(earlier.id, Answer(BEST)))
    with database.session() as session:
        session.add(
            ExampleRow(intent_id=2, text="how long?", text_hash="x", origin="staff", message_id=recorded.message, created_at=NOON)
        )
    mark_sent(database, recorded.turn)
    mark_sent(database, record_turn(database, turn(earlier.id, Answer(BEST), text="and my refund?")).turn)
    later = live(database, datetime.now(UTC) + timedelta(days=2))
    assert later.key != earlier.key
    assert last_state(database, later.key) == DialogState(asked=("delivery", "refund"))
    assert last_state(database, current_dialog(database, "d" * 64, 78, NOON).key) == DialogState()


def test_the_state_of_the_last_sent_turn_comes_back_without_values(database: Database) -> None:
    dialog = live(database)
    state = DialogState({"<ORDER_1>": "445566"}, PendingSlot(4, "order", 2), (), 1, language="de")
    recorded = record_turn(database, turn(dialog.id, AskSlot(BEST, "order"), state=state))
    assert last_state(database, dialog.key) == DialogState()
    mark_sent(database, recorded.turn)
    assert last_state(database, dialog.key) == DialogState({}, PendingSlot(4, "order", 2), (), 1, said="Five days.", language="de")
    with database.session() as session:
        assert "445566" not in str(session.get_one(TurnRow, recorded.turn).details)


def test_options_are_shown_to_the_customer_they_were_offered_to(database: Database) -> None:
    recorded = record_turn(database, turn(live(database).id, Clarify((BEST,))))
    assert options_offered(database, recorded.turn, 77) == (Option(1, "Refund"),)
    assert options_offered(database, recorded.turn, 78) == ()
    assert options_offered(database, 999, 77) == ()


def test_a_handoff_is_opened_once_and_closed_once(database: Database) -> None:
    dialog = live(database)
    first = record_turn(database, turn(dialog.id, Handoff(HandoffReason.UNSURE)))
    second = record_turn(database, turn(dialog.id, Handoff(HandoffReason.ASKED_FOR_HUMAN), id="11"))
    assert first.handoff is not None
    assert second.handoff == first.handoff
    assert live(database).handoff == first.handoff
    assert close_handoff(database, first.handoff)
    assert not close_handoff(database, first.handoff)
    assert live(database).handoff is None


def test_a_trial_in_the_terminal_opens_no_handoff(database: Database) -> None:
    recorded = record_turn(database, turn("ask-1", Handoff(HandoffReason.UNSURE)), source="ask", kind="trial")
    assert recorded.handoff is None
    with database.session() as session:
        assert session.scalars(select(HandoffRow)).all() == []
        assert session.scalars(select(Dialog.kind)).all() == ["trial"]


def test_a_brief_has_the_dialog_so_far_and_the_closest_answer(database: Database) -> None:
    dialog = live(database)
    with database.session() as session:
        now = {"created_at": NOON, "updated_at": NOON}
        session.add(AnswerRow(id=1, text="Five days.", text_hash="h", status="approved", origin="imported", slots=[], **now))
    recorded = record_turn(database, turn(dialog.id, Handoff(HandoffReason.UNSURE), reply="A colleague will answer."))
    assert recorded.handoff is not None
    brief = brief_of(database, recorded.handoff)
    assert [(line.role, line.text) for line in brief.lines] == [
        (Role.CUSTOMER, "how long?"),
        (Role.BOT, "A colleague will answer."),
    ]
    assert brief.suggestion is not None
    assert (brief.suggestion.text, brief.suggestion.confidence) == ("Five days.", 0.42)
    assert (brief.handoff.reason, brief.handoff.chat_id, brief.handoff.language) == ("unsure", 77, "en")


def test_a_topic_belongs_to_the_customer_and_leads_to_the_latest_handoff(database: Database) -> None:
    first = record_turn(database, turn(live(database).id, Handoff(HandoffReason.UNSURE))).handoff
    assert first is not None
    assert customers_topic(database, first) is None
    set_topic(database, first, 500)
    close_handoff(database, first)
    later = current_dialog(database, "c" * 64, 77, NOON + timedelta(days=3))
    second = record_turn(database, turn(later.id, Handoff(HandoffReason.UNSURE), id="20")).handoff
    assert second is not None
    assert customers_topic(database, second) == 500
    set_topic(database, second, 500)
    found = handoff_of_topic(database, 500)
    assert found is not None
    assert found.id == second
    assert handoff_of_topic(database, 501) is None


def test_a_staff_message_that_is_linked_again_moves_to_the_new_handoff(database: Database) -> None:
    """The group was replaced by one that counts its messages anew."""
    first = record_turn(database, turn(live(database).id, Handoff(HandoffReason.UNSURE))).handoff
    assert first is not None
    link_messages(database, first, -100, [1, 2])
    close_handoff(database, first)
    later = current_dialog(database, "c" * 64, 77, NOON + timedelta(days=3))
    second = record_turn(database, turn(later.id, Handoff(HandoffReason.UNSURE), id="20")).handoff
    assert second is not None
    link_messages(database, second, -100, [2, 3])
    found = [handoff_of_staff_message(database, -100, number) for number in (1, 2, 3, 4)]
    assert [item and item.id for item in found] == [first, second, second, None]
    assert (first_link(database, first, -100), first_link(database, second, -100)) == (1, 2)


def test_a_long_silence_begins_a_new_dialog_unless_a_human_has_it(database: Database) -> None:
    first = live(database)
    record_message(database, first.key, NewMessage("1", Role.CUSTOMER, "hello", NOON))
    assert live(database, NOON + timedelta(hours=11)).key == first.key
    assert live(database, NOON + timedelta(hours=13)).key != first.key
    handed = live(database, NOON + timedelta(hours=13))
    record_turn(database, turn(handed.id, Handoff(HandoffReason.UNSURE)))
    assert live(database, NOON + timedelta(days=9)).key == handed.key


def test_who_writes_again_has_not_blocked_the_bot(database: Database) -> None:
    live(database)
    set_blocked(database, 77, True)
    set_blocked(database, 12345, True)
    with database.session() as session:
        assert session.scalars(select(Customer.blocked)).all() == [True]
    live(database)
    with database.session() as session:
        assert session.scalars(select(Customer.blocked)).all() == [False]


def test_parts_of_a_burst_are_found_by_their_lines() -> None:
    said = (("1", "hi"), ("2", "order 445566\nplease"), ("3", "bye"))
    parts = parts_of(said, "hi\norder <ORDER_1>\nplease\nbye")
    assert parts == (Part(2, "", "1"), Part(22, "", "2"), Part(3, "", "3"))
    assert parts_of(said, "something else") == ()


def test_an_edit_replaces_the_text_and_keeps_the_old_one(database: Database) -> None:
    dialog = live(database)
    parts = parts_of((("1", "hi"), ("2", "order 445566"), ("3", "bye")), "hi\norder <ORDER_1>\nbye")
    key = record_message(database, dialog.key, NewMessage("1", Role.CUSTOMER, "hi\norder <ORDER_1>\nbye", NOON, parts=parts))
    assert edit_message(database, dialog.key, "2", "my order")
    assert edit_message(database, dialog.key, "3", "goodbye")
    assert not edit_message(database, dialog.key, "9", "nobody said that")
    with database.session() as session:
        assert session.get_one(Message, key).text == "hi\nmy order\ngoodbye"
        assert session.scalars(select(MessageEdit.text).order_by(MessageEdit.id)).all() == [
            "hi\norder <ORDER_1>\nbye",
            "hi\nmy order\nbye",
        ]
