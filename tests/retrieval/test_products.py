import pytest

from retrieval.products import products

SAID = (
    "my redmi 10a came but the hair dryers are dead, i want the money and the right order to my address in germany, die bestellung"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We replace the Redmi 10A, not a Galaxy S9.", ["Redmi 10A"]),
        ("The replacement hair dryer arrives soon.", ["hair dryer"]),
        ("I have re-shipped the hair dryer.", ["hair dryer"]),
        ("We keep it. The hair dryers were sent.", ["hair dryers"]),
        ("You get a full refund for the hair dryer within 3 days.", ["hair dryer"]),
        ("The replacement order goes to the correct address.", []),
        ("Wir haben Ihre Bestellung storniert.", []),
        ("The defective kettle is collected.", []),
        ("A hair dryer needs a plug.", []),
    ],
)
def test_the_thing_concerned_is_what_the_customer_named(text: str, expected: list[str]) -> None:
    assert [text[begin:end] for begin, end in products(text, SAID)] == expected
