import numpy as np
import torch

from training.hard_examples import HARDEST, hard_examples

LOSSES = torch.linspace(0.0, 1.0, 100)


def test_mostly_the_hardest_and_some_others() -> None:
    rows = hard_examples(LOSSES, 50, 0, 2)
    assert rows is not None
    assert (len(rows), len(set(rows))) == (50, 50)
    assert list(rows) == sorted(rows)
    hardest = round(HARDEST * 50)
    assert set(range(100 - hardest, 100)) <= set(rows)


def test_the_others_differ_from_epoch_to_epoch_and_not_from_run_to_run() -> None:
    assert hard_examples(LOSSES, 50, 0, 2) == hard_examples(LOSSES, 50, 0, 2)
    assert hard_examples(LOSSES, 50, 0, 2) != hard_examples(LOSSES, 50, 0, 3)


def test_all_of_them_is_no_choice() -> None:
    assert hard_examples(LOSSES, 100, 0, 0) is None


def test_before_any_loss_is_known_some_are_chosen() -> None:
    rows = hard_examples(torch.zeros(10), 4, 0, 2)
    assert rows is not None
    assert len(set(rows)) == 4
    assert np.isin(rows, range(10)).all()
