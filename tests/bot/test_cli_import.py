"""`firstline import` and its kin from the outside: what comes in, what is said, how it exits."""

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from bot.cli.app import app
from dialogs.database import open_database
from dialogs.schema import revisions

GOOD = '{"id": "a", "turns": [{"role": "user", "content": "hello"}, {"role": "agent", "content": "good day"}]}'
OTHER = '{"id": "b", "turns": [{"role": "user", "content": "bye"}]}'


@dataclass
class Shell:
    home: Path
    folder: Path

    def run(self, *arguments: str, stdin: bytes = b"") -> Result:
        """Without --json; whatever goes wrong must end in one line on stderr, not in a traceback."""
        result = CliRunner().invoke(app, [*arguments, "--home", str(self.home)], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    def json(self, *arguments: str, stdin: bytes = b"") -> Any:
        result = self.run(*arguments, "--json", stdin=stdin)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def failure(self, *arguments: str, code: int = 1) -> str:
        result = self.run(*arguments)
        assert result.exit_code == code, result.output
        assert result.stdout == ""
        if code == 1:
            assert result.stderr.count("\n") == 1
        return result.stderr

    def file(self, name: str, content: bytes | str) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def record(self) -> dict[str, list[str]]:
        exported = self.run("export").stdout.splitlines()
        return {line["id"]: [turn["content"] for turn in line["turns"]] for line in map(json.loads, exported)}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "home", tmp_path)


def test_init_makes_the_home(shell: Shell) -> None:
    found = shell.json("init")
    assert (found["home"], found["revision"]) == (str(shell.home), revisions()[-1])
    assert (shell.home / "firstline.db").is_file()


def test_the_home_may_stand_before_the_command(tmp_path: Path) -> None:
    before = CliRunner().invoke(app, ["--home", str(tmp_path / "one"), "init", "--json"])
    assert json.loads(before.stdout)["home"] == str(tmp_path / "one")
    both = CliRunner().invoke(app, ["--home", str(tmp_path / "one"), "init", "--home", str(tmp_path / "two"), "--json"])
    assert json.loads(both.stdout)["home"] == str(tmp_path / "two"), "the one beside the command counts"


def test_import_says_what_it_did(shell: Shell) -> None:
    found = shell.json("import", shell.file("log.jsonl", f"{GOOD}\n{OTHER}\n"))
    expected = {"format": "jsonl", "dialogs": 2, "messages": 3, "customers": 2, "duplicates": 0, "rejected": 0, "redacted": {}}
    assert {name: found[name] for name in expected} == expected
    assert found["seconds"] > 0
    words = shell.run(
        "import", shell.file("more.jsonl", OTHER.replace('"b"', '"c"').replace("bye", "mail x@example.org") + "\n")
    ).stdout
    assert words.splitlines()[0].startswith("Added 1 dialog with 1 message of 1 customer (jsonl, ")
    assert words.splitlines()[1] == "Redacted: 1 email"


def test_standard_input_archives_and_folders_are_read(shell: Shell) -> None:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("chats/one.jsonl", OTHER.replace('"b"', '"z1"'))
        archive.writestr("chats/photo.jpg", b"\xff\xd8\xff\xe0 no log")
        archive.writestr("__MACOSX/one.jsonl", OTHER.replace('"b"', '"mac"'))
        archive.writestr("chats/inner.csv.gz", gzip.compress(b"dialog_id,role,text\nz2,customer,from a gzip in a zip\n"))
    shell.file("folder/sub/two.csv", "dialog_id,role,text\nf1,customer,from a folder\n")
    shell.file("folder/.hidden.csv", "dialog_id,role,text\nh1,customer,hidden\n")
    found = shell.json(
        "import",
        "-",
        shell.file("log.zip", zipped.getvalue()),
        shell.file("log.jsonl.gz", gzip.compress(GOOD.encode())),
        str(shell.folder / "folder"),
        stdin=OTHER.encode(),
    )
    assert sorted(shell.record()) == ["a", "b", "f1", "z1", "z2"]
    assert (found["dialogs"], found["rejected"], found["format"]) == (5, 0, "jsonl, csv")
    assert [(Path(file["file"]).name, file["dialogs"]) for file in found["files"]] == [
        ("standard input", 1),
        ("inner.csv", 1),
        ("one.jsonl", 1),
        ("photo.jpg", 0),
        ("log.jsonl", 1),
        ("two.csv", 1),
    ]


def test_a_spreadsheet_is_read_alone_and_out_of_an_archive(shell: Shell) -> None:
    """The archive inside XLSX is read from its end: whatever stands between the file and its reader must be able to seek."""
    book = openpyxl.Workbook()
    for row in (("Ticket", "Role", "Text"), (7, "customer", "where is it"), (7, "agent", "on its way")):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tickets.xlsx", content.getvalue())
    found = shell.json("import", shell.file("tickets.xlsx", content.getvalue()))
    assert (found["format"], found["dialogs"], found["messages"]) == ("xlsx", 1, 2)
    again = shell.json("import", shell.file("tickets.zip", packed.getvalue()))
    assert (again["format"], again["messages"], again["duplicates"]) == ("xlsx", 0, 2)
    assert shell.record() == {"7": ["where is it", "on its way"]}


def test_a_dry_run_shows_the_dialogs_and_stores_none(shell: Shell) -> None:
    path = shell.file("log.csv", "Ticket,Who,Body\n7,client,mail me: x@example.org\n7,agent,done\n")
    words = shell.run("import", path, "--dry-run", "--map", "dialog=Ticket", "--map", "role=Who", "--map", "text=Body").stdout
    assert "customer  mail me: <EMAIL_1>" in words
    assert "dialog = 'Ticket'" in words
    assert "Not used" not in words
    assert "Would add 1 dialog with 2 messages of 1 customer" in words
    assert shell.record() == {}


def test_an_agent_whom_nobody_is_called_is_told(shell: Shell) -> None:
    path = shell.file("log.csv", "dialog_id,author,text\n7,Ann,hi\n7,Kim,hello\n")
    assert "nobody in it is called 'Kimm', as --agent says" in shell.run("import", path, "--agent", "Kimm", "--dry-run").stdout
    assert "nobody" not in shell.run("import", path, "--agent", "KIM").stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_of_unicode(shell: Shell, encoding: str) -> None:
    said = "Wo ist mein Päckchen? 订单在哪里 Где заказ"
    shell.json("import", shell.file("log.csv", f"dialog_id,role,text\na,customer,{said}\n".encode(encoding)))
    assert shell.record() == {"a": [said]}


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("gbk", "你好，我的订单还没有收到，请问什么时候可以发货？谢谢"),
        ("cp1251", "Здравствуйте, мой заказ ещё не пришёл. Подскажите, пожалуйста, когда его отправят?"),
    ],
)
def test_encodings_before_unicode(shell: Shell, encoding: str, said: str) -> None:
    rows = "".join(f"d{number},customer,{said}\n" for number in range(5))
    shell.json("import", shell.file("log.csv", f"dialog_id,role,text\n{rows}".encode(encoding)))
    assert list(shell.record().values()) == [[said]] * 5


@pytest.mark.parametrize("content", [b"", b"  \n\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_says_what_to_give(shell: Shell, content: bytes) -> None:
    assert "is empty; give an export with at least one message" in shell.failure("import", shell.file("log.csv", content))


def test_a_header_without_rows_holds_no_messages(shell: Shell) -> None:
    assert "holds no messages" in shell.failure("import", shell.file("log.csv", "dialog_id,role,text\n"))


def test_an_unknown_format_names_the_known_ones(shell: Shell) -> None:
    said = shell.failure("import", shell.file("notes.txt", "Dear diary, today\nnothing happened at all\n"))
    assert "in no format that is known here (" in said
    assert "csv" in said
    assert "export it as CSV" in said


def test_a_path_that_is_not_there(shell: Shell) -> None:
    good = shell.file("log.jsonl", GOOD)
    assert "does not exist; give a file, a folder, or -" in shell.failure("import", good, str(shell.folder / "gone.csv"))
    assert shell.record() == {}


def test_a_folder_without_logs(shell: Shell) -> None:
    (shell.folder / "empty").mkdir()
    assert "There is no file in there" in shell.failure("import", str(shell.folder / "empty"))


def test_what_cannot_be_read_among_files_that_can_is_one_rejection(shell: Shell) -> None:
    bad = shell.file("notes.txt", "Dear diary, today\nnothing happened at all\n")
    found = shell.json("import", bad, shell.file("log.jsonl", GOOD))
    assert (found["dialogs"], found["rejected"]) == (1, 1)
    assert found["rejections"][0]["file"] == bad
    assert shell.record() == {"a": ["hello", "good day"]}


@pytest.mark.parametrize("name", ["log.jsonl", "log.json"])
def test_a_truncated_json_keeps_what_came_before(shell: Shell, name: str) -> None:
    whole = f"{GOOD}\n{OTHER}\n{GOOD}\n" if name == "log.jsonl" else f"[{GOOD},\n{OTHER},\n{GOOD}]"
    found = shell.json("import", shell.file(name, whole[:-60]))
    assert (found["dialogs"], found["rejected"]) == (2, 1)
    assert (found["rejections"][0]["line"], found["rejections"][0]["reason"] != "") == (3, True)
    assert shell.record() == {"a": ["hello", "good day"], "b": ["bye"]}


def test_a_damaged_archive_keeps_what_came_before(shell: Shell) -> None:
    lines = "".join(GOOD.replace('"a"', f'"{number}"').replace("hello", os.urandom(30).hex()) + "\n" for number in range(200))
    packed = gzip.compress(lines.encode())
    found = shell.json("import", shell.file("log.jsonl.gz", packed[: len(packed) // 2]))
    assert 20 < found["dialogs"] < 200
    assert found["rejected"] == 1
    found = shell.json("import", shell.file("log.csv.gz", gzip.compress(b"dialog_id,role,text\nx,customer,hello\n")[:-6]))
    assert (found["dialogs"], found["rejected"], "damaged" in found["rejections"][0]["reason"]) == (1, 1, True)
    assert "damaged zip file" in shell.failure("import", shell.file("log.zip", b"PK\x03\x04" + b"x" * 100))


def test_a_line_of_a_million_characters(shell: Shell) -> None:
    long = "word " * 200_000
    rows = [GOOD, json.dumps({"id": "long", "turns": [{"role": "user", "content": long}]}), OTHER]
    found = shell.json("import", shell.file("log.jsonl", "\n".join(rows)))
    assert (found["dialogs"], found["rejected"]) == (3, 0)
    assert shell.record()["long"] == [long.strip()]


def test_rows_with_missing_and_extra_columns(shell: Shell) -> None:
    rows = ["dialog_id,text,role", "a,hello,customer", "b", "c,hi,customer,what,is,this", "d,good day,agent"]
    found = shell.json("import", shell.file("log.csv", "\n".join(rows) + "\n"))
    assert [(rejection["line"], bool(rejection["reason"])) for rejection in found["rejections"]] == [(3, True), (4, True)]
    assert shell.record() == {"a": ["hello"], "d": ["good day"]}


def test_a_header_that_stands_twice(shell: Shell) -> None:
    shell.json("import", shell.file("log.csv", "dialog_id,role,text,text\na,customer,hello,\nb,customer,,bye\n"))
    assert shell.record() == {"a": ["hello"], "b": ["bye"]}


def test_columns_without_a_text(shell: Shell) -> None:
    said = shell.failure("import", shell.file("log.csv", "dialog_id,colour\na,red\n"))
    assert "export it as CSV with a header such as dialog_id,role,text" in said


@pytest.mark.parametrize(
    ("option", "hint"),
    [
        (("--gap", "soon"), "such as 12h"),
        (("--tz", "Mars/Olympus"), "no time zone"),
        (("--region", "Germany"), "two letters"),
        (("--map", "text"), "FIELD=COLUMN"),
        (("--format", "word"), "choose one of"),
    ],
)
def test_options_that_make_no_sense(shell: Shell, option: Sequence[str], hint: str) -> None:
    assert hint in shell.failure("import", shell.file("log.jsonl", GOOD), *option, code=1 if option[0] == "--gap" else 2)


def test_a_home_that_can_not_be_made(shell: Shell) -> None:
    shell.home = Path(shell.file("file", "")) / "home"
    assert "give a folder that you may write with --home" in shell.failure("import", shell.file("log.jsonl", GOOD))


def test_a_database_newer_than_the_code(shell: Shell) -> None:
    shell.json("import", shell.file("log.jsonl", GOOD))
    database = open_database(f"sqlite:///{shell.home}/firstline.db")
    with database.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    database.close()
    for command in (["import", shell.file("log.jsonl", GOOD)], ["export"], ["purge", "--older-than", "1d"], ["init"]):
        assert "newer than this version of Firstline knows" in shell.failure(*command)


def test_export_erase_and_purge(shell: Shell) -> None:
    rows = [
        "dialog_id,ts,role,text,customer",
        "a,2020-01-01T00:00:00Z,customer,hello,ann",
        "b,2020-01-01T00:00:00Z,customer,bye,bob",
    ]
    shell.json("import", shell.file("log.csv", "\n".join(rows) + "\n"))
    out = shell.folder / "out.csv"
    assert shell.json("export", "--out", str(out)) == {"rows": 2, "dialogs": 2, "messages": 2, "format": "csv", "out": str(out)}
    assert len(out.read_text().splitlines()) == 3
    assert shell.json("export")["rows"] == 2
    removed = shell.json("erase", "ann")
    assert {kind: count for kind, count in removed.items() if count} == {"customers": 1, "dialogs": 1, "messages": 1}
    assert removed["vectors"] == 0
    assert "nobody in the record has the id 'ann'" in shell.failure("erase", "ann")
    assert shell.run("purge", "--older-than", "90d").stdout == "Removed 1 customers, 1 dialogs, 1 messages\n"
    assert shell.record() == {}


@pytest.mark.slow
def test_erasing_reaches_the_search_index(shell: Shell) -> None:
    pairs = [
        ("ann", "can I pay with my violet card", "Yes, we take all cards."),
        ("bob", "is the invoice online", "It is in your account."),
    ]
    pairs.append(("cleo", "where is the invoice", "It is in your account."))
    dialogs = (
        {"id": name, "customer": name, "turns": [{"role": "user", "content": asked}, {"role": "agent", "content": said}]}
        for name, asked, said in pairs
    )
    shell.json("import", shell.file("log.jsonl", "".join(json.dumps(item) + "\n" for item in dialogs)))
    shell.json("mine")
    for line in shell.run("answers", "list", "--json").stdout.splitlines():
        shell.run("answers", "approve", str(json.loads(line)["id"]))
    assert shell.json("index")["vectors"] == 3
    removed = shell.json("erase", "ann")
    assert {kind: count for kind, count in removed.items() if count} == {
        "customers": 1,
        "dialogs": 1,
        "messages": 2,
        "answers": 1,
        "sources": 1,
        "vectors": 1,
    }
    left = b"".join(file.read_bytes() for file in shell.home.rglob("*") if file.is_file())
    assert b"is the invoice online" in left
    assert b"my violet card" not in left


def test_two_imports_at_once_do_not_get_in_each_others_way(shell: Shell) -> None:
    dialogs = [json.dumps({"id": f"d{n}", "turns": [{"role": "user", "content": f"question {n}"}]}) + "\n" for n in range(1_000)]
    paths = [shell.file("one.jsonl", "".join(dialogs[:800])), shell.file("two.jsonl", "".join(reversed(dialogs[200:])))]
    script = "import dialogs.ingest_file as f; f.BATCH = 50; from bot.cli.app import main; main()"
    shell.json("init")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, "import", path, "--home", str(shell.home), "--json"], stdout=subprocess.PIPE
        )
        for path in paths
    ]
    found = [json.loads(process.communicate()[0]) for process in running]
    assert sum(report["dialogs"] for report in found) == 1_000
    assert sum(report["duplicates"] for report in found) == 600
    assert sorted(shell.record().items()) == sorted((f"d{n}", [f"question {n}"]) for n in range(1_000))
