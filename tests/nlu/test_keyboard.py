import pytest

from nlu.keyboard import TO_CYRILLIC, TO_LATIN, retyped

ENGLISH = (
    "where is my parcel",
    "My card has not come in the mail yet.",
    "how do I change my address?",
    "i want to cancel my order please",
)
RUSSIAN = (
    "где моя посылка",
    "хочу отменить заказ",
    "почему не пришёл мой заказ",
    "забыл пароль от личного кабинета",
    "смените адрес",
)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_typed_with_russian_keys(text: str) -> None:
    assert retyped(text.translate(TO_CYRILLIC)).casefold() == text.casefold()


@pytest.mark.parametrize("text", RUSSIAN[:4])
def test_russian_typed_with_english_keys(text: str) -> None:
    assert retyped(text.translate(TO_LATIN)) == text


@pytest.mark.parametrize(
    "text",
    [
        *ENGLISH,
        *RUSSIAN,
        "wo ist mein Paket geblieben",
        "dónde está mi pedido",
        "我的包裹在哪里",
        "Де моя посилка, будь ласка",
        "my GBP card with PIN по-русски",
        "xyz",
        "",
        "ATM",
        "<ORDER_1> brb thx pls",
    ],
)
def test_what_is_right_stays_as_it_is(text: str) -> None:
    assert retyped(text) == text


def test_placeholders_stay() -> None:
    assert retyped("[jxe jnvtybnm pfrfp <ORDER_1>") == "хочу отменить заказ <ORDER_1>"
