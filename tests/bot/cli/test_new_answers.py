"""What staff change in the answers is what customers get after `firstline index`, without any training."""

from pathlib import Path
from typing import Any

from tests.console import firstline, run

QUESTION = "can i rent a tandem bicycle from you"
TEXT = "Tandems are rented at our shop for 40 a day."


def hits(home: Path, question: str = QUESTION) -> list[str]:
    """The answers that a question finds, by id, surest first."""
    return [str(hit["answer_id"]) for hit in firstline(home, "ask", question)["hits"]]


def added(home: Path, *more: str) -> dict[str, Any]:
    answer: dict[str, Any] = firstline(
        home, "answers", "add", TEXT, "--question", QUESTION, "--question", "do you hire out tandems", *more
    )
    return answer


def test_an_answer_of_a_new_intent_is_given_before_the_classifier_knows_the_intent(own_home: Path) -> None:
    added(own_home, "--intent", "tandem_rental")
    report = firstline(own_home, "index")
    assert (report["added"], report["removed"]) == (2, 0)
    turn = firstline(own_home, "ask", "can i rent a tandem bicycle from you?")
    assert "tandem_rental" not in [intent["name"] for intent in turn["intents"]]
    assert (turn["action"], turn["reply"]) == ("answer", TEXT)


def test_an_edited_text_is_what_customers_get_and_a_suspended_answer_is_gone_with_its_vectors(own_home: Path) -> None:
    answer = str(added(own_home)["id"])
    before = firstline(own_home, "index")["vectors"]
    run(own_home, "answers", "edit", answer, "--text", "Tandems cost 50 a day.")
    assert firstline(own_home, "index")["added"] == 0, "its questions were known"
    assert hits(own_home)[0] == answer
    assert firstline(own_home, "answers", "show", answer)["text"] == "Tandems cost 50 a day."
    run(own_home, "answers", "suspend", answer)
    report = firstline(own_home, "index")
    assert (report["removed"], report["vectors"]) == (2, before - 2)
    assert answer not in hits(own_home)


def test_an_expired_answer_is_neither_found_nor_kept(own_home: Path) -> None:
    answer = str(added(own_home)["id"])
    firstline(own_home, "index")
    run(own_home, "answers", "edit", answer, "--expires", "2020-01-01")
    firstline(own_home, "index")
    assert answer not in hits(own_home)
