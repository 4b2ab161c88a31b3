"""Two processes on one CPU, started by torchrun as they would be on two GPUs."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dialogs.progress import silent
from nlu.onnx_encoder import OnnxEncoder
from tests.bases import toy_examples
from tests.console import run
from training.base_model import resolve_base
from training.examples import checked
from training.fine_tune import Tuned, fine_tune
from training.material import prepare
from training.processes import Alone, Processes, Share, share
from training.schedule import Recipe

RECIPE = Recipe(trunk=0.0, encoder_rate=1e-2, head_rate=5e-2, epochs=3, dropout=0.0, hidden=0.0, fewest_steps=0)

TUNE = """
import json
import sys
from pathlib import Path
import training.device
from tests.training.test_processes import tuned
from training.processes import processes

training.device.has_fast_bfloat16 = lambda device: False

base, frozen, work = map(Path, sys.argv[1:])
group = processes()
found = tuned(base, frozen, work, group)
if group.number == 0:
    (work / "found.json").write_text(json.dumps([group.count, found.history, found.head.weight.tolist()]))
group.leave()
"""


def tuned(base: Path, frozen: Path, work: Path, group: Processes) -> Tuned:
    material = prepare(checked(toy_examples(30), "toys"), OnnxEncoder(frozen), 0)
    return fine_tune(material, resolve_base(base), None, work, 0, RECIPE, 0.0, silent, None, group)


class Second(Alone):
    number, count = 1, 2


def two(*command: str | Path) -> str:
    started = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", *map(str, command)]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
    }
    done = subprocess.run(started, capture_output=True, text=True, env=environment, timeout=500)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_shares_make_up_the_batch() -> None:
    assert share([4, 7, 9], Alone()) == Share([4, 7, 9], 1.0)
    assert share([4, 7, 9], Second()) == Share([7], 2 / 3), "its mean counts as one of three, of an average over two"
    assert share([4], Second()) == Share([4], 0.0)


def test_two_tune_what_one_would(tiny_base: Path, tiny_frozen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without dropout the averaged gradients are the batch's own, up to rounding, which bfloat16 would make visible."""
    monkeypatch.setattr("training.device.has_fast_bfloat16", lambda device: False)
    (tmp_path / "tune.py").write_text(TUNE, encoding="utf-8")
    two(tmp_path / "tune.py", tiny_base, tiny_frozen, tmp_path)
    count, history, weight = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    alone = tuned(tiny_base, tiny_frozen, tmp_path / "alone", Alone())
    assert count == 2
    assert [loss for _, loss in history] == pytest.approx([loss for _, loss in alone.history], rel=1e-3)
    assert weight == pytest.approx(alone.head.weight, abs=1e-2)


def test_one_version_comes_of_it(tiny_base: Path, tmp_path: Path) -> None:
    examples = tmp_path / "toys.csv"
    with examples.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("text", "intent"), *((row.text, row.intent) for row in toy_examples(30))])
    script = tmp_path / "firstline.py"
    script.write_text("from bot.cli.app import main\n\nmain()\n", encoding="utf-8")
    home = tmp_path / "home"
    said = two(script, "train", "--examples", examples, "--base", tiny_base, "--home", home, "--json")
    report = json.loads(said)
    assert [row["version"] for row in run(home, "models", "list", "--json").json_lines] == [report["version"]]
    assert report["accuracy"] > 0.6
    assert [path.name for path in (home / "models").iterdir() if path.name.startswith(".")] == []
