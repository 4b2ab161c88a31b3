import csv
from pathlib import Path

import numpy as np
import pytest

from benchmarks.intent import Run, main, public_sets, spreads
from benchmarks.oos import near
from benchmarks.rivals import METHODS, _pairs, read_task
from tests.bases import toy_examples
from training.base_model import resolve_base
from training.examples import read_csv


def test_means_are_taken_over_the_seeds_of_one_set_and_method() -> None:
    runs = [Run("a", "tuned", seed, accuracy, 10.0, 1.0, oos_auroc=0.9) for seed, accuracy in enumerate((0.5, 0.7))]
    found = spreads([*runs, Run("a", "frozen", 0, 0.4, 2.0, 1.0), Run("b", "tuned", 0, 1.0, 2.0, 1.0)])
    assert [(item.data, item.method, item.seeds, item.accuracy) for item in found] == [
        ("a", "tuned", 2, pytest.approx(0.6)),
        ("a", "frozen", 1, 0.4),
        ("b", "tuned", 1, 1.0),
    ]
    assert found[0].deviation == pytest.approx(2**0.5 / 10)
    assert found[0].oos_auroc == pytest.approx(0.9)
    assert found[1].oos_auroc is None
    assert found[1].deviation == 0.0


@pytest.mark.parametrize("arguments", [["--data", "x", "--only", "nothing"], ["--data", "x", "--method", "magic"], []])
def test_what_does_not_exist_is_said_at_once(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert (
        "there is no nothing; there are banking77" in (said := capsys.readouterr().err)
        or "--method takes" in said
        or "--data" in said
    )


def test_the_public_sets() -> None:
    assert [data.name for data in public_sets(Path("x"))] == ["banking77", "banking77-10", "banking77-5", "clinc150"]


def test_near_takes_intents_out_of_training_and_asks_for_them(tmp_path: Path) -> None:
    for name in ("train", "test"):
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows(
                [("text", "intent"), *((f"{name} {number}", f"intent {number % 10}") for number in range(40))]
            )
    trial = near(tmp_path / "train.csv", tmp_path / "test.csv", 0.2, 0, tmp_path)
    trained, inside, outside = ({row.intent for row in read_csv(path)} for path in (trial.train, trial.test, trial.outside))
    assert trained == inside
    assert len(trained) == 8
    assert not trained & outside
    assert len(read_csv(trial.outside)) == 8


def test_pairs_are_half_of_one_intent_and_half_of_two() -> None:
    targets = np.array([0, 0, 1, 1, 2], np.int64)
    pairs = list(_pairs(targets, np.random.default_rng(0)))
    assert len(pairs) == 20 * 2 * 5
    assert all((targets[left] == targets[right]) == (same == 1.0) for left, right, same in pairs)
    assert sum(same for _, _, same in pairs) == 100


@pytest.mark.parametrize(("method", "least"), [("frozen", 0.5), ("setfit", 0.5), ("textbook", 0.2)])
def test_a_rival_learns_from_the_files(method: str, least: float, tiny_base: Path, tmp_path: Path) -> None:
    files = []
    for name, each in (("train", 4), ("test", 8)):
        files.append(tmp_path / f"{name}.csv")
        with files[-1].open("w", newline="") as file:
            csv.writer(file).writerows([("text", "intent"), *((row.text, row.intent) for row in toy_examples(each))])
    base = resolve_base(tiny_base)
    assert METHODS[method](read_task(files[0], files[1], base), base, 0) > least
