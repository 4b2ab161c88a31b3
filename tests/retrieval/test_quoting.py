from retrieval.passage import Passage, PassageHit
from retrieval.quoting import extract


def hit(text: str, *cosines: float) -> PassageHit:
    return PassageHit(Passage(1, 1, "Title", (), None, text), 0, cosines, max(cosines), 0, 0, 0, 0)


def test_one_sentence_that_stands_out_is_quoted_alone() -> None:
    assert extract(hit("Dogs are welcome. Cats are not. The door is red.", 0.9, 0.2, 0.1)) == "Dogs are welcome."


def test_sentences_beside_it_that_are_almost_as_near_come_along() -> None:
    assert (
        extract(hit("The door is red. Dogs are welcome. On a lead. Cats are not.", 0.1, 0.8, 0.5, 0.2))
        == "Dogs are welcome. On a lead."
    )


def test_three_sentences_are_the_most() -> None:
    assert extract(hit("One is. Two are. Three are. Four are.", 0.7, 0.7, 0.8, 0.75)) == "Two are. Three are. Four are."


def test_an_item_comes_with_what_announces_it_and_keeps_its_line() -> None:
    text = "Descale it like this:\n- Boil vinegar.\n- Rinse it."
    assert extract(hit(text, 0.2, 0.3, 0.9)) == "- Rinse it."
    assert extract(hit(text, 0.2, 0.9, 0.3)) == "Descale it like this:\n- Boil vinegar."
    assert extract(hit(text, 0.9, 0.1, 0.1)) == "Descale it like this:\n- Boil vinegar."


def test_numbered_steps_stay_steps() -> None:
    assert extract(hit("1. Boil vinegar.\n2. Rinse it.\n3. Dry it.", 0.8, 0.8, 0.8)) == "1. Boil vinegar.\n2. Rinse it.\n3. Dry it."
