import pytest

from training.intent_names import says_what_it_is, words_of


@pytest.mark.parametrize(
    ("intent", "words"),
    [
        ("card_arrival", "card arrival"),
        ("CardArrival", "card arrival"),
        ("reverted_card_payment?", "reverted card payment"),
        ("order/refund-status", "order refund status"),
        ("Доставка заказа", "доставка заказа"),
        ("где_мойЗаказ", "где мой заказ"),
        ("q_17", "q 17"),
    ],
)
def test_names_in_words(intent: str, words: str) -> None:
    assert words_of(intent) == words


@pytest.mark.parametrize(("intent", "says"), [("refund", True), ("q_17", False), ("42", False), ("退款", True), ("", False)])
def test_a_code_says_nothing(intent: str, says: bool) -> None:
    assert says_what_it_is(intent) is says
