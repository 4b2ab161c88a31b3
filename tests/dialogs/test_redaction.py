import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.detectors.names import names_said
from dialogs.errors import UnusablePattern
from dialogs.redaction import Redactor
from tests.dialogs.redacting import PLAIN, redacted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to john.doe+shop@mail.example.co.uk.", "write to <EMAIL_1>."),
        ("anna(at)firma.de oder <bob@x.org>", "<EMAIL_1> oder <<EMAIL_2>>"),
        ("почта: иван@почта.рф", "почта: <EMAIL_1>"),
        ("follow @shop and npm i pkg@1.2.3", "follow @shop and npm i pkg@1.2.3"),
        ("two @ 5 each", "two @ 5 each"),
    ],
)
def test_emails(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call +1 (212) 555-0123 now", "call <PHONE_1> now"),
        ("or 0049 30 901820", "or <PHONE_1>"),
        ("+49 30 901820 +49 30 901821", "<PHONE_1> <PHONE_2>"),
        ("call 415-555-0132", "call <PHONE_1>"),
        ("my number is 9876543210", "my number is <PHONE_1>"),
        ("Мой телефон 8 (916) 123-45-67, звоните", "Мой телефон <PHONE_1>, звоните"),
        ("我的手机13812345678", "我的手机<PHONE_1>"),
        ("هاتفي ٠٥٠١٢٣٤٥٦٧", "هاتفي <PHONE_1>"),
        ("it costs 1 234 567 rupees", "it costs 1 234 567 rupees"),
        ("on 12.05.2024 10:30 and 2024-01-31", "on 12.05.2024 10:30 and 2024-01-31"),
        ("model 123456789 and item 5551234567", "model 123456789 and item 5551234567"),
        ("paid 9876543210 rupees", "paid 9876543210 rupees"),
    ],
)
def test_phones(text: str, expected: str) -> None:
    assert redacted(text) == expected


def test_national_phones_follow_the_region_or_the_language() -> None:
    text = "Sie erreichen mich: 030 901820"
    assert redacted(text, region="DE") == "Sie erreichen mich: <PHONE_1>"
    assert redacted(text, language="de") == "Sie erreichen mich: <PHONE_1>"
    assert redacted("06 12 34 56 78", language="fr") == "<PHONE_1>"
    assert Redactor(region="IN").redact("98765 43210 works").text == "<PHONE_1> works"
    assert redacted("98765 43210 works", region="US") == "98765 43210 works"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("card 4111 1111 1111 1111 declined", "card <CARD_1> declined"),
        ("5555-5555-5555-4444", "<CARD_1>"),
        ("378282246310005", "<CARD_1>"),
        ("4111 1111 1111 1112", "4111 1111 1111 1112"),
        ("4111111111111112", "4111111111111112"),
        ("IBAN DE89 3704 0044 0532 0130 00 please", "IBAN <IBAN_1> please"),
        ("gb29nwbk60161331926819", "<IBAN_1>"),
        ("IBAN DE88 3704 0044 0532 0130 00", "IBAN DE88 3704 0044 0532 0130 00"),
    ],
)
def test_cards_and_ibans_must_prove_themselves(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 192.168.0.12 and 2001:db8::ff00:42:8329", "from <IP_1> and <IP_2>"),
        ("version 10.2.3.4 at 10:30:45", "version 10.2.3.4 at 10:30:45"),
        ("999.1.1.1", "999.1.1.1"),
        ("https://shop.example/orders?page=2", "https://shop.example/orders?page=2"),
        ("https://u:pw@shop.example/x?token=abc123&x=1", "https://<URL_1>@shop.example/x?token=<URL_2>&x=1"),
        ("https://shop.example/reset/8f7a6b5c4d3e2f1a0b9c.", "https://shop.example/reset/<URL_1>."),
        ("https://shop.example/sale?code=SAVE10", "https://shop.example/sale?code=SAVE10"),
    ],
)
def test_addresses(text: str, expected: str) -> None:
    assert redacted(text) == expected


def test_patterns_of_a_teams_own_numbers_need_no_name() -> None:
    redactor = Redactor(order_patterns=(r"\bSHOP-(\d{4})\b",), id_patterns=(r"\bK\d{3}\b",))
    assert redactor.redact("SHOP-1234 of K007").text == "SHOP-<ORDER_1> of <ID_1>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to help@shop.example or to eve@mail.example.", "Write to help@shop.example or to <EMAIL_1>."),
        ("HELP@shop.example", "HELP@shop.example"),
        ("help@shop.example.org and nohelp@shop.example", "<EMAIL_1> and <EMAIL_2>"),
        ("Call +44 (20) 7946-0000, or 0044 20 79460000", "Call +44 (20) 7946-0000, or 0044 20 79460000"),
        ("my phone is +44 20 7946 0001", "my phone is <PHONE_1>"),
        ("DE89 3704 0044 0532 0130 00 is ours", "DE89 3704 0044 0532 0130 00 is ours"),
    ],
)
def test_a_teams_own_contact_details_stay(text: str, expected: str) -> None:
    redactor = Redactor(public_values=("help@shop.example", "+44 20 7946 0000", "DE89 3704 0044 0532 0130 00"))
    assert redactor.redact(text).text == expected


def test_a_pattern_that_is_no_regular_expression_is_named() -> None:
    with pytest.raises(UnusablePattern, match=r"id_patterns holds 'K\(', which is no regular expression \(missing \)"):
        Redactor(id_patterns=("K(",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi ALICE, alice johnson here", "Hi <NAME_1>, <NAME_1> here"),
        ("Alicex and malice", "Alicex and malice"),
        ("I will ask Will", "I will ask <NAME_2>"),
        ("Support Team says hi", "Support Team says hi"),
        ("张伟您好", "<NAME_1>您好"),
    ],
)
def test_names(text: str, expected: str) -> None:
    names = ("张伟",) if "张" in text else ("Alice Johnson", "Will", "Support Team")
    result = PLAIN.redact(text, {"<NAME_1>": "Alice Johnson"} if "Will" in expected or "NAME_2" in expected else {}, names).text
    assert result == expected


def test_the_same_value_has_the_same_number_within_a_dialog() -> None:
    first = PLAIN.redact("order 55512, mail A@x.org")
    second = PLAIN.redact("mail a@X.org or b@x.org about 55512 and order #77789", first.values)

    assert first.text == "order <ORDER_1>, mail <EMAIL_1>"
    assert second.text == "mail <EMAIL_1> or <EMAIL_2> about <ORDER_1> and order #<ORDER_2>"
    assert second.values == {"<ORDER_1>": "55512", "<EMAIL_1>": "A@x.org", "<EMAIL_2>": "b@x.org", "<ORDER_2>": "77789"}


def test_placeholders_stay_and_their_numbers_are_not_given_again() -> None:
    result = PLAIN.redact("<ORDER_4> again, order 998877 and <EMAIL_2> x@y.org")
    assert result.text == "<ORDER_4> again, order <ORDER_5> and <EMAIL_2> <EMAIL_3>"
    assert result.values == {"<ORDER_5>": "998877", "<EMAIL_3>": "x@y.org"}


def test_what_holds_nothing_personal_comes_back_as_it_is() -> None:
    known = {"<ORDER_1>": "55512"}
    result = PLAIN.redact("thanks, that's all 👍", known)
    assert (result.text, result.values) == ("thanks, that's all 👍", known)


PIECES = st.sampled_from(
    [
        "order 6543219870",
        "a@b.org",
        "+49 30 901820",
        "4111 1111 1111 1111",
        "10.0.0.1",
        "<ORDER_1>",
        "https://x.org/?token=abcd1234",
        "hi",
        "#",
        "12",
        "-",
        "订单号",
        "é",
    ]
)


@given(st.lists(PIECES | st.text(max_size=8), max_size=8).map(" ".join))
def test_redacting_twice_changes_nothing(text: str) -> None:
    once = PLAIN.redact(text).text
    assert PLAIN.redact(once).text == once


@given(st.lists(PIECES | st.text(max_size=8), max_size=8).map(" ".join))
def test_the_values_give_the_text_back(text: str) -> None:
    result = PLAIN.redact(text)
    restored = result.text
    for placeholder, value in result.values.items():
        assert value in text
        restored = restored.replace(placeholder, value)
    assert restored.replace("-", "") != "" or text.replace("-", "") == ""


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "1 " * 50_000, "a@" * 50_000, "order " * 20_000 + "1", "http://" + "a1/" * 30_000, "-1" * 50_000]
)
def test_hostile_texts_end(text: str) -> None:
    assert len(PLAIN.redact(text).text) <= len(text)


def test_of_the_names_of_a_dialog_those_are_looked_for_that_it_may_hold() -> None:
    names = ("Anna Lindqvist", "Bo Ek", "Max Will")
    assert names_said(names, ["Hello,", "ANNA here", "we will see"]) == [set(), {"Anna Lindqvist"}, {"Max Will"}]
    assert names_said(names, ["Hello,", "there"]) == [set(), set()]


@pytest.mark.parametrize("around", ["{}, hello", "hello {}", "re{}", "{}_x", "{}{}", "{} and {}!"])
def test_a_name_is_found_in_ascii_as_it_is_beside_other_letters(around: str) -> None:
    text = around.replace("{}", "Alice")
    beside = redacted(f"{text} é", names=("Alice Johnson",))
    assert redacted(text, names=("Alice Johnson",)) == beside.removesuffix(" é")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Was ist mit 4088-12973?", "Was ist mit <ORDER_1>?"),
        ("Die Nummer lautet 88120-3345", "Die Nummer lautet <ORDER_1>"),
        ("17-88820-41 steht auf Versand", "<ORDER_1> steht auf Versand"),
        ("030 28471906 geht immer", "<PHONE_1> geht immer"),
        ("176 3048 1927 geht immer", "<PHONE_1> geht immer"),
        ("ruf an: 88120-3345", "ruf an: <PHONE_1>"),
    ],
)
def test_a_phone_number_that_nothing_names_is_written_as_the_plan_writes_them(text: str, expected: str) -> None:
    assert redacted(text, language="de") == expected


def test_a_number_given_to_be_called_at_is_a_phone_number() -> None:
    assert redacted("9876543210. One hour.", previous="What is the best number to reach you on?") == "<PHONE_1>. One hour."


def test_the_words_behind_a_tracking_number_make_no_iban_of_it() -> None:
    assert redacted("O rastreio NL597245625BR parou em Curitiba") == "O rastreio <TRACKING_1> parou em Curitiba"


def test_a_url_ends_where_chinese_goes_on_without_a_space() -> None:
    text = "链接https://u.shop.example/verify?token=Qd82kLm0Zx91打不开"
    assert redacted(text) == "链接https://u.shop.example/verify?token=<URL_1>打不开"


def test_a_short_key_in_a_url_is_known_by_its_letters_and_digits() -> None:
    assert redacted("https://shop.example/a?key=Zk29dLq0vM") == "https://shop.example/a?key=<URL_1>"
    assert redacted("https://shop.example/a?code=SPRING2024") == "https://shop.example/a?code=SPRING2024"
