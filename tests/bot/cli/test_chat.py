from pathlib import Path

from tests.console import run


def test_a_chat_asks_back_takes_a_number_and_explains(quick_home: Path) -> None:
    outcome = run(quick_home, "chat", stdin="hello\n/why\n/nonsense where is my order\n/new\n/quit\nnever read\n")
    assert outcome.code == 0, outcome.err
    assert "bot> Hello! How can I help you?" in outcome.out
    assert "The whole message is small talk (greeting)." in outcome.out
    assert "A new dialog." in outcome.err
    assert outcome.out.count("bot> ") == 3


def test_the_end_of_input_ends_the_chat(quick_home: Path) -> None:
    assert run(quick_home, "chat", stdin="").code == 0


def test_json_gives_one_object_a_reply(quick_home: Path) -> None:
    outcome = run(quick_home, "chat", "--json", stdin="hello\nthanks\n")
    assert [turn["action"] for turn in outcome.json_lines] == ["chitchat", "chitchat"]
