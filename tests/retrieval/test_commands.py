"""mine, index and answers as they are typed, over a home with a few dialogs."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from tests.console import firstline, run
from training.frozen import frozen_folder

FREE = "Returns are free of charge within 30 days."


def dialog(name: str, customer: str, *turns: str) -> str:
    roles = ("customer", "agent")
    said = [{"role": roles[number % 2], "content": turn} for number, turn in enumerate(turns)]
    return json.dumps({"id": name, "customer": customer, "turns": said})


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen base, prepared once for all homes of this file."""
    folder = tmp_path_factory.mktemp("models")
    frozen_folder(folder)
    return folder


@pytest.fixture
def home(models: Path, tmp_path: Path) -> Path:
    shutil.copytree(models, tmp_path / "home" / "models")
    log = tmp_path / "log.jsonl"
    log.write_text(
        "\n".join(
            [
                dialog("d1", "anna", "Can I send it back?", FREE),
                dialog("d2", "ben", "is returning free?", f"Hello! {FREE} Have a nice day!"),
                dialog("d3", "cem", "where is your shop?", "Our shop is in Bristol, next to the quay."),
            ]
        )
    )
    firstline(tmp_path / "home", "import", log)
    return tmp_path / "home"


def test_mine_says_what_it_found_in_json_and_in_words(home: Path) -> None:
    report = firstline(home, "mine")
    assert (report["pairs"], report["answers"], report["merged"], report["slots"]) == (3, 2, 0, 0)
    assert report["withheld"] == {"received by too few customers": 1}
    again = run(home, "mine")
    assert again.code == 0
    assert "3 question–answer pairs, 2 answers (0 new): 1 approved" in again.out
    assert "1  received by too few customers" in again.out


def test_index_holds_what_is_approved_and_follows_every_change(home: Path) -> None:
    firstline(home, "mine")
    first = firstline(home, "index")
    assert (first["vectors"], first["added"], first["removed"], first["kind"]) == (2, 2, 0, "flat")
    added = firstline(home, "answers", "add", "We are open on Sunday.", "--question", "open on sunday?", "--intent", "hours")
    assert firstline(home, "index")["added"] == 1
    run(home, "answers", "suspend", str(added["id"]))
    last = firstline(home, "index")
    assert (last["vectors"], last["added"], last["removed"]) == (2, 0, 1)


def test_an_index_of_nothing_says_what_to_do(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models, tmp_path / "home" / "models")
    outcome = run(tmp_path / "home", "index", "--json")
    assert (outcome.code, outcome.json["vectors"]) == (0, 0)
    assert "firstline mine" in outcome.err


def test_a_damaged_index_is_rebuilt(home: Path) -> None:
    firstline(home, "mine")
    firstline(home, "index")
    current = home / "index" / (home / "index" / "CURRENT").read_text()
    (current / "manifest.json").write_text("{")
    assert firstline(home, "index", "--rebuild")["vectors"] == 2


def test_answers_are_listed_one_object_a_line(home: Path) -> None:
    firstline(home, "mine")
    lines = run(home, "answers", "list", "--json").json_lines
    assert [(line["status"], line["text"], line["intent"]) for line in lines] == [
        ("approved", FREE, None),
        ("draft", "Our shop is in Bristol, next to the quay.", None),
    ]
    assert [source["dialog"] for source in lines[0]["sources"]] == ["d1", "d2"]
    drafts = run(home, "answers", "list", "--status", "draft", "--json").json_lines
    assert [line["id"] for line in drafts] == [lines[1]["id"]]
    shown = firstline(home, "answers", "show", str(lines[1]["id"]))
    assert shown["sources"][0]["question"] == "where is your shop?"


def test_a_draft_is_approved_edited_and_expires(home: Path) -> None:
    firstline(home, "mine")
    draft = run(home, "answers", "list", "--status", "draft", "--json").json["id"]
    assert firstline(home, "answers", "approve", str(draft))["status"] == "approved"
    edited = firstline(home, "answers", "edit", str(draft), "--text", "We have moved to Bath.", "--expires", "2020-01-01")
    assert (edited["text"], edited["expires_at"]) == ("We have moved to Bath.", "2020-01-01T00:00:00Z")
    assert firstline(home, "index")["vectors"] == 2


def test_questions_that_staff_type_are_redacted(home: Path) -> None:
    added = firstline(
        home, "answers", "add", "Look at our tracking page.", "--question", "where is order 4812345, mail me at eve@example.org"
    )
    assert added["sources"][0]["question"] == "where is order <ORDER_1>, mail me at <EMAIL_1>"


def test_answers_are_exported_and_imported_again(home: Path, tmp_path: Path) -> None:
    faq = tmp_path / "faq.csv"
    faq.write_text(
        'question,answer,intent\n"Do you ship abroad?","Yes, to the EU.",shipping\n"Ship to France?","Yes, to the EU.",shipping\n'
    )
    assert firstline(home, "answers", "import", faq)["dialogs"] == 2
    out = tmp_path / "out.csv"
    assert firstline(home, "answers", "export", "--out", out)["rows"] == 2
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [(row["question"], row["answer"], row["intent"], row["status"]) for row in rows] == [
        ("Do you ship abroad?", "Yes, to the EU.", "shipping", "approved"),
        ("Ship to France?", "Yes, to the EU.", "shipping", "approved"),
    ]
    printed = list(csv.DictReader(io.StringIO(run(home, "answers", "export").out)))
    assert printed == rows
    other = tmp_path / "other"
    firstline(other, "answers", "import", out)
    assert [line["text"] for line in run(other, "answers", "list", "--json").json_lines] == ["Yes, to the EU."]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("answers", "show", "99"), 1, "there is no answer 99"),
        (("answers", "approve", "99"), 1, "firstline answers list"),
        (("answers", "add", " "), 1, "is empty"),
        (("answers", "approve"), 2, "Missing argument"),
        (("answers", "list", "--status", "lost"), 2, "'lost' is not one of"),
        (("answers", "add", "x", "--expires", "soon"), 2, "does not match"),
    ],
)
def test_mistakes_end_in_one_line_that_helps(tmp_path: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    outcome = run(tmp_path / "home", *arguments)
    assert outcome.code == code
    assert says in outcome.err
    assert "Traceback" not in outcome.err


def test_what_staff_contradict_is_held_back_and_listed_with_both_texts(home: Path, tmp_path: Path) -> None:
    said = [("e1", "2026-01-01", FREE), ("e2", "2026-01-02", FREE), ("e3", "2026-03-01", FREE.replace("30", "60"))]
    rows = []
    for name, day, answer in said:
        turns = [
            {"role": role, "content": text, "at": f"{day}T09:0{minute}:00Z"}
            for minute, (role, text) in enumerate([("customer", "Can I send it back, please?"), ("agent", answer)])
        ]
        rows.append(json.dumps({"id": name, "customer": name, "turns": turns}))
    (tmp_path / "later.jsonl").write_text("\n".join(rows))
    firstline(home, "import", tmp_path / "later.jsonl")
    report = firstline(home, "mine")
    assert [(flag["answer"], flag["reply"], flag["differs"]) for flag in report["contradicted"]] == [
        (FREE, FREE.replace("30", "60"), ["number"])
    ]
    listed = firstline(home, "answers", "list", "--contradicted")
    assert (listed["answer"], listed["dialog"]) == (FREE, "e3")
    assert run(home, "answers", "list", "--status", "suspended").out.count(FREE) == 1
    assert firstline(home, "index")["contradicted"] == []


def test_answers_that_nearly_say_the_same_are_listed(home: Path) -> None:
    first = firstline(home, "answers", "add", "Our shop is next to the quay in Bristol.")
    second = firstline(home, "answers", "add", "Our shop is in Bristol, next to the quay!")
    pair = firstline(home, "answers", "list", "--near-duplicates")
    assert pair["ids"] == [first["id"], second["id"]]
    assert pair["cosine"] > 0.9
