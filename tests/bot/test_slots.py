import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.slots import fill, fillers, kind_of, missing, take_bare_value
from dialogs.record import Redacted


def test_a_template_takes_the_customers_latest_value() -> None:
    values = {"<ORDER_1>": "111", "<ORDER_2>": "222", "<EMAIL_1>": "a@b.example"}
    assert fill("Refund of <ORDER_7> to <EMAIL_1>.", ("<ORDER_7>", "<EMAIL_1>"), values) == "Refund of 222 to a@b.example."


def test_two_slots_of_a_kind_need_two_values() -> None:
    slots = ("<ORDER_1>", "<ORDER_2>")
    assert missing(slots, {"<ORDER_1>": "111"}) == ("order",)
    assert fillers(slots, {"<ORDER_1>": "111", "<ORDER_3>": "333"}) == {"<ORDER_1>": "111", "<ORDER_2>": "333"}


def test_numbers_sort_as_numbers() -> None:
    values = {"<ORDER_2>": "two", "<ORDER_10>": "ten"}
    assert fill("<ORDER_1>", ("<ORDER_1>",), values) == "ten"


def test_a_placeholder_that_is_no_slot_stays() -> None:
    assert fill("<NAME_1> asks about <ORDER_1>", ("<ORDER_1>",), {"<ORDER_1>": "9", "<NAME_1>": "Ann"}) == "<NAME_1> asks about 9"


def test_a_slot_that_is_no_placeholder_is_refused() -> None:
    with pytest.raises(ValueError, match="not a placeholder"):
        kind_of("ORDER")


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("48213", "48213"),
        ("it's MB-48213, thanks", "MB-48213"),
        ("406-1234567-8901234", "406-1234567-8901234"),
        ("no idea", None),
        ("in 24 h", None),
        ("well I bought it in 2024 and then again in 2025 and nobody could tell me why", None),
        ("<ORDER_1> of 2024", None),
    ],
)
def test_a_bare_number_is_the_value_that_was_asked_for(text: str, taken: str | None) -> None:
    redacted = take_bare_value(Redacted(text, {}), "order")
    assert redacted.values == ({} if taken is None else {"<ORDER_1>": taken})
    assert (taken is None) or taken not in redacted.text


def test_a_second_value_gets_the_next_number() -> None:
    redacted = take_bare_value(Redacted("48213", {"<ORDER_1>": "777"}), "order")
    assert (redacted.text, redacted.values) == ("<ORDER_2>", {"<ORDER_1>": "777", "<ORDER_2>": "48213"})


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at_for_a_value(text: str) -> None:
    redacted = take_bare_value(Redacted(text, {}), "order")
    assert all(value in text for value in redacted.values.values())
