from pathlib import Path
from shutil import copytree

import pytest
from sqlalchemy import delete

from dialogs.database import Database, open_database
from dialogs.tables import Dialog
from retrieval.answer_index import CALIBRATION, AnswerIndex, current_folder
from retrieval.confidence import DEFAULT
from tests.console import run
from tests.retrieval.record import add_answer, add_dialog
from tests.training.test_answer_queries import give
from training.backtest import backtest
from training.errors import ReplayError
from training.examples import record_examples
from training.publish import publish
from training.registry import Registry
from training.train import TrainOptions, train

SUBJECTS = {
    "refund": ("refund", "money", "payment"),
    "parcel": ("parcel", "courier", "delivery"),
    "login": ("password", "login", "account"),
}
OPENINGS = (
    "where is my",
    "please help with the",
    "i have a question about the",
    "what of the",
    "nothing works with my",
    "tell me about my",
)


def record(database: Database, *, rounds: int) -> None:
    """Dialogs in turn about three subjects, each answered with the one answer of its subject."""
    answers = {name: add_answer(database, f"This is how {name} works.", intent=name, origin="mined") for name in SUBJECTS}
    for number in range(rounds):
        for name, nouns in SUBJECTS.items():
            question = f"{OPENINGS[number % len(OPENINGS)]} {nouns[number % 3]} number {number}"
            dialog = add_dialog(database, question, [("customer", question), ("agent", "This is how.")], intent=name)
            give(database, answers[name], dialog)


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with 120 dialogs and a quick model that is live."""
    home = tmp_path_factory.mktemp("learned")
    database = open_database(f"sqlite:///{home / 'firstline.db'}")
    record(database, rounds=40)

    def live(version: str) -> None:
        publish(database, home / "models", home / "index", version)

    train(Registry(database, home / "models"), record_examples(database), TrainOptions(quick=True), live)
    database.close()
    return home


def kept(home: Path) -> str:
    return (current_folder(home / "index") / CALIBRATION).read_text()


def test_checking_replays_all_but_the_warm_up_and_changes_nothing(learned: Path) -> None:
    before = kept(learned)
    database = open_database(f"sqlite:///{learned / 'firstline.db'}")
    found = backtest(database, learned / "models", learned / "index", check=True)
    index = AnswerIndex.load(learned / "index", encoder_id=None)
    assert (found.messages, found.learned_before) == (84, 36)
    assert found.thresholds == index.calibration.thresholds
    assert (found.written, kept(learned)) == (False, before)
    assert found.coverage > 0.5
    assert found.errors == 0
    assert 0 < found.risk_upper_bound < 0.1
    assert found.risk_upper_bound == pytest.approx(1 - 0.05 ** (1 / found.answered))
    assert not found.guaranteed, "84 questions prove no 2 in 100"
    assert found.notes == (f"in this replay 0 of {found.answered} answers were wrong, which does not prove a risk of at most 0.02",)
    assert [point.coverage for point in found.curve] == sorted(point.coverage for point in found.curve)
    assert found.curve[-1].coverage == 1


def test_a_lax_risk_is_proved_by_a_check(learned: Path) -> None:
    database = open_database(f"sqlite:///{learned / 'firstline.db'}")
    found = backtest(database, learned / "models", learned / "index", check=True, risk=0.15)
    assert (found.guaranteed, found.notes) == (True, ())


def test_the_replay_sets_the_thresholds(own_home: Path) -> None:
    before = kept(own_home)
    outcome = run(own_home, "backtest", "--json", "--risk", "0.05")
    found = outcome.json
    assert {"messages", "coverage", "risk", "risk_upper_bound", "thresholds", "curve"} <= found.keys()
    assert found["written"] is True
    assert kept(own_home) != before
    index = AnswerIndex.load(own_home / "index", encoder_id=None)
    assert index.calibration.thresholds.answer == found["thresholds"]["answer"] != DEFAULT.thresholds.answer
    assert found["messages"] > 300
    assert found["risk"] <= 0.05
    assert found["risk"] < found["risk_upper_bound"] < 1
    assert set(found["curve"][0]) >= {"threshold", "coverage", "risk", "upper_bound"}


def test_words_say_what_came_of_it(learned: Path) -> None:
    outcome = run(learned, "backtest", "--check")
    assert outcome.code == 0
    assert "the bot would have answered" in outcome.out
    assert outcome.out.strip().endswith("is unchanged.")


def test_nothing_live_says_what_to_run(tmp_path: Path) -> None:
    outcome = run(tmp_path / "home", "backtest")
    assert (outcome.code, outcome.out) == (1, "")
    assert "no model is live to replay the record with; run: firstline train" in outcome.err


def test_too_little_to_replay_says_how_much_it_takes(learned: Path, tmp_path: Path) -> None:
    home = copytree(learned, tmp_path / "home")
    database = open_database(f"sqlite:///{home / 'firstline.db'}")
    with database.session() as session:
        session.execute(delete(Dialog).where(Dialog.id > 40))
    with pytest.raises(ReplayError, match="too few to replay; import more dialogs, 44 at least"):
        backtest(database, home / "models", home / "index")


@pytest.mark.parametrize("arguments", [["--risk", "0"], ["--risk", "1"], ["--confidence", "1.5"], ["--risk", "x"]])
def test_impossible_risks_are_wrong_usage(tmp_path: Path, arguments: list[str]) -> None:
    assert run(tmp_path, "backtest", *arguments).code == 2


def test_discover_on_the_command_line_proposes_then_stores(own_home: Path) -> None:
    proposed = run(own_home, "discover", "--json").json
    assert proposed["accepted"] == 0
    assert {"name", "size", "examples"} <= proposed["clusters"][0].keys()
    accepted = run(own_home, "discover", "--accept", "--json").json
    assert accepted["clusters"] == proposed["clusters"]
    assert accepted["accepted"] > 0
    again = run(own_home, "discover", "--accept", "--json").json
    assert (again["clusters"], again["accepted"]) == ([], 0)
    assert "Nothing new among" in run(own_home, "discover").out


def test_discover_on_an_empty_record_says_to_import(tmp_path: Path) -> None:
    outcome = run(tmp_path / "home", "discover")
    assert outcome.code == 0
    assert "import dialogs first" in outcome.out
