from dataclasses import replace

import pytest

from retrieval.pairs import Pair
from retrieval.withholding import BLANK, CASE, DISLIKED, FEW, PERSONAL, UNKNOWN, Support, slots, withheld


def pair(customer: str, text: str = "x", unknown: tuple[str, ...] = ()) -> Pair:
    return Pair(1, customer, "0", "q", "1", text, False, unknown)


def reason(text: str, *pairs: Pair, case: bool = False) -> str | None:
    return withheld(Support(text, pairs or (pair("anna"), pair("ben")), case), 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Returns are free for 30 days.", None),
        ("See https://shop.example/orders/12345678", None),
        ("We are at 14 Quay Street.", None),
        ("Please ask Mr. Sharma at the desk.", PERSONAL),
        ("Fragen Sie Frau Müller.", PERSONAL),
        ("Call 0800 123 4567 for that.", PERSONAL),
        ("Your booking is AB-1234567.", PERSONAL),
        ("It arrives on [Date].", BLANK),
        ("Dear {customer_name}, it is free.", BLANK),
        ("It goes to XXXX.", BLANK),
    ],
)
def test_values_that_could_be_personal_or_were_never_filled_in_wait(text: str, expected: str | None) -> None:
    assert reason(text) == expected


def test_a_case_waits_whoever_received_it() -> None:
    assert reason("I have sent the label.", case=True) == CASE


def test_enough_different_customers_are_needed() -> None:
    assert reason("Free.", pair("anna"), pair("anna"), pair("anna")) == FEW
    assert reason("Free.", pair("anna"), pair("ben")) is None


def test_a_dialog_whose_customer_did_not_give_the_value_is_no_source() -> None:
    assert reason("Cancel <ORDER_1> here.", pair("anna"), pair("ben", unknown=("<ORDER_1>",))) == UNKNOWN
    assert reason("Cancel <ORDER_1> here.", pair("anna"), pair("ben"), pair("cem", unknown=("<ORDER_1>",))) is None


def rated(*ratings: float | None, scale: tuple[float, float] | None = (1.0, 5.0)) -> str | None:
    pairs = [replace(pair(f"customer {number}"), rating=rating) for number, rating in enumerate(ratings)]
    return withheld(Support("Free.", pairs, case=False, scale=scale), 2)


def test_what_most_customers_were_not_content_with_waits() -> None:
    assert rated(1, 2, 5) == DISLIKED
    assert rated(1, 5) is None
    assert rated(1, None, None) is None
    assert rated(1, 2, scale=None) is None
    assert rated(0, 0, 1, scale=(0.0, 1.0)) == DISLIKED


def test_slots_are_the_placeholders_that_some_customer_gave() -> None:
    text = "Cancel <ORDER_1> or write to <EMAIL_1> about <ORDER_1>."
    assert slots(text, [pair("anna", text, unknown=("<EMAIL_4>",))]) == ("<ORDER_1>",)
    assert slots(text, [pair("anna", text, unknown=("<EMAIL_4>", "<ORDER_2>"))]) == ()
    assert slots("Nothing to fill in.", [pair("anna")]) == ()
