import pytest

from training.schedule import Recipe, warm_up_cosine


@pytest.mark.parametrize(("step", "share"), [(0, 0.1), (4, 0.5), (9, 1.0), (10, 1.0), (55, 0.5), (100, 0.0)])
def test_up_in_a_line_then_half_a_cosine(step: int, share: float) -> None:
    assert warm_up_cosine(step, 100, 0.1) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize(("examples", "epochs"), [(10_000, 7), (1_000, 7), (385, 12), (40, 20)])
def test_few_examples_are_gone_through_more_often(examples: int, epochs: int) -> None:
    assert Recipe().epochs_for(examples) == epochs


@pytest.mark.parametrize(("epoch", "seen"), [(0, 10_000), (1, 10_000), (2, 5_000), (6, 5_000)])
def test_later_epochs_see_half_of_many_examples(epoch: int, seen: int) -> None:
    assert Recipe().seen_in(epoch, 10_000) == seen


def test_every_epoch_sees_all_of_few_examples() -> None:
    assert [Recipe().seen_in(epoch, 385) for epoch in (0, 11)] == [385, 385]


def test_steps_add_up() -> None:
    recipe = Recipe()
    assert recipe.steps(10_000) == 2 * 313 + 5 * 157
    assert [recipe.steps(10_000, epochs) for epochs in (0, 2, 3)] == [0, 626, 783]


def test_few_examples_tune_the_upper_half_of_the_layers() -> None:
    assert [Recipe().for_examples(count).trunk for count in (600, 10_000)] == [0.5, 0.0]
    assert Recipe(trunk=0.8).for_examples(600).trunk == 0.8
