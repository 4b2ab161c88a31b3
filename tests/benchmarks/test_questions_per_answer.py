from benchmarks.questions_per_answer import ASKED, drawn

ROWS = [(f"{intent} {number}", intent) for intent in ("card_lost", "pin_forgotten") for number in range(40)]


def test_known_questions_and_those_asked_are_different_rows_of_the_intent() -> None:
    found = drawn(ROWS, (5,), 0)
    assert [item.answer for item in found] == ["card lost.", "pin forgotten."]
    for item, intent in zip(found, ("card_lost", "pin_forgotten"), strict=True):
        assert (len(set(item.questions)), len(set(item.rephrasings))) == (5, ASKED)
        assert not set(item.questions) & set(item.rephrasings)
        assert all(text.startswith(intent) for text in item.questions + item.rephrasings)


def test_how_many_questions_an_answer_has_is_drawn_by_lot_and_the_same_for_a_seed() -> None:
    sizes = {len(item.questions) for seed in range(20) for item in drawn(ROWS, (1, 24), seed)}
    assert sizes == {1, 24}
    assert drawn(ROWS, (1, 24), 3) == drawn(ROWS, (1, 24), 3)
