from nlu.context import in_context


def test_the_message_comes_first_and_the_oldest_last() -> None:
    assert (
        in_context("and if it is broken?", ["hello", "returns?", "30 days.", "ok"])
        == "and if it is broken? | ok | 30 days. | returns?"
    )


def test_a_first_message_is_itself() -> None:
    assert in_context("returns?", []) == "returns?"
