import pytest

from benchmarks.recipe import changed, few
from training.examples import Example
from training.schedule import ContrastRecipe, Recipe


def test_numbers_of_the_recipe_by_name() -> None:
    assert changed(Recipe(), "hidden=0.3,epochs=4") == Recipe(hidden=0.3, epochs=4)
    assert changed(ContrastRecipe(), "epochs=4") == ContrastRecipe(epochs=4.0)
    assert changed(Recipe(), "") == Recipe()


@pytest.mark.parametrize("change", ["hiden=0.3", "epochs=many", "hidden"])
def test_what_the_recipe_does_not_have_is_said(change: str) -> None:
    with pytest.raises(ValueError, match=r"has no hiden|many|could not convert"):
        changed(Recipe(), change)


def test_so_many_examples_of_every_intent() -> None:
    rows = [Example(f"{intent} {number}", intent, number) for number in range(30) for intent in "ab"]
    drawn = few(rows, 5, 1)
    assert sorted(row.intent for row in drawn) == ["a"] * 5 + ["b"] * 5
    assert drawn == few(rows, 5, 1) != few(rows, 5, 2)
