import pytest

from bot.dialogue.slots import accepted, fill, fillers, kind_of, latest, mentioned_last, missing
from bot.dialogue.wording import WORDINGS
from dialogs.redaction import Redactor


def test_a_template_takes_the_customers_latest_value() -> None:
    values = {"<ORDER_1>": "111", "<ORDER_2>": "222", "<EMAIL_1>": "a@b.example"}
    assert fill("Refund of <ORDER_7> to <EMAIL_1>.", ("<ORDER_7>", "<EMAIL_1>"), values) == "Refund of 222 to a@b.example."


def test_two_slots_of_a_kind_need_two_values() -> None:
    slots = ("<ORDER_1>", "<ORDER_2>")
    assert missing(slots, {"<ORDER_1>": "111"}) == ("order",)
    assert fillers(slots, {"<ORDER_1>": "111", "<ORDER_3>": "333"}) == {"<ORDER_1>": "111", "<ORDER_2>": "333"}


def test_slots_of_a_kind_are_filled_in_the_order_of_their_numbers() -> None:
    values = {"<ORDER_1>": "first", "<ORDER_2>": "second"}
    assert fill("<ORDER_10>, then <ORDER_2>", ("<ORDER_10>", "<ORDER_2>"), values) == "second, then first"


def test_a_placeholder_that_is_no_slot_stays() -> None:
    assert fill("<NAME_1> asks about <ORDER_1>", ("<ORDER_1>",), {"<ORDER_1>": "9", "<NAME_1>": "Ann"}) == "<NAME_1> asks about 9"


def test_a_slot_that_is_no_placeholder_is_refused() -> None:
    with pytest.raises(ValueError, match="not a placeholder"):
        kind_of("ORDER")


@pytest.mark.parametrize("language", list(WORDINGS))
@pytest.mark.parametrize("again", [False, True])
def test_a_bare_number_is_the_value_that_the_bot_asked_for_in_every_language(language: str, again: bool) -> None:
    words = WORDINGS[language]
    asked = {kind: f"{words.ask_again} {text}" if again else text for kind, text in words.ask_slot.items()}
    redactor = Redactor()
    for text, taken in (("48213", "48213"), ("it's MB-48213, thanks", "MB-48213"), ("406-1234567-8901234", "406-1234567-8901234")):
        assert redactor.redact(text, previous=asked["order"]).values == {"<ORDER_1>": taken}
    assert redactor.redact("JD014600003828", previous=asked["tracking"]).values == {"<TRACKING_1>": "JD014600003828"}
    for text in ("no idea", "in 24 h", "I bought it in 2024 and then again in 2025"):
        assert redactor.redact(text, previous=asked["order"]).values == {}


def test_what_the_customer_speaks_of_last_fills_the_slot() -> None:
    values = {"<ORDER_1>": "111", "<ORDER_2>": "222"}
    assert list(mentioned_last(values, "back to <ORDER_1>, please")) == ["<ORDER_2>", "<ORDER_1>"]
    assert fill("<ORDER_1>", ("<ORDER_1>",), mentioned_last(values, "back to <ORDER_1>, please")) == "111"
    assert mentioned_last(values, "<EMAIL_9> is not known") == values
    assert latest({**values, "<EMAIL_1>": "a@b.example"}) == {"order": "222", "email": "a@b.example"}


def test_an_order_number_must_look_like_the_teams_own() -> None:
    values = {"<ORDER_1>": "111", "<ORDER_2>": "MB-222", "<EMAIL_1>": "a@b.example"}
    assert accepted(values, (r"^MB-\d+$",)) == {"<ORDER_2>": "MB-222", "<EMAIL_1>": "a@b.example"}
    assert accepted(values, ()) == values
