import pytest

from nlu.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("where is my parcel", "en"),
        ("WHERE IS MY PARCEL", "en"),
        ("wo bleibt mein Paket?", "de"),
        ("¿dónde está mi pedido?", "es"),
        ("où est mon colis", "fr"),
        ("где моя посылка", "ru"),
        ("возврат", "ru"),
        ("我的包裹在哪里", "zh"),
        ("退款", "zh"),
        ("能让真人和我说话吗?", "zh"),
        ("返金してください", "ja"),
        ("환불", "ko"),
    ],
)
def test_the_language_of_what_customers_write(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "  ", "👍", "12345", "hi", "refund", "<ORDER_1>", "me@shop.example", "qwrtz plmkn"])
def test_too_little_to_tell(text: str) -> None:
    assert language_of(text) is None


def test_placeholders_do_not_count() -> None:
    assert language_of("<ORDER_1> <EMAIL_1> wo ist mein Paket geblieben") == "de"


def test_where_the_beginning_tells_nothing_the_rest_of_a_long_text_does() -> None:
    assert language_of("0123 4567 8901 2345 " * 5 + "wo ist mein Paket geblieben?") == "de"


def test_latin_letters_are_not_taken_for_a_language_of_another_script() -> None:
    assert language_of("Aceptan PayPal?") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hallo, we hadden gisteren een pakket besteld, het was niet goed, kan je me helpen", "nl"),
        ("Hej, jeg har bestilt en vare og den er ikke kommet, kan I hjælpe mig med det her", "da"),
        ("Ciao, ho ordinato una lampada ma non è arrivata, potete aiutarmi per favore", "it"),
        ("Hola, vaig fer una comanda i encara no ha arribat, em podeu ajudar si us plau amb això", "ca"),
        ("Добрий день, де моє замовлення? Чому його ще немає, скільки ще чекати", "uk"),
        ("The coat is ordered, ich habe aber noch nicht bezahlt und bitte um eine Rechnung", "de"),
    ],
)
def test_small_words_are_not_taken_for_those_of_a_neighbouring_language(text: str, language: str) -> None:
    assert language_of(text) == language
