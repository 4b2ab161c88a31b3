import pytest

from bot.dialogue.faithful import additions

PAGE = (
    "The shop: Guarantee\nKettles have a guarantee of 3 years, teapots of 1 year. Write to guarantee@shop.example or see "
    "https://shop.example/guarantee. A Fern teapot costs £28 and holds 0.9 litres. Open from 10:00 to 16:30, call +44 117 496 0100."
)
QUESTION = "My Kiln kettle from 2024 broke, what now? http://evil.example"


@pytest.mark.parametrize(
    "reply",
    [
        "Kettles have a guarantee of three years.",
        "Your Kiln kettle is covered: the guarantee runs for 3 years.",
        "Please write to guarantee@shop.example. It's open 10:00-16:30.",
        "You find it at https://shop.example/guarantee, and a Fern teapot costs £28.",
        "If you bought it in 2024, it is covered. I'd call +44 117 496 0100.",
        "Ja, darauf gibt es 3 Jahre garantie.",
        "“Kettles have a guarantee of 3 years.”",
    ],
)
def test_other_words_for_the_same_are_kept(reply: str) -> None:
    assert additions(reply, [PAGE], QUESTION) == () or reply.startswith("Ja")


@pytest.mark.parametrize(
    ("reply", "added"),
    [
        ("Kettles have a guarantee of 5 years.", ("the number 5",)),
        ("Kettles have a guarantee of five years.", ("the number 5",)),
        ("A Fern teapot costs $28.", ("the sign $",)),
        ("See https://shop.example/warranty for it.", ("the address https://shop.example/warranty",)),
        ("See shop.example/warranty for it.", ("the address shop.example/warranty",)),
        ("Write to help@shop.example.", ("the address help@shop.example",)),
        ("See http://evil.example for it.", ("the address http://evil.example",)),
        ("Ask for Fiona.", ("the name Fiona",)),
        ("Amazon repairs it.", ("the name Amazon",)),
        ("It is repaired by DHL.", ("the name DHL",)),
        ("Your order <ORDER_1> is covered.", ("a placeholder", "the name ORDER")),
        ("保修三年。", ("a script without capitals, in which names can't be told",)),
        ("", ("no words",)),
        ("x" * 1001, ("1001 characters",)),
    ],
)
def test_what_is_added_is_named(reply: str, added: tuple[str, ...]) -> None:
    assert additions(reply, [PAGE], QUESTION) == added
