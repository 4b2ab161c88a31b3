import pytest

from training.schedule import Recipe, warm_up_cosine


@pytest.mark.parametrize(("step", "share"), [(0, 0.1), (4, 0.5), (9, 1.0), (10, 1.0), (55, 0.5), (100, 0.0)])
def test_up_in_a_line_then_half_a_cosine(step: int, share: float) -> None:
    assert warm_up_cosine(step, 100, 0.1) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize(("examples", "epochs"), [(10_000, 5), (1_000, 5), (385, 12), (40, 20)])
def test_few_examples_are_gone_through_more_often(examples: int, epochs: int) -> None:
    assert Recipe().epochs_for(examples) == epochs
