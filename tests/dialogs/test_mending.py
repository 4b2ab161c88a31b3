"""What programs did to a text on its way into an export is undone, and what its author wrote is not touched."""

import pytest

from dialogs.mending import mended


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ("Ich mÃ¶chte eine RÃ¼ckerstattung fÃ¼r 20 â‚¬", "Ich möchte eine Rückerstattung für 20 €"),
        ("Itâ€™s done â€“ thanks", "It’s done – thanks"),
        ("Â¿DÃ³nde estÃ¡ mi pedido?", "¿Dónde está mi pedido?"),
        ("Le colis est arrivÃ© abÃ®mÃ©", "Le colis est arrivé abîmé"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚, Ð³Ð´Ðµ Ð·Ð°ÐºÐ°Ð·", "Привет, где заказ"),
        ("РџСЂРёРІРµС‚, РєР°Рє РґРµР»Р°", "Привет, как дела"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\x00b", "ab"),
    ],
)
def test_broken_text_is_mended(broken: str, text: str) -> None:
    assert mended(broken) == text


@pytest.mark.parametrize(
    "text",
    [
        "SÃO PAULO, Avenida Brasil",
        "Où est l’été ? Ça alors… 20 €",
        "Wo ist meine Bestellung „Größe 42“?",
        "Где мой заказ «Россия»? Р. С. 50 €",
        "我的订单什么时候到？",
        "ÄÖÜ ß — ok √",
        "naïve café",
    ],
)
def test_what_is_in_order_stays(text: str) -> None:
    assert mended(text) == text
