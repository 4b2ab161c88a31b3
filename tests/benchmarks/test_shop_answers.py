from typing import Any

import pytest

from benchmarks.shop_answers import Outcome, judge

HITS = [{"answer_id": 1, "intent": "refund_status"}, {"answer_id": 2, "intent": "exchange"}]


def turn(action: str, answer_id: int | None = None, options: tuple[int, ...] = ()) -> dict[str, Any]:
    return {"action": action, "answer_id": answer_id, "options": [{"answer_id": item} for item in options], "hits": HITS}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (turn("answer", 1), Outcome(1, 1, 0, 0, 0, 0, 0)),
        (turn("answer", 2), Outcome(1, 0, 1, 0, 0, 0, 0)),
        (turn("answer"), Outcome(1, 0, 1, 0, 0, 0, 0)),  # a help page was quoted
        (turn("ask_slot", 1), Outcome(1, 1, 0, 0, 0, 0, 0)),
        (turn("ask_slot", 2), Outcome(1, 0, 1, 0, 0, 0, 0)),
        (turn("clarify", None, (2, 1)), Outcome(1, 0, 0, 1, 0, 0, 0)),
        (turn("clarify", None, (2,)), Outcome(1, 0, 0, 0, 1, 0, 0)),
        (turn("handoff"), Outcome(1, 0, 0, 0, 0, 1, 0)),
        (turn("chitchat"), Outcome(1, 0, 0, 0, 0, 0, 1)),
    ],
)
def test_a_turn_is_judged_by_the_intent_of_its_answer(said: dict[str, Any], expected: Outcome) -> None:
    assert judge(["refund_status"], [said]) == expected


def test_an_answer_to_an_out_of_scope_message_is_wrong() -> None:
    assert judge(["oos", "oos"], [turn("answer", 1), turn("handoff")]) == Outcome(2, 0, 1, 0, 0, 1, 0)
