import json
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from dialogs.database import open_database
from dialogs.tables import Turn
from tests.console import firstline, run

HELP = Path(__file__).parents[3] / "examples" / "shop" / "help"


def test_help_pages_are_imported_listed_and_removed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    report = firstline(home, "documents", "import", HELP, "--link", "https://mossandbramble.example/help")
    assert (report["added"], report["changed"], report["unchanged"], report["rejected"]) == (6, 0, 0, [])
    assert firstline(home, "documents", "import", HELP, "--link", "https://mossandbramble.example/help")["unchanged"] == 6
    listed = run(home, "documents", "list", "--json").json_lines
    assert [card["link"].rpartition("/")[2] for card in listed] == [
        "account-and-privacy", "kettles", "ordering-extras", "shop-and-events", "sourcing", "tea-making",
    ]  # fmt: skip
    removed = firstline(home, "documents", "remove", str(listed[0]["id"]))
    assert removed == {"documents": 1, "passages": listed[0]["passages"]}
    assert len(run(home, "documents", "list", "--json").json_lines) == 5


def test_what_can_not_be_read_is_said_in_one_line(tmp_path: Path) -> None:
    empty = tmp_path / "empty.md"
    empty.touch()
    outcome = run(tmp_path / "home", "documents", "import", empty)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == f"firstline: no document could be read: {empty}: the file is empty; export the page again\n"
    assert run(tmp_path / "home", "documents", "import", empty, "--link", "shop.example").code == 2


def test_a_question_without_an_answer_is_answered_from_a_page_and_traced(own_home: Path) -> None:
    question = "Who is your data protection officer?"
    assert firstline(own_home, "ask", question)["action"] != "answer"
    firstline(own_home, "documents", "import", HELP, "--link", "https://mossandbramble.example/help")
    index = firstline(own_home, "index")
    assert index["passages"] == 39
    turn = firstline(own_home, "ask", question)
    assert (turn["action"], turn["answer_id"], turn["sources"]) == ("answer", None, [])
    assert turn["link"] == "https://mossandbramble.example/help/account-and-privacy#who-is-responsible"
    assert turn["passages"][0]["section"] == ["Who is responsible"]
    assert turn["reply"].startswith("Our data protection officer is Ines Carrow.")
    assert "is quoted, with confidence" in run(own_home, "ask", question, "--why").out
    assert firstline(own_home, "ask", "what's the weather going to be like tomorrow")["passages"] == []
    opened = open_database(f"sqlite:///{own_home / 'firstline.db'}")
    with opened.session(read_only=True) as session:
        row = session.scalars(select(Turn).order_by(Turn.id)).all()[-2]
        assert (row.action, row.answer_id) == ("answer", None)
        assert row.details["passages"][0]["link"] == turn["link"]
    opened.close()
    for card in run(own_home, "documents", "list", "--json").json_lines:
        firstline(own_home, "documents", "remove", str(card["id"]))
    assert firstline(own_home, "index")["passages"] == 0
    assert firstline(own_home, "ask", question)["action"] != "answer"


def test_quoting_imports_no_training_stack(own_home: Path) -> None:
    firstline(own_home, "documents", "import", HELP)
    firstline(own_home, "index")
    code = (
        "import sys; from bot.cli.app import app;"
        "app(['ask', 'Who is your data protection officer?', '--json', '--home', sys.argv[1]], standalone_mode=False);"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'sklearn', 'onnx', 'lxml', 'pypdf', 'docx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(own_home)], capture_output=True, text=True, check=True)
    said, loaded = done.stdout.splitlines()
    assert json.loads(said)["passages"]
    assert loaded == "[]"
