import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from dialogs.database import open_database
from dialogs.tables import Dialog, Message, Turn
from tests.console import firstline, run

CONTRACT = {
    "text", "action", "reply", "answer_id", "confidence", "intent", "intents", "out_of_scope", "hits", "options", "sources", "model", "latency_ms",
}  # fmt: skip


def test_a_question_of_the_shop_is_answered_from_its_dialogs(quick_home: Path) -> None:
    turn = firstline(quick_home, "ask", "Do you ship to Germany?")
    assert set(turn) >= CONTRACT
    assert turn["action"] in ("answer", "clarify")
    assert turn["intent"] == "delivery_countries"
    best = turn["hits"][0]
    assert "Germany" in best["question"] or "ship" in best["question"] or "deliver" in best["question"]
    if turn["action"] == "answer":
        assert turn["sources"][0]["dialog"].startswith("shop-")


def test_each_line_of_a_file_is_a_dialog_of_its_own(quick_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_bytes("hello\r\n\r\n我的包裹在哪里\nשלום לכם, איפה ההזמנה שלי\n😀😀\n".encode())
    outcome = run(quick_home, "ask", "--file", file, "--json")
    assert outcome.code == 0, outcome.err
    turns = outcome.json_lines
    assert [turn["text"] for turn in turns] == ["hello", "", "我的包裹在哪里", "שלום לכם, איפה ההזמנה שלי", "😀😀"]
    assert [turn["action"] for turn in turns] == ["chitchat", "chitchat", "handoff", "handoff", "chitchat"]


def test_a_message_of_100_000_characters_gets_a_turn(quick_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("where is my parcel " * 5_300, encoding="utf-8")
    turn = json.loads(run(quick_home, "ask", "--file", file, "--json").out)
    assert len(turn["text"]) > 100_000
    assert turn["action"] in ("answer", "clarify", "handoff")


def test_a_turn_is_recorded_as_a_trial_and_kept_out_of_the_export(own_home: Path) -> None:
    before = run(own_home, "export").out
    turn = firstline(own_home, "ask", "my mail is ann@mail.example, do you ship to Germany?")
    opened = open_database(f"sqlite:///{own_home / 'firstline.db'}")
    with opened.session() as session:
        row = session.scalars(select(Turn).order_by(Turn.id.desc())).first()
        assert row is not None
        dialog = session.get(Dialog, row.dialog_id)
        said = session.get(Message, row.message_id)
        assert dialog is not None
        assert said is not None
        assert (row.action, row.model, dialog.kind) == (turn["action"], turn["model"], "trial")
        assert said.text == "my mail is <EMAIL_1>, do you ship to Germany?"
    opened.close()
    assert run(own_home, "export").out == before


def test_why_says_what_was_compared(quick_home: Path) -> None:
    words = run(quick_home, "ask", "Do you ship to Germany?", "--why").out
    assert "The intent is delivery_countries with probability" in words
    assert "out-of-scope score" in words
    assert "What weighed for delivery_countries: germany (" in words
    assert "It learned from “" in words


def test_why_as_json_names_words_nearest_examples_and_the_second_choice(quick_home: Path) -> None:
    turn = firstline(quick_home, "ask", "Do you ship to Germany?", "--why")
    explanation = turn["explanation"]
    assert explanation["intent"]["name"] == turn["intent"]
    assert explanation["second"] == turn["intents"][1]
    assert {item["word"] for item in explanation["words"]} == {"do", "you", "ship", "to", "germany"}
    assert explanation["words"][0]["weight"] > explanation["words"][-1]["weight"]
    assert [near["intent"] for near in explanation["nearest"]] == ["delivery_countries"] * 3
    assert explanation["nearest"][0]["cosine"] > 0.6
    assert "explanation" not in firstline(quick_home, "ask", "Do you ship to Germany?")


def test_what_is_said_besides_the_question(quick_home: Path) -> None:
    turn = firstline(quick_home, "ask", "My order 48213 of yesterday has not come, this is terrible!")
    assert turn["entities"][0] == {"kind": "order", "value": "48213", "normal": "48213"}
    assert turn["entities"][1]["kind"] == "date"
    assert (turn["detected_language"], turn["sentiment"]["mood"]) == ("en", "negative")


def test_without_a_model_it_says_what_to_do(tmp_path: Path) -> None:
    outcome = run(tmp_path / "empty", "ask", "hello")
    assert outcome.code == 1
    assert "firstline train" in outcome.err
    assert "Traceback" not in outcome.err


def test_a_changed_byte_in_the_model_is_refused(own_home: Path) -> None:
    folder = own_home / "models" / firstline(own_home, "ask", "hello")["model"]
    file = folder / "encoder.onnx"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.unlink()
    file.write_bytes(content)
    outcome = run(own_home, "ask", "hello")
    assert outcome.code == 1
    assert "encoder.onnx" in outcome.err
    assert "firstline" in outcome.err


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "x", "--file", "y"), ("ask", "--nonsense"), ("nonsense",)])
def test_wrong_usage_exits_with_2(quick_home: Path, arguments: tuple[str, ...]) -> None:
    assert run(quick_home, *arguments).code == 2


def test_answering_imports_neither_the_training_stack_nor_telegram(quick_home: Path) -> None:
    code = (
        "import sys; from bot.cli.app import app; app(['ask', 'Do you ship to Germany?', '--json', '--home', sys.argv[1]], standalone_mode=False);"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'sklearn', 'onnx', 'aiogram', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(quick_home)], capture_output=True, text=True, env=dict(os.environ), check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
