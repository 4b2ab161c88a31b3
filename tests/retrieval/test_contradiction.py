from datetime import UTC, datetime, timedelta

import pytest

from retrieval.contradiction import Contradiction, Reply, Stated, contradictions, differences
from retrieval.facts import facts_of
from tests.retrieval.encoders import WordEncoder

DAY = datetime(2026, 3, 1, tzinfo=UTC)
FREE = "You can send your order back within 30 days and it is free of charge."
ANSWER = Stated(1, FREE, "en", ("can I send it back?",))
OTHER = Stated(2, "Our shop is in Bristol, next to the quay.", "en", ("where is your shop?",))


def reply(
    text: str, *, days: int = 0, customer: str = "anna", question: str = "is sending back free?", source: int | None = None
) -> Reply:
    at = DAY + timedelta(days=days)
    return Reply(100 + days, customer, at, question, text, "en", source)


def found(*replies: Reply, answers: tuple[Stated, ...] = (ANSWER, OTHER)) -> list[Contradiction]:
    return contradictions(answers, replies, WordEncoder().encode)


@pytest.mark.parametrize(
    ("stated", "said", "differ"),
    [
        ("within 30 days", "within 60 days", ("number",)),
        ("it costs £4.90", "it costs £5.90", ("number",)),
        ("from 3 May on", "from 9 May on", ("number",)),
        ("at https://shop.example/returns", "at https://shop.example/send-back", ("link",)),
        ("we ship to Norway", "we don't ship to Norway", ("denial",)),
        ("within 30 days", "within 30 days, or 60 before Christmas", ()),
        ("as soon as we can", "within 60 days", ()),
        ("within 30 days", "within thirty days", ()),
    ],
)
def test_what_contradicts_and_what_only_says_more(stated: str, said: str, differ: tuple[str, ...]) -> None:
    first, second = facts_of([stated, said], ["en", "en"])
    assert differences(first, second) == differ


def test_a_reply_with_another_number_contradicts_its_answer_and_no_other() -> None:
    (one,) = found(reply(FREE.replace("30", "60")))
    assert (one.answer, one.reply.text, one.differs) == (ANSWER, FREE.replace("30", "60"), ("number",))


def test_the_same_words_and_those_that_mining_filed_under_the_answer_contradict_nothing() -> None:
    assert found(reply(FREE), reply("Sending back costs you nothing for 60 days.", source=1)) == []


def test_where_staff_gave_the_answer_itself_later_it_stands() -> None:
    sixty = reply(FREE.replace("30", "60"), days=1)
    assert found(sixty, reply(FREE, days=2)) == []
    assert len(found(reply(FREE, days=0), sixty)) == 1
    changed = Stated(1, FREE, "en", ANSWER.questions, known=DAY + timedelta(days=3))
    assert found(sixty, answers=(changed,)) == []


def test_the_newest_contradiction_is_told() -> None:
    (one,) = found(reply(FREE.replace("30", "60"), days=1), reply(FREE.replace("30", "14"), days=5))
    assert "14 days" in one.reply.text


def test_other_words_to_the_same_question_need_two_customers() -> None:
    said, asked = "Sorry, the quay was closed, we only sell online now and nobody can visit us.", "where is your shop?"
    first = reply(said, question=asked)
    assert found(first) == []
    (one,) = found(first, reply(said, days=1, customer="ben", question=asked))
    assert (one.answer, one.differs) == (OTHER, ("meaning",))


def test_two_answers_that_were_given_side_by_side_for_long_are_about_two_things() -> None:
    """Delivery costs one thing in Europe and another outside of it; what is new is another matter."""
    sixty = FREE.replace("30", "60")
    stated = Stated(1, FREE, "en", ANSWER.questions, known=DAY + timedelta(days=39))
    old, new = (Stated(3, sixty, "en", ANSWER.questions, since=DAY + timedelta(days=day)) for day in (0, 20))
    said = reply(sixty, days=40, source=3)
    assert found(said, answers=(stated, old)) == []
    assert [item.answer.id for item in found(said, answers=(stated, new))] == [1]
