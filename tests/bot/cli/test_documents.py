from pathlib import Path

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
