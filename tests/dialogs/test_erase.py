from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialogs.customers import hash_customer
from dialogs.erase import Removed, erase_customer
from dialogs.errors import UnknownCustomer
from dialogs.retention import purge
from dialogs.tables import (
    Answer,
    AnswerSource,
    Base,
    Customer,
    Dialog,
    Example,
    Feedback,
    Handoff,
    ImportBatch,
    Message,
    MessageEdit,
    ModelVersion,
    StaffLink,
    Turn,
)
from tests.dialogs.importing import KEY, Desk, dialog

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def ann_and_bob(desk: Desk) -> None:
    desk.jsonl(
        dialog("a1", ("customer", "where is my parcel, says ann"), ("agent", "On its way."), customer="ann", tags=["tracking"]),
        dialog("a2", ("customer", "can I pay by card"), ("agent", "Sure."), customer="ann"),
        dialog("b1", ("customer", "where is it, says bob"), ("agent", "On its way."), customer="bob", tags=["tracking"]),
    )


def answer(session: Session, text: str, *dialogs: str) -> int:
    """An answer that the agents' messages of these dialogs support; with none, one that staff wrote."""
    made = Answer(text=text, text_hash=text, status="approved", origin="mined", slots=[], created_at=NOW, updated_at=NOW)
    session.add(made)
    session.flush()
    for name in dialogs or (None,):
        messages = select(Message.id).join(Dialog).where(Dialog.external_id == name).order_by(Message.position)
        question, said = session.scalars(messages).all()[:2] or (None, None) if name else (None, None)
        session.add(AnswerSource(answer_id=made.id, message_id=said, question_id=question, question="?"))
    return made.id


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("name", ["ann", hash_customer(KEY, "jsonl", "ann")])
def test_a_customer_goes_with_everything_that_only_they_support(desk: Desk, name: str) -> None:
    ann_and_bob(desk)
    with desk.database.session() as session:
        both = answer(session, "On its way.", "a1", "b1")
        only_ann = answer(session, "Sure.", "a2")
        staff = answer(session, "Ask us.")
    removed = erase_customer(desk.database, name, KEY)
    assert removed == Removed(customers=1, dialogs=2, messages=4, examples=1, answers=1, sources=2, answer_ids=(only_ann,))
    assert list(desk.record()) == ["b1"]
    with desk.database.session() as session:
        assert sorted(session.scalars(select(Answer.id))) == [both, staff]
        assert session.scalars(select(Customer.external_id)).all() == [hash_customer(KEY, "jsonl", "bob")]
        assert (count(session, AnswerSource), count(session, Example)) == (2, 1)


def test_turns_feedback_and_handoffs_go_too(desk: Desk) -> None:
    ann_and_bob(desk)
    with desk.database.session() as session:
        for name in ("a1", "b1"):
            key = session.scalars(select(Dialog.id).where(Dialog.external_id == name)).one()
            message = session.scalars(select(Message.id).where(Message.dialog_id == key)).first()
            turn = Turn(dialog_id=key, message_id=message, action="answer", confidence=1.0, details={}, latency_ms=1.0, at=NOW)
            handoff = Handoff(dialog_id=key, reason="unsure", opened_at=NOW)
            session.add_all([turn, handoff, MessageEdit(message_id=message, text="before", replaced_at=NOW)])
            session.flush()
            session.add_all(
                [Feedback(turn_id=turn.id, kind="up", at=NOW), StaffLink(handoff_id=handoff.id, chat_id=1, message_id=handoff.id)]
            )
    removed = erase_customer(desk.database, "ann", KEY)
    assert (removed.turns, removed.feedback, removed.handoffs, removed.staff_links, removed.edits) == (1, 1, 1, 1, 1)
    with desk.database.session() as session:
        assert [count(session, table) for table in (Turn, Feedback, Handoff, StaffLink, MessageEdit)] == [1, 1, 1, 1, 1]


def test_versions_that_may_have_learned_from_what_went_are_marked(desk: Desk) -> None:
    """Those made since the examples came in; an older one can't have."""
    ann_and_bob(desk)
    with desk.database.session() as session:
        now = session.scalars(select(func.max(Example.created_at))).one()
        for name, age in (("younger", timedelta(hours=1)), ("older", -timedelta(days=1))):
            made = ModelVersion(
                name=name, kind="intent", status="live", data_hash="", metrics={"accuracy": 0.9}, created_at=now + age
            )
            session.add(made)
    assert erase_customer(desk.database, "ann", KEY).marked_models == 1
    assert erase_customer(desk.database, "bob", KEY).marked_models == 1
    with desk.database.session() as session:
        marked = {row.name: row.metrics for row in session.scalars(select(ModelVersion))}
    assert marked == {"younger": {"accuracy": 0.9, "erased_examples": 2}, "older": {"accuracy": 0.9}}


def test_versions_that_read_messages_without_labels_are_marked_for_those(desk: Desk) -> None:
    desk.jsonl(dialog("a", ("customer", "where is it"), ("agent", "on its way"), customer="ann"))
    with desk.database.session() as session:
        now = session.scalars(select(func.max(ImportBatch.started_at))).one()
        for name, metrics in (("reads", {"messages_read": 9}), ("labels only", {"accuracy": 0.9})):
            made = ModelVersion(
                name=name, kind="intent", status="live", data_hash="", metrics=metrics, created_at=now + timedelta(hours=1)
            )
            session.add(made)
    assert erase_customer(desk.database, "ann", KEY).marked_models == 1
    with desk.database.session() as session:
        marked = {row.name: row.metrics for row in session.scalars(select(ModelVersion))}
    assert marked == {"reads": {"messages_read": 9, "erased_messages": 2}, "labels only": {"accuracy": 0.9}}


def test_nothing_of_an_erased_customer_stays_in_the_files(sqlite_desk: Desk) -> None:
    ann_and_bob(sqlite_desk)
    erase_customer(sqlite_desk.database, "ann", KEY)
    folder = sqlite_desk.folder / str(sqlite_desk.database.engine.url.database).removeprefix(f"{sqlite_desk.folder}/").split("/")[0]
    content = b"".join(file.read_bytes() for file in folder.iterdir())
    assert b"says bob" in content
    assert b"says ann" not in content


def test_somebody_unknown_is_an_error_and_removes_nothing(desk: Desk) -> None:
    ann_and_bob(desk)
    with pytest.raises(UnknownCustomer, match="nobody in the record has the id 'zoe'; give the id that the source uses"):
        erase_customer(desk.database, "zoe", KEY)
    assert len(desk.record()) == 3


def test_dialogs_past_their_retention_go_and_pairs_stay(desk: Desk) -> None:
    desk.csv(
        "dialog_id,message_id,ts,role,text,customer",
        "old,1,2026-01-01T09:00:00Z,customer,an old question,ann",
        "old,2,2026-01-01T09:10:00Z,agent,an old answer,ann",
        "long,1,2026-01-01T09:00:00Z,customer,an old beginning,bob",
        "long,2,2026-05-30T09:00:00Z,agent,a fresh end,bob",
        "fresh,1,2026-05-31T09:00:00Z,customer,a fresh question,ann",
    )
    desk.jsonl(dialog("timeless", ("customer", "imported just now"), customer="cleo"))
    desk.csv("question,answer", "Open?,At nine.", name="pairs.csv")
    with desk.database.session() as session:
        answer(session, "an old answer", "old")
    removed = purge(desk.database, timedelta(days=90), NOW)
    assert (removed.dialogs, removed.messages, removed.customers, removed.answers) == (1, 2, 0, 1)
    assert set(desk.record("dialog")) == {"long", "fresh", "timeless"}
    assert len(desk.record("pair")) == 1
    removed = purge(desk.database, timedelta(hours=1), NOW + timedelta(days=3650))
    assert (removed.dialogs, removed.customers) == (3, 3)
    assert (len(desk.record("pair")), desk.record("dialog")) == (1, {})
