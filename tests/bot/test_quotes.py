"""Help pages as a second source: when they are quoted, and what is said, recorded and shown of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from bot.cli.turn_view import turn_json, turn_words
from bot.dialogue.action import Answer, Clarify, Handoff, HandoffReason, Quote
from bot.dialogue.assistant import Assistant
from bot.dialogue.decide import decide
from bot.dialogue.evidence import Evidence
from bot.dialogue.message import CustomerMessage
from bot.dialogue.phrasing import Phraser, PhrasingFailed
from bot.dialogue.state import DialogState, PendingSlot
from bot.dialogue.turn import Turn
from bot.storage.turn_details import details_of, state_of
from dialogs.redaction import Redactor
from nlu.result import Vector
from retrieval.hit import AnswerTemplate, Candidate
from retrieval.passage import Passage, PassageCandidate, PassageHit
from tests.fakes import THRESHOLDS, FakeModel, FakeSearch, calibration_by_dense, hit, nlu_result

REFUND = AnswerTemplate(1, "Five days.", intent="refund_status", title="where is my refund")
RETURN = AnswerTemplate(2, "Thirty days.", intent="return_policy", title="can I send it back")
CANCEL = AnswerTemplate(3, "<ORDER_1> is cancelled.", intent="cancel_order", title="cancel", slots=("<ORDER_1>",))
DOGS = Passage(
    7,
    3,
    "The shop",
    ("Dogs",),
    "https://shop.example/help#dogs",
    "Dogs on a lead are welcome. Call +44 117 496 0100. Cats are not.",
)
QUOTING = replace(THRESHOLDS, quote=0.8)


def found(confidence: float, passage: Passage = DOGS, extract: str = "Dogs on a lead are welcome.") -> PassageCandidate:
    return PassageCandidate(PassageHit(passage, 0, (0.9, 0.2, 0.1), 0.9, 0.5, 0.6, 0.7, 0.8, 0.3), confidence, extract)


def candidate(answer: AnswerTemplate, confidence: float) -> Candidate:
    return Candidate(hit(answer, confidence), confidence)


def evidence(*candidates: Candidate, passage: float, out_of_scope: float = 0.1) -> Evidence:
    return Evidence(DialogState(), nlu_result(out_of_scope=out_of_scope), candidates, passages=(found(passage), found(0.1)))


def test_a_sure_answer_of_staff_comes_before_any_page() -> None:
    best = candidate(REFUND, 0.9)
    assert decide(evidence(best, passage=0.99), QUOTING) == Answer(best)


def test_a_sure_passage_is_quoted_rather_than_asking_back_or_handing_over() -> None:
    unsure = evidence(candidate(REFUND, 0.6), candidate(RETURN, 0.5), passage=0.8)
    assert decide(unsure, QUOTING) == Quote((unsure.passages[0],))
    nothing = evidence(passage=0.8, out_of_scope=0.9)
    assert decide(nothing, QUOTING) == Quote((nothing.passages[0],))
    doubtful = evidence(candidate(REFUND, 0.6), passage=0.8, out_of_scope=0.9)
    assert decide(doubtful, QUOTING) == Quote((doubtful.passages[0],))


def test_an_unsure_passage_changes_nothing() -> None:
    options = (candidate(REFUND, 0.6), candidate(RETURN, 0.5))
    assert decide(evidence(*options, passage=0.799), QUOTING) == Clarify(options)
    assert decide(evidence(passage=0.799), QUOTING) == Handoff(HandoffReason.UNSURE)
    assert decide(evidence(*options, passage=1.0), THRESHOLDS) == Clarify(options)


def test_a_torn_follow_up_is_asked_about_first() -> None:
    options = (candidate(REFUND, 0.6), candidate(RETURN, 0.5))
    torn = replace(evidence(*options, passage=0.99), torn=True)
    assert decide(torn, QUOTING) == Clarify(options)


def test_who_asks_something_that_a_page_answers_is_not_asked_for_the_order_again() -> None:
    pending = replace(DialogState(), pending=PendingSlot(3, "order"))
    asked = replace(evidence(passage=0.9), state=pending, awaited=candidate(CANCEL, 1.0))
    assert decide(asked, QUOTING) == Quote((asked.passages[0],))


@dataclass(frozen=True)
class Pages:
    """Finds the same passages for every query."""

    passages: tuple[PassageCandidate, ...]
    threshold: float = 0.8

    def find(self, query: str, vector: Vector, language: str | None) -> tuple[PassageCandidate, ...]:
        return self.passages


@dataclass(frozen=True)
class Words:
    """Phrases as it was told to, or fails."""

    text: str

    def phrase(self, question: str, passages: Sequence[Passage], language: str) -> str | None:
        if not self.text:
            raise PhrasingFailed("The phrasing endpoint took longer than 5 s.")
        return self.text


def say(text: str, passages: tuple[PassageCandidate, ...], phraser: Phraser | None = None, *, dense: float = 0.3) -> Turn:
    bot = Assistant(
        FakeModel(nlu_result("?", ("refund_status", 0.8))),
        FakeSearch((hit(REFUND, dense),)),
        calibration_by_dense(),
        Redactor(),
        documents=Pages(passages),
        phraser=phraser,
        now=lambda: datetime(2026, 5, 1, tzinfo=UTC),
    )
    return bot.reply(CustomerMessage(text, customer="c", dialog="d"), DialogState())


LINE = "From our help page “The shop: Dogs”: https://shop.example/help#dogs"


def test_the_reply_is_the_pages_own_sentences_with_title_and_link() -> None:
    turn = say("may I bring my dog", (found(0.9),))
    assert turn.reply == turn.reply_redacted == f"Dogs on a lead are welcome.\n\n{LINE}"
    assert turn.confidence == 0.9
    assert turn.state.answered is None
    assert any("stands under “The shop: Dogs”" in reason and "90.0%" in reason for reason in turn.reasons)
    shown = turn_json(turn)
    assert (shown["action"], shown["answer_id"], shown["link"]) == ("answer", None, "https://shop.example/help#dogs")
    assert shown["passages"] == [
        {"document": 3, "title": "The shop", "section": ["Dogs"], "link": DOGS.link, "text": DOGS.text, "confidence": 0.9}
    ]
    assert turn_words(turn).endswith("  [answer · confidence 90% · intent refund_status · from document 3]")


def test_a_page_without_an_address_is_named() -> None:
    turn = say("may I bring my dog", (found(0.9, replace(DOGS, link=None, path=())),))
    assert turn.reply == "Dogs on a lead are welcome.\n\nFrom our help page “The shop”."
    assert turn_json(turn)["link"] is None


def test_a_public_phone_number_stays_in_the_record() -> None:
    turn = say("may I bring my dog", (found(0.9, extract="Call +44 117 496 0100."),))
    assert "Call +44 117 496 0100." in turn.reply_redacted


def test_the_record_keeps_which_passages_a_turn_rests_on() -> None:
    turn = say("may I bring my dog", (found(0.9), found(0.85), found(0.5)))
    details = details_of(turn)
    assert [item["confidence"] for item in details["passages"]] == [0.9, 0.85]
    assert details["passages"][0]["link"] == DOGS.link
    assert details["passages"][0]["text"] == DOGS.text
    assert state_of(details).question == "may I bring my dog"


def test_a_reply_in_german_names_the_page_in_german() -> None:
    turn = say("Darf ich meinen Hund in den Laden mitbringen?", (found(0.9),))
    assert turn.reply.endswith("Aus unserer Hilfeseite „The shop: Dogs“: https://shop.example/help#dogs")


def test_no_page_is_looked_for_where_an_answer_is_sure() -> None:
    turn = say("where is my refund", (found(0.99),), dense=0.95)
    assert (turn.reply, turn.passages) == ("Five days.", ())


def test_a_phrased_reply_is_sent_if_it_adds_nothing() -> None:
    turn = say("may I bring my dog", (found(0.9),), Words("Yes, dogs are welcome if they are on a lead."))
    assert turn.reply == f"Yes, dogs are welcome if they are on a lead.\n\n{LINE}"


def test_a_phrased_reply_that_adds_something_is_refused_and_the_page_sent() -> None:
    turn = say("may I bring my dog", (found(0.9),), Words("Yes, up to 2 dogs, says Fiona."))
    assert turn.reply == f"Dogs on a lead are welcome.\n\n{LINE}"
    assert turn.reasons[-1] == (
        "The phrased reply was refused, for it adds the number 2, the name Fiona: the page's own sentences are sent."
    )


def test_where_phrasing_fails_the_page_is_sent() -> None:
    turn = say("may I bring my dog", (found(0.9),), Words(""))
    assert turn.reply == f"Dogs on a lead are welcome.\n\n{LINE}"
    assert turn.reasons[-1] == "The phrasing endpoint took longer than 5 s. The page's own sentences are sent."


@pytest.mark.parametrize("dense", [0.6, 0.3])
def test_without_documents_nothing_changes(dense: float) -> None:
    assert not isinstance(say("may I bring my dog", (), dense=dense).action, Quote)
