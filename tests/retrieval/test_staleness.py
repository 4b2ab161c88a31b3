from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from dialogs.database import Database
from dialogs.erase import erase_customer
from dialogs.tables import Alert, Dialog, Message
from retrieval.answer_book import AnswerBook
from retrieval.approved import read_approved
from retrieval.mining import mine_answers
from retrieval.staleness import hold_back_contradicted, open_flags
from tests.retrieval.encoders import WordEncoder
from tests.retrieval.record import add_dialog

FREE = "You can send your order back within 30 days and it is free of charge."
SIXTY = FREE.replace("30", "60")


def shift(database: Database, dialog: int, days: int) -> None:
    """The dialog took place so many days later."""
    with database.session() as session:
        for message in session.scalars(select(Message).where(Message.dialog_id == dialog)):
            assert message.at is not None
            message.at += timedelta(days=days)


def a_record(database: Database, *, later: Sequence[str] = (SIXTY,), days: int = 30) -> None:
    """Two customers were told 30 days; later ones what is given."""
    for name in ("anna", "ben"):
        add_dialog(database, name, [("customer", "can I send my order back?"), ("agent", FREE)])
    for number, text in enumerate(later):
        shift(database, add_dialog(database, f"later{number}", [("customer", "may I send my order back?"), ("agent", text)]), days)
    mine_answers(database, WordEncoder(), sources_needed=2)


def approved(database: Database) -> list[str]:
    with database.session(read_only=True) as session:
        return [item.answer.text for item in read_approved(session)]


def test_an_answer_that_staff_contradict_is_flagged_with_both_texts_and_not_sent(database: Database) -> None:
    a_record(database)
    assert approved(database) == [FREE]
    (flag,) = hold_back_contradicted(database, WordEncoder(), days=14)
    assert (flag.answer, flag.reply, flag.dialog, flag.differs) == (FREE, SIXTY, "later0", ("number",))
    assert approved(database) == []
    assert list(open_flags(database)) == [flag]


def test_it_is_flagged_once_and_staff_may_send_it_all_the_same(database: Database) -> None:
    a_record(database)
    (flag,) = hold_back_contradicted(database, WordEncoder(), days=14)
    AnswerBook(database).approve([flag.answer_id])
    assert hold_back_contradicted(database, WordEncoder(), days=14) == []
    assert (approved(database), list(open_flags(database))) == ([FREE], [])


def test_what_was_said_longer_ago_or_what_nobody_looks_for_is_left_alone(database: Database) -> None:
    a_record(database, later=(SIXTY, "Our shop is in Bristol, next to the quay."))
    assert hold_back_contradicted(database, WordEncoder(), days=0) == []
    with database.session() as session:
        quay = session.scalars(select(Dialog.id).where(Dialog.external_id == "later1")).one()
    shift(database, quay, 60)
    assert hold_back_contradicted(database, WordEncoder(), days=14) == []


def test_erasing_the_customer_takes_the_flag_along(database: Database) -> None:
    a_record(database)
    hold_back_contradicted(database, WordEncoder(), days=14)
    erase_customer(database, "later0", b"key")
    with database.session() as session:
        assert session.scalars(select(Alert)).all() == []


def test_an_empty_record_has_nothing_to_contradict(database: Database) -> None:
    assert hold_back_contradicted(database, WordEncoder(), days=14) == []
