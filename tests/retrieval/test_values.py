import pytest

from retrieval.values import with_slots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We come tomorrow between 2 PM and 4 PM.", "We come <DATE_1>."),
        ("It left on 15th August and arrives on Tuesday, October 29th.", "It left on <DATE_1> and arrives on <DATE_2>."),
        ("The refund of Rs. 2,500 left; Rs. 2,500 is all.", "The refund of <AMOUNT_1> left; <AMOUNT_1> is all."),
        ("You get a 15% discount.", "You get a <AMOUNT_1> discount."),
        ("The reference is AMZN493827492.", "The reference is <ID_1>."),
        ("Quote [Reference Number] on [insert delivery date].", "Quote <ID_1> on <DATE_1>."),
        ("It takes 3 to 5 working days.", "It takes 3 to 5 working days."),
        ("It comes by Friday morning.", "It comes by <DATE_1>."),
        ("It can't be there by 10 AM tomorrow.", "It can't be there <DATE_1>."),
        ("It won't be there by tomorrow.", "It won't be there by tomorrow."),
        ("The [Percentage]% refund goes to [Neighbor's Name].", "The <AMOUNT_1> refund goes to <NAME_1>."),
        ("It was signed for by 'Singh'.", "It was signed for by '<NAME_1>'."),
        ("The parcel is at our sorting center in Delhi.", "The parcel is at our sorting center in <PLACE_1>."),
        (
            "I changed the address to Flat No. 2, Rose Court, Pune 411001. It ships now.",
            "I changed the address to <PLACE_1>. It ships now.",
        ),
        ("<ORDER_1> comes on <DATE_1> or May 3rd.", "<ORDER_1> comes on <DATE_1> or <DATE_2>."),
    ],
)
def test_values_become_slots(text: str, expected: str) -> None:
    assert with_slots(text, []) == expected


def test_a_product_is_what_the_customer_named() -> None:
    said = ["my redmi 10a is broken", "i bought it in delhi"]
    assert with_slots("We replace the Redmi 10A, not a Galaxy S9.", said) == "We replace the <PRODUCT_1>, not a Galaxy S9."
    assert with_slots("Amazon replaces it.", said) == "Amazon replaces it."
