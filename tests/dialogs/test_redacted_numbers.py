"""Numbers of orders, parcels and papers: what is redacted, with a word that names it or without, and what stays."""

from collections import Counter

import pytest

from dialogs.detectors.vocabulary import HOLDER, ID, ID_IF_MARKED, ORDER, TRACKING, WEAK_ID
from dialogs.redaction import Redactor
from tests.dialogs.redacting import redacted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Order # 673-1290547-3332148", "Order # <ORDER_1>"),
        ("order 6543219870 is late", "order <ORDER_1> is late"),
        ("Order ID is 654-9873210-6543210.", "Order ID is <ORDER_1>."),
        ("Order number: #111-222333-444555", "Order number: #<ORDER_1>"),
        ("where is my order??? 987-6543210-987654", "where is my order??? <ORDER_1>"),
        ("orders 111222, 333444 and 555666", "orders <ORDER_1>, <ORDER_2> and <ORDER_3>"),
        ("406-1234567-8901234 is my order number", "<ORDER_1> is my order number"),
        ("transaction ID AX23456789012345", "transaction ID <ID_1>"),
        (
            "The tracking number for my order 55512 is 1Z999AA10123456784",
            "The tracking number for my order <ORDER_1> is <TRACKING_1>",
        ),
        ("RR 123 456 789 DE is the tracking code", "<TRACKING_1> is the tracking code"),
        ("Meine Bestellnummer lautet B-2024-0815", "Meine Bestellnummer lautet <ORDER_1>"),
        ("Sendungsnummer 00340434161094015902", "Sendungsnummer <TRACKING_1>"),
        ("numéro de commande 123456, suivi 8R12345678901", "numéro de commande <ORDER_1>, suivi <TRACKING_1>"),
        ("el pedido n.º 998877 y el DNI 12345678Z", "el pedido n.º <ORDER_1> y el DNI <ID_1>"),
        ("Номер заказа 123456, трек-номер RR123456789CN", "Номер заказа <ORDER_1>, трек-номер <TRACKING_1>"),
        ("паспорт 4512 345678", "паспорт <ID_1>"),
        ("我的订单号是2023112345678，快递单号SF1234567890123", "我的订单号是<ORDER_1>，快递单号<TRACKING_1>"),
        ("my ssn is 123-45-6789", "my ssn is <ID_1>"),
    ],
)
def test_named_numbers(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the registry number of my dossier is 4482917", "the registry number of my dossier is <ID_1>"),
        ("Fahrgestellnummer 4482-9173", "Fahrgestellnummer <ID_1>"),
        ("loyalty card number 63382201", "loyalty card number <ID_1>"),
        ("My oder number is AB-8675358", "My oder number is <ORDER_1>"),
        ("El número de sguimiento es 1Z5521386733201038", "El número de sguimiento es <TRACKING_1>"),
        ("Mi número de contrato con ustedes es 99172204", "Mi número de contrato con ustedes es <ID_1>"),
        ("two orders open, 4402917 and 4402933", "two orders open, <ORDER_1> and <ORDER_2>"),
        ("Wo ist 4711-90823? Die Bestellung ist alt", "Wo ist <ORDER_1>? Die Bestellung ist alt"),
        ("полис ХХХ 0048291773", "полис <ID_1>"),
        ("meu CNPJ é 48.291.177/0001-30", "meu CNPJ é <ID_1>"),
        ("Meine Nummer ist 0170 1234567", "Meine Nummer ist <PHONE_1>"),
    ],
)
def test_names_that_nobody_listed_stand_beside_a_word_for_a_number(text: str, expected: str) -> None:
    assert redacted(text, language="de") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Artikelnummer 4029118",
        "the model number is WH1000XM4",
        "I ordered a Philips Air Fryer HD9252/90",
        "Hausnummer 12045",
        "use code SAVE2024 at checkout",
        "the order of 20000mAh power banks",
        "firmware build 19045.4412",
        "Größe 38-40 oder 40/42 bestellt",
        "the house number is 12045",
    ],
)
def test_numbers_of_goods_and_places_stay(text: str) -> None:
    assert redacted(text, language="de") == text


@pytest.mark.parametrize(
    "text",
    [
        "order 2 pizzas for 15000 rs on 12/05/2024",
        "order total 4500.00, order within 24-48 hours",
        "I ordered 1500 flyers in 2023",
        "order 20000 mAh power bank",
        "product id B07XJ8C8F5",
        "refund of 4500",
        "pay 12000 in May",
        "Pune 411045",
        "order in 2024",
    ],
)
def test_quantities_prices_dates_and_unnamed_numbers_stay(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("406-1234567-8901234", "<ORDER_1>"),
        ("It's 88214097, I bought it on Monday", "It's <ORDER_1>, I bought it on Monday"),
        ("My parcel? The note says 9083PQ48211.", "My parcel? The note says <TRACKING_1>."),
        ("they wrote CAS-118820-Q4 on it", "they wrote <ID_1> on it"),
        ("QRX 5582019934 is not mine", "<ID_1> is not mine"),
        ("and #55801?", "and #<ORDER_1>?"),
        ("Our flight, KR4T9W, was moved", "Our flight, <ORDER_1>, was moved"),
        ("pi_3Nf82kLq09 failed", "<ID_1> failed"),
        ("2004 118 773 01 shows a credit", "<ID_1> shows a credit"),
        ("А447КМ77 у вас, GH-482-KL aussi, 粤B4471K也是", "<ID_1> у вас, <ID_2> aussi, <ID_3>也是"),
        ("你们那里的2024111588213047", "你们那里的<ORDER_1>"),
        ("Delhi-110052", "Delhi-110052"),
        ("a 1920x1080 screen, model KD55X90001", "a 1920x1080 screen, model KD55X90001"),
        ("the serial number underneath reads SN4839201177", "the serial number underneath reads SN4839201177"),
        ("on 20241107 we sold 2500000", "on 20241107 we sold 2500000"),
        ("12345678 on the display", "12345678 on the display"),
        ("sizes 36 38 40 42 44 46", "sizes 36 38 40 42 44 46"),
        ("it cost 1 250 000 or 9876543 dollars", "it cost 1 250 000 or 9876543 dollars"),
        ("open 2023-2024, error 0x80070057", "open 2023-2024, error 0x80070057"),
    ],
)
def test_a_number_that_nothing_names_goes_if_it_has_the_form_of_somebodys(text: str, expected: str) -> None:
    assert redacted(text) == expected


def test_a_bare_number_is_what_the_message_before_asked_for() -> None:
    asked = "Could you please share your order number?"
    assert redacted("406-1234567-8901234", previous=asked) == "<ORDER_1>"
    assert redacted("sure, it's 55123!", previous=asked) == "sure, it's <ORDER_1>!"
    assert redacted("Delhi-110052, by the way a WH-1000XM5", previous=asked) == "Delhi-110052, by the way a WH-1000XM5"
    assert redacted("I live in Pune 411045", previous=asked) == "I live in Pune 411045"
    assert redacted("9876543210", previous="Your order ID and your phone number, please") == "<PHONE_1>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1Z999AA10123456784 never came", "<TRACKING_1> never came"),
        ("1Z999AA10123456785 never came", "<ID_1> never came"),
        ("RB123456785CN!", "<TRACKING_1>!"),
        ("RB 123 456 785 CN", "<TRACKING_1>"),
        ("RB123456786CN!", "<ID_1>!"),
        ("00340434161094027318", "<TRACKING_1>"),
        ("00340434161094027319", "<TRACKING_1>"),
        ("JJD1400006281795342 hängt", "<TRACKING_1> hängt"),
    ],
)
def test_tracking_numbers_that_prove_themselves_need_no_name(text: str, expected: str) -> None:
    assert Redactor().redact(text, language="de").text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("please cancel #58213", "please cancel <ORDER_1>"),
        ("we are #582 in the charts", "we are #582 in the charts"),
        ("договор № 77-2041/К", "договор № <ID_1>"),
        ("NI number QQ 12 34 56 C as asked", "NI number <ID_1> as asked"),
        ("passport 4509 218834 I need it", "passport <ID_1> I need it"),
        ("my booking KX88TR", "my booking <ORDER_1>"),
        (
            "mein Pass war C01X0006H, der Reisepass hat jetzt die Nummer C5N7K21PX",
            "mein Pass war <ID_1>, der Reisepass hat jetzt die Nummer <ID_2>",
        ),
        ("cliente 0049217", "cliente <ID_1>"),
        ("brake pads 13.0460-7184.2", "brake pads 13.0460-7184.2"),
    ],
)
def test_names_and_forms_of_numbers(text: str, expected: str) -> None:
    assert Redactor().redact(text).text.replace("#<", "<") == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("it", "codice cliente 48213", "codice cliente <ID_1>"),
        ("it", "spedizione BRT 301482137765", "spedizione BRT <TRACKING_1>"),
        ("nl", "bestelnr. 48213 is zoek", "bestelnr. <ORDER_1> is zoek"),
        ("nl", "mijn klantenkaart 48213", "mijn klantenkaart <ID_1>"),
        ("pl", "numer zamówienia 48213", "numer zamówienia <ORDER_1>"),
        ("pl", "nr zgłoszenia: 48213", "nr zgłoszenia: <ID_1>"),
        ("pt", "código do cliente 48213", "código do cliente <ID_1>"),
        ("zh", "提货码48213", "提货码<ORDER_1>"),
        ("zh", "用户ID：48213", "用户ID：<ID_1>"),
        ("zh", "报价单48213", "报价单<ID_1>"),
        ("de", "meine Nachbestellung 48213", "meine Nachbestellung <ORDER_1>"),
        ("de", "Handyvertrag 48213", "Handyvertrag <ID_1>"),
        ("de", "Az. 48213", "Az. <ID_1>"),
        ("de", "Kto.-Nr. 48213", "Kto.-Nr. <ID_1>"),
        ("fr", "ma commande en ligne 48213", "ma commande en ligne <ORDER_1>"),
        ("en", "customer 48213", "customer <ID_1>"),
        ("en", "refund for #20391-B", "refund for #<ORDER_1>"),
        ("en", "delivery number 301482137765", "delivery number <TRACKING_1>"),
    ],
)
def test_names_of_many_languages_compounds_and_abbreviations(language: str, text: str, expected: str) -> None:
    assert redacted(text, language=language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Kunde seit 2012, der Vertrag kostet 1250 im Jahr"),
        ("en", "my account has 12500, the bill says 25000"),
        ("ru", "штраф 15000"),
        ("it", "il preventivo di 15000"),
        ("pl", "artykuł 4821377"),
        ("it", "articolo 4821377"),
        ("ru", "версия 4821377"),
        ("en", "part number 4821-377 fits"),
    ],
)
def test_sums_years_and_goods_of_many_languages_stay(language: str, text: str) -> None:
    assert redacted(text, language=language) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("please look at OR-5520-1983", "please look at <ORDER_1>"),
        ("please look at INV-5520-1983", "please look at <ID_1>"),
        ("please look at RMA-0048120", "please look at <ID_1>"),
        ("the technician left 0048-2207-31", "the technician left <ID_1>"),
        ("resend the receipt for 77120394", "resend the receipt for <ORDER_1>"),
        ("nothing about 80086320481177 so far", "nothing about <TRACKING_1> so far"),
        ("I bought it on Monday, #AR55102", "I bought it on Monday, #<ORDER_1>"),
        ("it's 730018", "it's <ORDER_1>"),
    ],
)
def test_the_kind_of_a_number_that_nothing_names(text: str, expected: str) -> None:
    assert redacted(text, language="en") == expected


def test_six_digits_that_answer_a_question_for_a_town_stay() -> None:
    assert redacted("it's 730018", previous="what is your postal code?") == "it's 730018"


def test_the_question_before_names_a_number_better_than_a_word_far_behind_it() -> None:
    asked = "Could you please provide the transaction reference number?"
    assert redacted("ok its SBIN20240503998877123. i NEED this order", previous=asked) == "ok its <ID_1>. i NEED this order"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("poliza HG-0091-22", "poliza <ID_1>"),
        ("numer zamowienia 48213", "numer zamowienia <ORDER_1>"),
        ("Ueberweisungsnummer 48213", "Ueberweisungsnummer <ID_1>"),
        ("номер счета 48213", "номер счета <ID_1>"),
    ],
)
def test_names_without_their_accents(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("refund for 550177 please", "refund for <ORDER_1> please"),
        ("Reklamation zu 70041882", "Reklamation zu <ORDER_1>"),
        ("a refund for 45000", "a refund for 45000"),
        ("what's going on with 774093?", "what's going on with <ORDER_1>?"),
        ("440918 ist noch in Bearbeitung", "<ORDER_1> ist noch in Bearbeitung"),
        ("440918 ist zu viel", "440918 ist zu viel"),
        ("faktura FS 882/11/2024", "faktura <ID_1>"),
        ("zamówienie nr 24/11/8821", "zamówienie nr <ORDER_1>"),
        ("zamówienie nr z 24/11/2024", "zamówienie nr z 24/11/2024"),
        ("заказ на 15000", "заказ на 15000"),
        ("VAT: 8035.58", "VAT: 8035.58"),
        ("ГОСТ 12345-88", "ГОСТ 12345-88"),
    ],
)
def test_what_is_done_to_a_number_names_it(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "best number: +1 303-862-0182", "best number: <PHONE_1>"),
        ("de", "dass 6630918-2 storniert wurde", "dass <ORDER_1> storniert wurde"),
        ("de", "passt der Filter 0986452041 in den Golf?", "passt der Filter 0986452041 in den Golf?"),
        ("fr", "J'ai passé commande le 2 (réf QZ8841290)", "J'ai passé commande le 2 (réf <ORDER_1>)"),
        ("en", "order not placed but money debited, ref 77120394", "order not placed but money debited, ref <ID_1>"),
        ("en", "checking in on GB-1182093", "checking in on <ORDER_1>"),
        ("es", "la orden 55-3371", "la orden <ORDER_1>"),
        ("es", "la orden 40-42", "la orden 40-42"),
    ],
)
def test_what_part_n_missed(language: str, text: str, expected: str) -> None:
    assert redacted(text, language=language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "why was 7710029438 split into two parcels?", "why was <ORDER_1> split into two parcels?"),
        ("zh", "为什么7710029438221拆成两个包裹", "为什么<ORDER_1>拆成两个包裹"),
        ("es", "en proceso, número 4409-2213, móvil 652 11 84 70", "en proceso, número <ORDER_1>, móvil <PHONE_1>"),
        ("en", "652 118 4470 is my mobile. 2 hours is fine", "<PHONE_1> is my mobile. 2 hours is fine"),
        ("en", "Booked 2 nights, confirmation HQ5T8L", "Booked 2 nights, confirmation <ORDER_1>"),
        ("de", "Ticketnr. 448201", "Ticketnr. <ID_1>"),
        ("de", "Bestellung vom 3.11., Nr. 5530-19", "Bestellung vom 3.11., Nr. <ORDER_1>"),
        ("fr", "J'ai reçu 20447183 en double", "J'ai reçu <ORDER_1> en double"),
        ("es", "compré por error 20-447183", "compré por error <ORDER_1>"),
        ("de", "Ich komme auf 774410293 nicht", "Ich komme auf <ORDER_1> nicht"),
    ],
)
def test_what_parts_o_and_p_missed(language: str, text: str, expected: str) -> None:
    assert redacted(text, language=language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "My account number is 8834 2019 5 and I'd like to go paperless.",
            "My account number is <ID_1> and I'd like to go paperless.",
        ),
        ("ru", "Номер заказа 7720 4418 93, хочу отменить", "Номер заказа <ORDER_1>, хочу отменить"),
        ("en", "account 8834 2019 5 items", "account <ID_1> 5 items"),
        ("en", "The courier left a card with 15502 3209 04432 on it", "The courier left a card with <TRACKING_1> on it"),
        ("en", "Reg LK19 XTB parked in bay 14", "Reg <ID_1> parked in bay 14"),
        ("de", "Das Auto mit dem Kennzeichen M-KT 4481", "Das Auto mit dem Kennzeichen <ID_1>"),
        ("de", "Parkplatz gebucht für HH-AB 1290, Ebene 2", "Parkplatz gebucht für <ID_1>, Ebene 2"),
        ("it", "Targa GK 449 TB, la polizza scade il 30/09", "Targa <ID_1>, la polizza scade il 30/09"),
        ("es", "Matrícula 4471 KLM, el coche sigue ahí", "Matrícula <ID_1>, el coche sigue ahí"),
        ("es", "la matrícula 2024 abierta", "la matrícula 2024 abierta"),
        ("de", "Artikelnr. 60211984 ist bei euch ausverkauft", "Artikelnr. 60211984 ist bei euch ausverkauft"),
        ("en", "Meter no. E10Z204418, reading today is 48213.", "Meter no. <ID_1>, reading today is 48213."),
        ("fr", "j'ai acheté un canapé (8811-C-902)", "j'ai acheté un canapé (<ORDER_1>)"),
        ("fr", "https://x.example/activer?cle=Zk8-47uQpW1x9", "https://x.example/activer?cle=<URL_1>"),
        ("es", "El pedido con referencia PV0085018 se ha cancelado", "El pedido con referencia <ORDER_1> se ha cancelado"),
        (
            "en",
            "return two items from R-449201-7, how do I print the label?",
            "return two items from <ORDER_1>, how do I print the label?",
        ),
        ("pt", "WB0338-PT já foi enviada?", "<ORDER_1> já foi enviada?"),
        ("en", "is WH-4400-BK waterproof?", "is WH-4400-BK waterproof?"),
        ("it", "dov'è finito 4309.4402? doveva arrivare ieri", "dov'è finito <ORDER_1>? doveva arrivare ieri"),
        ("nl", "het ordernummer is BK.1031.09", "het ordernummer is <ORDER_1>"),
        ("en", "invoice EUR.1200.50", "invoice EUR.1200.50"),
        ("pl", "gdzie jest SK0356670??", "gdzie jest <ORDER_1>??"),
        ("ru", "Минимальный заказ 1500, у меня вышло 1487", "Минимальный заказ 1500, у меня вышло 1487"),
    ],
)
def test_what_parts_q_and_r_missed(language: str, text: str, expected: str) -> None:
    assert Redactor().redact(text, language=language).text == expected


def test_a_word_stands_in_one_list_for_only_the_first_would_count() -> None:
    lists = (ORDER, TRACKING, ID, HOLDER, ID_IF_MARKED, WEAK_ID)
    counts = Counter(word for words in lists for word in set(words.split()))
    assert [word for word, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("text", ["l'ordine con riferimento PV0085018", "de bestelling met referentie PV0085018"])
def test_a_reference_is_that_of_what_was_spoken_of(text: str) -> None:
    assert redacted(text).endswith("<ORDER_1>")


@pytest.mark.parametrize("text", ["my code is KRTX9W thanks", "KRTX9W"])
def test_a_booking_with_a_single_digit_goes(text: str) -> None:
    assert redacted(text) == text.replace("KRTX9W", "<ORDER_1>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hallo, G-482-RT is total loss verklaard", "hallo, <ID_1> is total loss verklaard"),
        ("B-KL 4471 E steht auf meinem Stellplatz", "<ID_1> steht auf meinem Stellplatz"),
        ("车牌沪A·7K92D", "车牌<ID_1>"),
        ("a ordem 774512 está atrasada", "a ordem <ORDER_1> está atrasada"),
        ("Ihr Reparaturauftrag RA-2024-11873 ist fertig", "Ihr Reparaturauftrag <ORDER_1> ist fertig"),
        ("ile kosztuje przesyłka paczki 60x40x40 do 20 kg", "ile kosztuje przesyłka paczki 60x40x40 do 20 kg"),
        ("https://u.shuma.example/rp?key=Xk82mmQ0s", "https://u.shuma.example/rp?key=<URL_1>"),
        ("https://gas.example/cambio-password/9f2Kd81TTx", "https://gas.example/cambio-password/<URL_1>"),
        ("https://gas.example/activate/iphone15", "https://gas.example/activate/iphone15"),
    ],
)
def test_plates_repairs_sizes_and_short_secrets(text: str, expected: str) -> None:
    assert redacted(text) == expected
