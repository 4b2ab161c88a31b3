from collections.abc import Sequence

import pytest
from sqlalchemy import delete, select, update

from dialogs.database import Database
from dialogs.tables import Answer, AnswerSource, Dialog, Intent, Message
from retrieval.answer_book import AnswerBook, AnswerCard
from retrieval.mining import MineReport, mine_answers
from tests.retrieval.encoders import WordEncoder
from tests.retrieval.record import add_answer, add_dialog

FREE = "Returns are free of charge within 30 days."
FREE_TOO = "Within 30 days returns are free of charge."


def mine(database: Database, encoder: WordEncoder | None = None, sources_needed: int = 2) -> MineReport:
    return mine_answers(database, encoder or WordEncoder(), sources_needed=sources_needed)


def cards(database: Database) -> list[AnswerCard]:
    return list(AnswerBook(database).cards())


def ask(database: Database, name: str, question: str, answer: str, **options: str) -> int:
    return add_dialog(database, name, [("customer", question), ("agent", answer)], **options)


def test_two_customers_make_an_approved_answer_with_its_sources(database: Database) -> None:
    ask(database, "d1", "can I send it back?", FREE, intent="returns")
    ask(database, "d2", "is returning free?", f"Hello! {FREE} Have a nice day!")
    report = mine(database)
    assert (report.pairs, report.answers, report.new, report.approved, report.merged, report.withheld) == (2, 1, 1, 1, 0, {})
    card = cards(database)[0]
    assert (card.text, card.status, card.origin, card.intent, card.language, card.slots) == (
        FREE,
        "approved",
        "mined",
        "returns",
        "en",
        (),
    )
    assert [(source.dialog, source.message, source.question) for source in card.sources] == [
        ("d1", "1", "can I send it back?"),
        ("d2", "1", "is returning free?"),
    ]


def test_wordings_are_merged_and_the_most_frequent_stands(database: Database) -> None:
    ask(database, "d1", "question one here", FREE_TOO)
    for number in (2, 3):
        ask(database, f"d{number}", f"question {number} here", FREE)
    report = mine(database)
    assert (report.answers, report.merged) == (1, 1)
    assert [(card.text, len(card.sources)) for card in cards(database)] == [(FREE, 3)]


def test_one_customer_is_not_enough_however_often(database: Database) -> None:
    for number in range(3):
        ask(database, f"d{number}", "can I send it back?", FREE, customer="anna")
    assert mine(database).withheld == {"received by too few customers": 1}
    assert [card.status for card in cards(database)] == ["draft"]
    assert mine(database, sources_needed=1).approved == 1


def test_mining_again_changes_nothing_and_encodes_nothing(database: Database) -> None:
    ask(database, "d1", "can I send it back?", FREE)
    ask(database, "d2", "is returning free?", FREE_TOO)
    ask(database, "d3", "where are you?", "Our shop is in Bristol, near the quay.")
    first, before = mine(database), cards(database)
    encoder = WordEncoder()
    second = mine(database, encoder)
    assert (second.new, second.answers, second.approved, second.withheld) == (0, first.answers, first.approved, first.withheld)
    assert cards(database) == before
    assert encoder.encoded == []


def test_a_later_customer_approves_the_draft_that_is_there(database: Database) -> None:
    ask(database, "d1", "can I send it back?", FREE)
    mine(database)
    draft = cards(database)[0]
    ask(database, "d2", "is returning free?", FREE_TOO)
    report = mine(database)
    assert (report.new, report.approved) == (0, 1)
    after = cards(database)
    assert [(card.id, card.text, card.status, len(card.sources)) for card in after] == [(draft.id, FREE, "approved", 2)]


def test_what_staff_decided_stays(database: Database) -> None:
    for number in (1, 2):
        ask(database, f"free{number}", "can I send it back?", FREE)
        ask(database, f"open{number}", "when are you open?", "We open at nine every morning, except Sunday.")
        ask(database, f"card{number}", "can I pay by card?", "You can pay by card or by bank transfer.")
    mine(database)
    free, opening, paying = cards(database)
    book = AnswerBook(database)
    book.suspend([free.id])
    book.edit(opening.id, text="We open at ten every morning, except Sunday.")
    ask(database, "free3", "is it free to return?", FREE_TOO)
    ask(database, "open3", "your hours?", "We open at nine every morning, except Sunday.")
    report = mine(database)
    assert report.new == 1
    after = {card.id: card for card in cards(database)}
    assert (after[free.id].status, len(after[free.id].sources)) == ("suspended", 3)
    assert (after[opening.id].text, after[opening.id].status) == ("We open at ten every morning, except Sunday.", "approved")
    assert after[paying.id] == paying
    new = next(card for card in after.values() if card.id not in (free.id, opening.id, paying.id))
    assert (new.text, new.status) == ("We open at nine every morning, except Sunday.", "draft")


def test_an_imported_answer_takes_in_what_says_the_same(database: Database) -> None:
    key = add_answer(database, FREE, ["returns?"], origin="imported")
    ask(database, "d1", "can I send it back?", FREE_TOO)
    report = mine(database)
    assert (report.new, report.answers) == (0, 1)
    card = cards(database)[0]
    assert (card.id, card.status, card.origin, [source.question for source in card.sources]) == (
        key,
        "approved",
        "imported",
        ["returns?", "can I send it back?"],
    )


def test_a_slot_is_what_customers_gave_and_a_value_only_staff_knew_waits(database: Database) -> None:
    for number in (1, 2):
        ask(database, f"a{number}", f"cancel <ORDER_{number}> please", f"You can cancel <ORDER_{number}> on our page.")
        ask(database, f"b{number}", "how do I reach the courier?", "You can write to the courier at <EMAIL_1> any day.")
    report = mine(database)
    assert (report.slots, report.withheld) == (1, {"a value that the customer did not give": 1})
    assert [(card.text, card.slots, card.status) for card in cards(database)] == [
        ("You can cancel <ORDER_1> on our page.", ("<ORDER_1>",), "approved"),
        ("You can write to the courier at <EMAIL_1> any day.", (), "draft"),
    ]


def test_what_was_done_for_one_customer_is_no_answer_for_the_next(database: Database) -> None:
    for number in (1, 2):
        ask(database, f"d{number}", "where is my refund?", "I have initiated the refund, it arrives in five days.")
    assert mine(database).withheld == {"tells of one customer's case": 1}


def test_a_case_is_merged_by_equal_text_only_and_not_encoded(database: Database) -> None:
    ask(database, "d1", "where is my refund?", "I have initiated the refund today.")
    ask(database, "d2", "my refund please?", "I have  INITIATED the refund today.")
    ask(database, "d3", "my money please?", "Today I have initiated the refund.")
    encoder = WordEncoder()
    assert (mine(database, encoder).answers, encoder.encoded) == (2, [])
    ask(database, "d4", "my refund?", "I have initiated the refund today.")
    assert mine(database).new == 0
    assert [len(card.sources) for card in cards(database)] == [3, 1]


def test_the_intent_is_that_of_most_labelled_questions_else_what_the_classifier_says(database: Database) -> None:
    for number, intent in enumerate(["returns", "refund", "returns"]):
        ask(database, f"d{number}", f"can I send it back {number}?", FREE, intent=intent)
    for number in range(2):
        ask(database, f"e{number}", f"when do you open {number}?", "We open at nine every morning, except Sunday.")

    def classify(questions: Sequence[str]) -> list[str | None]:
        assert all("open" in question for question in questions)
        return ["opening_hours", None][: len(questions)]

    mine_answers(database, WordEncoder(), sources_needed=2, classify=classify)
    assert [card.intent for card in cards(database)] == ["returns", "opening_hours"]
    with database.session() as session:
        assert set(session.scalars(select(Intent.name))) == {"returns", "refund", "opening_hours"}


def test_an_intent_that_staff_gave_is_kept(database: Database) -> None:
    ask(database, "d1", "can I send it back?", FREE)
    mine(database)
    AnswerBook(database).edit(cards(database)[0].id, intent="mine")
    ask(database, "d2", "is returning free?", FREE, intent="returns")
    mine(database)
    assert cards(database)[0].intent == "mine"


def test_erased_messages_take_their_sources_along(database: Database) -> None:
    key = ask(database, "d1", "can I send it back?", FREE)
    ask(database, "d2", "is returning free?", FREE)
    mine(database)
    with database.session() as session:
        session.execute(delete(Message).where(Message.dialog_id == key))
        session.execute(delete(Dialog).where(Dialog.id == key))
    assert [source.dialog for source in cards(database)[0].sources] == ["d2"]
    mine(database)
    with database.session() as session:
        assert session.query(AnswerSource).count() == 1


def test_a_draft_whose_wording_staff_wrote_is_not_approved_by_mining(database: Database) -> None:
    ask(database, "d1", "can I send it back?", FREE)
    mine(database)
    with database.session() as session:
        session.execute(update(Answer).values(origin="staff"))
    ask(database, "d2", "is returning free?", FREE)
    mine(database)
    assert [card.status for card in cards(database)] == ["draft"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "😀😀😀",
        "\u202eעברית כאן יש טקסט ארוך",
        "退款需要三天才能到账",
        "a" * 100_000,
        "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    ],
)
def test_any_text_is_mined_without_trouble(sqlite_database: Database, text: str) -> None:
    for number in (1, 2):
        add_dialog(
            sqlite_database,
            f"d{number}",
            [
                ("customer", text.strip() or "x"),
                ("agent", text.strip() or "x"),
                ("customer", f"why {text}?"),
                ("agent", text.strip() or "x"),
            ],
        )
    report = mine(sqlite_database)
    assert report.pairs + sum(report.skipped.values()) == 4


def test_an_empty_record_has_no_answers(database: Database) -> None:
    report = mine(database)
    assert (report.pairs, report.answers, report.merged, report.slots, report.withheld) == (0, 0, 0, 0, {})
