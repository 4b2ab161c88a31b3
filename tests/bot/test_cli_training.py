"""train, evaluate and models, as typed."""

import csv
from pathlib import Path
from typing import Any

import pytest

from nlu.manifest import read_manifest
from tests.bases import toy_examples
from tests.console import firstline, run


def write_csv(path: Path, rows: list[tuple[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("text", "intent"), *rows])
    return path


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(tmp_path_factory.mktemp("toys") / "toys.csv", [(row.text, row.intent) for row in toy_examples()])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, toys: Path, tiny_base: Path) -> Path:
    """A home with two versions, the second live."""
    folder = tmp_path_factory.mktemp("home") / "home"
    for seed in ("0", "1"):
        firstline(folder, "train", "--examples", toys, "--base", tiny_base, "--quick", "--seed", seed)
        newest = run(folder, "models", "list", "--json").json_lines[0]["version"]
        firstline(folder, "models", "promote", newest)
    return folder


def listed(home: Path) -> list[Any]:
    return run(home, "models", "list", "--json").json_lines


def test_train_reports(tmp_path: Path, toys: Path, tiny_base: Path) -> None:
    report = firstline(tmp_path / "home", "train", "--examples", toys, "--base", tiny_base, "--quick")
    assert (report["classes"], report["examples"], report["heldout"], report["base"], report["live"]) == (3, 60, 12, "tiny", True)
    assert {"version", "accuracy", "macro_f1", "ece", "cpu_seconds", "seconds", "reason", "warnings"} <= set(report)
    assert [row["version"] for row in listed(tmp_path / "home")] == [report["version"]]


def test_train_adapts_the_base_to_a_files_messages(tmp_path: Path, toys: Path, tiny_base: Path) -> None:
    """Only to those that do not judge it: the twelve held-out texts are among the messages."""
    log = tmp_path / "log.txt"
    log.write_text("\n".join(row.text for row in toy_examples(40)) + "\n", encoding="utf-8")
    report = firstline(tmp_path / "home", "train", "--examples", toys, "--base", tiny_base, "--quick", "--adapt", log)
    assert report["base"].startswith("tiny, adapted ")
    kept = [path.name for path in (tmp_path / "home" / "models").iterdir() if path.is_dir()]
    assert sorted(name.split("-")[0] for name in kept if name != report["version"]) == ["adapted", "base"]
    few = tmp_path / "few.csv"
    few.write_text("text\n" + "\n".join(row.text for row in toy_examples(36)) + "\n", encoding="utf-8")
    outcome = run(tmp_path / "home", "train", "--examples", toys, "--base", tiny_base, "--quick", "--adapt", few)
    assert "there are 96 texts to adapt the base to, and 100 are needed" in outcome.err
    assert run(tmp_path / "home", "train", "--examples", toys, "--adapt", "--quick").code == 1, "the record holds no messages"


def test_train_says_what_it_left_out(tmp_path: Path, tiny_base: Path) -> None:
    rows = [(row.text, row.intent) for row in toy_examples()] + [("", "refund"), ("both", "refund"), ("both", "delivery")]
    path = write_csv(tmp_path / "odd.csv", rows)
    outcome = run(tmp_path / "home", "train", "--examples", path, "--base", tiny_base, "--quick", "--json")
    assert outcome.code == 0
    assert (
        'warning: 1 texts stand under several intents and were left out: "both" (row 63: refund, row 64: delivery)' in outcome.err
    )
    assert outcome.json["warnings"][0] == "1 rows without text or intent left out: rows 62"


def test_train_redacts_like_the_bot_does(tmp_path: Path, tiny_base: Path) -> None:
    """A model trained on redacted texts: an e-mail address is never learned, and its held-out hashes are those of redacted texts."""
    from dialogs.text_hash import text_hash

    rows = [(f"{row.text} write to person{number}@example.com", row.intent) for number, row in enumerate(toy_examples())]
    report = firstline(
        tmp_path / "home", "train", "--examples", write_csv(tmp_path / "a.csv", rows), "--base", tiny_base, "--quick"
    )
    expected = {text_hash(f"{row.text} write to <EMAIL_1>") for row in toy_examples()}
    assert set(read_manifest(tmp_path / "home" / "models" / report["version"]).heldout) <= expected


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train"], "holds no labelled examples to learn from; run `firstline discover --accept`"),
        (["train", "--examples", "none.csv"], "there is no file none.csv"),
        (["train", "--examples", "TOYS", "--base", "no-such/base"], "there is no folder 'no-such/base'"),
        (["evaluate", "TOYS"], "no model is live yet; run `firstline train`"),
        (["models", "show"], "no model is live yet"),
        (["models", "promote", "v9"], "there is no model version 'v9'"),
        (["models", "rollback"], "no model is live yet"),
    ],
)
def test_what_can_not_be_done_says_what_to_do(
    tmp_path: Path, toys: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    outcome = run(tmp_path / "home", *[str(toys) if part == "TOYS" else part for part in arguments])
    assert outcome.code == 1
    assert outcome.out == ""
    assert words in outcome.err
    assert outcome.err.count("\n") == 1


def test_evaluate(home: Path, toys: Path, tmp_path: Path) -> None:
    outside = write_csv(tmp_path / "oos.csv", [("will it rain tomorrow", "oos"), ("👍", "oos")])
    found = firstline(home, "evaluate", toys, "--oos", outside, "--plots", tmp_path / "plots")
    assert 0.8 < found["accuracy"] <= 1.0
    assert found["examples"] == 60
    assert set(found["per_intent"]) == {"refund", "delivery", "password"}
    assert found["oos_recall"] >= 0.5, "an emoji is out of scope"
    assert 0 <= found["in_scope_rejected"] < 0.5
    assert found["oos_auroc"] > 0.5
    assert sorted(path.name for path in (tmp_path / "plots").iterdir()) == ["confidence.png", "confusion.png", "reliability.png"]


def test_evaluate_reports_intents_it_does_not_know(home: Path, tmp_path: Path) -> None:
    found = firstline(home, "evaluate", write_csv(tmp_path / "t.csv", [("refund money", "refund"), ("what", "invoices")]))
    assert found["unknown_intents"] == ["invoices"]
    assert found["per_intent"]["invoices"]["recall"] == 0.0
    assert (found["oos_auroc"], found["oos_recall"]) == (None, None)


def test_evaluate_of_a_version(home: Path, toys: Path) -> None:
    older = listed(home)[1]
    assert firstline(home, "evaluate", toys, "--version", older["version"])["version"] == older["version"]


def test_models_list_and_show(home: Path) -> None:
    newest, older = listed(home)
    assert (newest["kind"], newest["status"], older["status"]) == ("intent", "live", "retired")
    shown = firstline(home, "models", "show")
    assert (shown["version"], shown["labels"], shown["seed"]) == (newest["version"], ["delivery", "password", "refund"], 1)
    assert firstline(home, "models", "show", older["version"])["seed"] == 0
    assert newest["version"] in run(home, "models", "list").out
    lines = run(home, "models", "show").out.splitlines()
    assert any(line.startswith("metrics.robustness.typos ") for line in lines)


def test_rollback_and_promote(home: Path) -> None:
    newest, older = (row["version"] for row in listed(home))
    assert firstline(home, "models", "rollback")["version"] == older
    assert [row["status"] for row in listed(home)] == ["retired", "live"]
    assert "no version before" in run(home, "models", "rollback").err
    assert firstline(home, "models", "promote", newest)["status"] == "live"
    assert [row["status"] for row in listed(home)] == ["live", "retired"]


def test_a_damaged_version_is_refused_and_the_live_one_stays(home: Path) -> None:
    newest, older = (row["version"] for row in listed(home))
    head = home / "models" / older / "head.safetensors"
    good = head.read_bytes()
    head.write_bytes(good[:-1] + b"?")
    outcome = run(home, "models", "promote", older)
    head.write_bytes(good)
    assert outcome.code == 1
    assert "head.safetensors is damaged" in outcome.err
    assert firstline(home, "models", "show")["version"] == newest


def test_train_tries_recipes(tmp_path: Path, tiny_base: Path) -> None:
    rows = [(row.text, row.intent) for row in toy_examples(30)]
    examples = write_csv(tmp_path / "toys.csv", rows)
    report = firstline(tmp_path / "home", "train", "--examples", examples, "--base", tiny_base, "--trials", "2")
    shown = firstline(tmp_path / "home", "models", "show", report["version"])
    assert shown["metrics"]["trials"].keys() == {"accuracy", "before", "done", "pruned", "judges"}
    assert (tmp_path / "home" / "models" / "trials.db").is_file()
    few = write_csv(tmp_path / "few.csv", rows[:10] + rows[-10:])
    outcome = run(tmp_path / "home", "train", "--examples", few, "--base", tiny_base, "--trials", "2", "--json")
    assert outcome.json["warnings"][-1].startswith("no recipe was searched: that needs more than twenty examples an intent")


def test_train_through_adapters_with_a_teacher_and_curves(tmp_path: Path, toys: Path, tiny_base: Path) -> None:
    home = tmp_path / "home"
    first = firstline(home, "train", "--examples", toys, "--base", tiny_base, "--quick")
    options = ["--lora", "4", "--teacher", first["version"], "--log", "tensorboard"]
    report = firstline(home, "train", "--examples", toys, "--base", tiny_base, *options)
    assert report["method"] in ("tuned", "frozen")
    manifest = read_manifest(home / "models" / report["version"])
    assert manifest.settings["teacher"] == first["version"]
    assert manifest.settings["recipe"]["adapter"] == {"kind": "lora", "rank": 4, "rate": 1e-3}
    assert [path.name.startswith("events.") for run in (home / "models" / "runs").iterdir() for path in run.iterdir()] == [True]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--quick", "--lora", "8"], "--quick tunes nothing: leave it out"),
        (["--quick", "--search-pairs", "9000"], "--quick tunes nothing: leave it out"),
        (["--lora", "8", "--adalora", "8"], "--lora and --adalora are two ways to do the same"),
    ],
)
def test_train_options_that_exclude_each_other(tmp_path: Path, toys: Path, options: list[str], words: str) -> None:
    outcome = run(tmp_path / "home", "train", "--examples", toys, *options)
    assert (outcome.code, words in outcome.err) == (2, True)


def test_answers_of_a_tuned_version_are_judged_as_those_of_a_quick_one(
    tmp_path: Path, tiny_base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the untuned reading, from the record to a reply: every question of it calibrates, and the index stays as it was."""
    monkeypatch.setattr("training.fit.FEWEST_TO_JUDGE_BY", 48)
    monkeypatch.setattr("training.fit.SURELY_WORSE", 100.0)
    monkeypatch.setattr("training.train.better", lambda frozen, tuned, targets: tuned)
    home, pairs = tmp_path / "home", tmp_path / "pairs.csv"
    with pairs.open("w", newline="", encoding="utf-8") as file:
        rows = [(row.text, f"This is about your {row.intent}.", row.intent) for row in toy_examples()]
        csv.writer(file).writerows([("question", "answer", "intent"), *rows])
    firstline(home, "import", pairs)
    replies = []
    for options in (["--quick"], []):
        report = firstline(home, "train", "--base", tiny_base, *options)
        firstline(home, "models", "promote", report["version"])
        asked = firstline(home, "ask", "my money back please")
        assert asked["model"] == report["version"]
        replies.append((asked, firstline(home, "index")["embedded"]))
    (quick, _), (tuned, embedded) = replies
    assert (report["method"], embedded) == ("tuned", 0)
    assert [hit["answer_id"] for hit in tuned["hits"]] == [hit["answer_id"] for hit in quick["hits"]]
    for ours, theirs in zip(tuned["hits"], quick["hits"], strict=True):
        assert ours["confidence"] == pytest.approx(theirs["confidence"], abs=0.1)
    assert tuned["intents"] != quick["intents"], "what is told is the tuned version's"
